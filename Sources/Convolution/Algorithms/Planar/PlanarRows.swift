// PlanarRows.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Where the input rows of a plane lie.
///
/// With a dilation, output rows that are as far apart read neighboring rows of a picture of every so
/// many rows: they are a phase, one of several. Without, all rows are of one phase.
struct PlanarRows: Hashable {
  /// The phases, and so many output rows are from one row of a phase to the next.
  let phases: Int
  private let outputs: Int
  private let stride: Int
  /// The input rows of one phase after the other, so many of each.
  private let offsets: [Int]
  private let inputs: Int

  /// The offset of a row in a constant border.
  static let inBorder = Int.min

  /// A kernel of one row has no rows to spread.
  private static func dilation(_ height: AxisGeometry) -> Int {
    height.kernel == 1 ? 1 : height.dilation
  }

  private static func phases(_ height: AxisGeometry) -> Int {
    max(1, min(dilation(height), height.output))
  }

  /// The rows of all phases that there are offsets of.
  static func limit(_ height: AxisGeometry) -> Double {
    Double(height.output) * Double(height.stride)
      + Double(phases(height)) * Double(height.kernel + height.stride)
  }

  /// The rows that the outputs of a plane read, those above the input first.
  ///
  /// A border above or below that continues the picture costs nothing: its rows are rows of the
  /// input, which are read where they are.
  init(_ height: AxisGeometry, border: Border, rowLength: Int) {
    let (phases, dilation) = (Self.phases(height), Self.dilation(height))
    self.phases = phases
    outputs = height.output
    stride = height.stride
    let most = (outputs + phases - 1) / phases
    let inputs = max(0, (most - 1) * stride + height.kernel)
    self.inputs = inputs
    let end = height.input + height.after
    offsets = (0..<phases).flatMap { phase in
      (0..<inputs).map { index in
        let row = phase + index * dilation - height.before
        // Shorter phases have no such row.
        guard row < end else { return Self.inBorder }
        return border.sourceIndex(of: row, size: height.input).map { $0 * rowLength }
          ?? Self.inBorder
      }
    }
  }

  /// The output rows of a phase; the first phase has the most.
  @inline(__always)
  func count(ofPhase phase: Int) -> Int { (outputs - phase + phases - 1) / phases }

  /// Calls `body` with the offsets, from a plane's first row, of the input rows from the first on
  /// that output row `first` of a phase reads.
  @inline(__always)
  func withOffsets(
    phase: Int, from first: Int, _ body: (_ offsets: UnsafeBufferPointer<Int>) -> Void
  ) {
    unsafe offsets.withUnsafeBufferPointer { offsets in
      let range = phase * inputs + first * stride..<(phase + 1) * inputs
      unsafe body(UnsafeBufferPointer(rebasing: offsets[range]))
    }
  }
}
