// PlanarRows.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Where the input rows of a plane lie.
enum PlanarRows {
  /// The offset of a row in a constant border.
  static let inBorder = Int.min

  /// The offsets of all rows that the outputs of a plane read, those above the input first.
  ///
  /// A border above or below that continues the picture costs nothing: its rows are rows of the
  /// input, which are read where they are.
  static func offsets(_ height: AxisGeometry, border: Border, rowLength: Int) -> [Int] {
    (0..<height.inputs(of: height.output)).map { row in
      border.sourceIndex(of: row - height.before, size: height.input)
        .map { $0 * rowLength } ?? inBorder
    }
  }
}
