// InputPatch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Copies of the inputs under some tiles, with the padding around them.
///
/// A ragged last tile reaches beyond the padding. It reads zeros there, not what the border would
/// hold: these elements are under no output's window, and must not bring a NaN to any.
struct InputPatch<Scalar: TensorScalar> {
  private let height: AxisGeometry
  private let width: AxisGeometry
  private let border: Border
  private let constant: Scalar

  init(_ geometry: ConvolutionGeometry) {
    height = geometry.height
    width = geometry.width
    border = geometry.border
    constant = Scalar(geometry.border.constantValue ?? 0)
  }

  /// Whether some rows and columns are all input, and can be read where they are.
  ///
  /// - Parameter rows: Rows of the padded input, and columns likewise, from the first of the padding.
  @inline(__always)
  func isInside(rows: Range<Int>, columns: Range<Int>) -> Bool {
    rows.lowerBound >= height.before && rows.upperBound - height.before <= height.input
      && columns.lowerBound >= width.before && columns.upperBound - width.before <= width.input
  }

  /// The offset in a plane of the first element of some rows and columns that are inside.
  @inline(__always)
  func offset(row: Int, column: Int) -> Int {
    (row - height.before) * width.input + column - width.before
  }

  /// Writes some rows and columns of the padded input of one channel.
  @inline(__always)
  func copy(
    plane: UnsafePointer<Scalar>, rows: Range<Int>, columns: Range<Int>,
    into target: UnsafeMutablePointer<Scalar>, rowStride: Int
  ) {
    // Indices into the input, negative in the padding.
    let top = rows.lowerBound - height.before
    let left = columns.lowerBound - width.before
    let count = columns.count
    let present = max(0, min(count, width.input + width.after - left))
    let interiorStart = min(present, max(0, -left))
    let interiorEnd = max(interiorStart, min(present, width.input - left))
    for row in 0..<rows.count {
      let line = unsafe target + row * rowStride
      guard top + row < height.input + height.after else {
        unsafe line.update(repeating: 0, count: count)
        continue
      }
      guard let sourceRow = border.sourceIndex(of: top + row, size: height.input) else {
        unsafe line.update(repeating: constant, count: present)
        unsafe (line + present).update(repeating: 0, count: count - present)
        continue
      }
      let source = unsafe plane + sourceRow * width.input
      for column in 0..<interiorStart { unsafe line[column] = element(source, left + column) }
      unsafe (line + interiorStart).update(
        from: source + left + interiorStart, count: interiorEnd - interiorStart)
      for column in interiorEnd..<present { unsafe line[column] = element(source, left + column) }
      for column in present..<count { unsafe line[column] = 0 }
    }
  }

  /// Asks for the inputs in some rows of the padded input, which lie too far from those of another
  /// channel for the processor to guess.
  @inline(__always)
  func prefetch(plane: UnsafePointer<Scalar>, rows: Range<Int>) {
    let top = max(0, rows.lowerBound - height.before)
    let bottom = min(height.input, rows.upperBound - height.before)
    let start = unsafe plane + top * width.input
    unsafe Prefetch.elements(start, count: max(0, bottom - top) * width.input)
  }

  @inline(__always)
  private func element(_ line: UnsafePointer<Scalar>, _ column: Int) -> Scalar {
    guard let source = border.sourceIndex(of: column, size: width.input) else { return constant }
    return unsafe line[source]
  }
}
