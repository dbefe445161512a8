// PlaneShifts.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The rows of the im2col matrix as planes of the image, each shifted.
///
/// Where output rows are as long as input rows and the stride is 1, as in every layer with "same"
/// padding, the neighbour that a tap reads lies at one distance from every pixel. A strip of a row
/// is then a single copy, mended at the edges. That matters to the late layers of a network, whose
/// rows of 14 or 7 pixels would cost more in calls than in copying.
struct PlaneShifts {
  /// What an element of the kernel makes of a strip.
  struct Shift {
    /// The part of the strip whose input rows are not in the padding; constants fill the rest.
    let inside: Range<Int>
    /// The part of `inside` that is copied from the plane, and where in the plane it starts. At the
    /// first and the last row the shifted plane may reach over its ends, by elements that are edges.
    let copied: Range<Int>
    let source: Int
    /// Where in `PlaneShifts.edges` the edges of this shift stand.
    let edges: Range<Int>
  }

  /// The shifts of all elements of the kernel, in order.
  private(set) var shifts: [Shift] = []
  /// For every output column whose input is in the padding, its first pixel within `inside`. The
  /// others follow a row apart, up to the end of `inside`.
  private(set) var edges: [Int] = []

  /// The shifts for a strip of pixels; nil where the rows of the matrix are no shifted planes, or
  /// their edges are not all one constant.
  init?(_ geometry: ConvolutionGeometry, pixels: Range<Int>) {
    let (height, width) = (geometry.height, geometry.width)
    guard height.stride == 1, width.stride == 1, width.output == width.input,
      geometry.border.constantValue != nil
    else { return nil }
    shifts.reserveCapacity(height.kernel * width.kernel)
    for row in 0..<height.kernel {
      for column in 0..<width.kernel {
        append(geometry, pixels: pixels, row: row, column: column)
      }
    }
  }

  private mutating func append(
    _ geometry: ConvolutionGeometry, pixels: Range<Int>, row: Int, column: Int
  ) {
    let rowLength = geometry.width.output
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
    let firstEdge = edges.count
    let interior = geometry.width.interior(tap: column)
    for column in 0..<rowLength where !interior.contains(column) {
      // The first pixel from `lower` on that is in this column.
      let ahead = (column - lower) % rowLength
      edges.append(lower + (ahead < 0 ? ahead + rowLength : ahead) - first)
    }
    shifts.append(
      Shift(
        inside: lower - first..<upper - first, copied: copiedLower - first..<copiedUpper - first,
        source: copiedLower + shift, edges: firstEdge..<edges.count))
  }
}
