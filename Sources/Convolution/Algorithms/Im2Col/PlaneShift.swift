// PlaneShift.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A row of the im2col matrix as a plane of the image, shifted.
///
/// Where output rows are as long as input rows and the stride is 1, as in every layer with "same"
/// padding, the neighbor that a tap reads lies at one distance from every pixel. A strip of a row
/// is then a single copy, mended at the edges. That matters to the late layers of a network, whose
/// rows of 14 or 7 pixels would cost more in calls than in copying.
struct PlaneShift {
  /// The part of the strip whose input rows are not in the padding; constants fill the rest.
  let inside: Range<Int>
  /// The part of `inside` that is copied from the plane, and where in the plane it starts. At the
  /// first and the last row the shifted plane may reach over its ends, by elements that are edges.
  let copied: Range<Int>
  let source: Int
  /// The output columns whose input is not in the padding.
  private let interior: Range<Int>
  private let rowLength: Int
  /// The column of the first pixel of `inside`.
  private let firstColumn: Int

  /// Whether the rows of the matrix are shifted planes, whose edges are all one constant.
  static func exists(in geometry: ConvolutionGeometry) -> Bool {
    let (height, width) = (geometry.height, geometry.width)
    return height.stride == 1 && width.stride == 1 && width.output == width.input
      && geometry.border.constantValue != nil
  }

  /// The shift that a tap makes of a strip of pixels.
  init(_ geometry: ConvolutionGeometry, pixels: Range<Int>, row: Int, column: Int) {
    rowLength = geometry.width.output
    interior = geometry.width.interior(tap: column)
    let rows = geometry.height.interior(tap: row)
    let lower = min(max(pixels.lowerBound, rows.lowerBound * rowLength), pixels.upperBound)
    let upper = max(lower, min(pixels.upperBound, rows.upperBound * rowLength))
    // Where no row is inside, the shift may be further than numbers go.
    let shift =
      lower == upper
      ? 0
      : geometry.height.inputIndex(position: 0, tap: row) * geometry.width.input
        + geometry.width.inputIndex(position: 0, tap: column)
    let copiedLower = min(max(lower, -shift), upper)
    let copiedUpper = max(copiedLower, min(upper, geometry.inputPixels - shift))
    let first = pixels.lowerBound
    inside = lower - first..<upper - first
    copied = copiedLower - first..<copiedUpper - first
    source = copiedLower + shift
    firstColumn = lower % max(1, rowLength)
  }

  /// Calls `body` for every pixel of `inside` whose input is left or right of the picture.
  @inline(__always)
  func forEachEdge(_ body: (_ index: Int) -> Void) {
    forEachPixel(in: 0..<interior.lowerBound, body)
    forEachPixel(in: interior.upperBound..<rowLength, body)
  }

  @inline(__always)
  private func forEachPixel(in columns: Range<Int>, _ body: (_ index: Int) -> Void) {
    for column in columns {
      let ahead = column - firstColumn
      let first = inside.lowerBound + (ahead < 0 ? ahead + rowLength : ahead)
      for index in stride(from: first, to: inside.upperBound, by: rowLength) { body(index) }
    }
  }
}
