// PlanarSegment.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Some columns of the outputs, and where they find their input.
///
/// Zeros left and right of the input cost nothing: masks put them. Of another border the
/// columns at the edges take a copy of the few input columns that they read, with the border in place;
/// all others read the input where it is.
///
/// Nothing in it counts references: what a worker streams past the caches would have to arrive before
/// any of those counts changes, which takes 70 ns a segment.
struct PlanarSegment<Scalar: TensorScalar>: Sendable {
  /// The first of the output columns.
  let outputColumn: Int
  /// The pieces of the output columns, counted from the first, among those of all segments.
  let pieces: Range<Int>
  /// What is copied; nil where the input is read in its plane.
  let band: PaddedBand<Scalar>?
  /// The column of the plane, or of the band, that the pieces are relative to.
  let inputColumn: Int

  /// Whether there is anything but zeros to the left or right.
  static func copies(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.border.constantValue != 0 && (geometry.width.before > 0 || geometry.width.after > 0)
  }

  /// The segments of a geometry's outputs: those that read in the plane first, so that the input of
  /// the others is in a cache when it is copied. And the pieces of all of them.
  ///
  /// - Parameters:
  ///   - lanes: The pixels of a vector.
  ///   - alignment: Some vectors' pixels, at a multiple of which the widest piece starts.
  static func all(
    _ geometry: ConvolutionGeometry, lanes: Int, alignment: Int
  ) -> (segments: [PlanarSegment], columns: PlanarColumns) {
    let width = geometry.width
    let isClose = unsafe PlanarMicrokernel<Scalar>.isClose(
      kernel: geometry.kernelSize, stride: width.stride, lanes: lanes)
    var columns = PlanarColumns()
    func cut(_ axis: AxisGeometry, alignment: Int) -> Range<Int> {
      columns.append(PlanarColumns(axis, lanes: lanes, alignment: alignment, isClose: isClose))
    }
    /// A segment that reads in the plane, in which `axis` begins at `position`.
    func reading(_ axis: AxisGeometry, at position: Int, inputColumn: Int, alignment: Int) -> Self {
      PlanarSegment(
        outputColumn: position, pieces: cut(axis, alignment: alignment), band: nil,
        inputColumn: inputColumn)
    }
    /// A segment that reads a copy.
    func copying(_ positions: Range<Int>) -> Self {
      let axis = width.withPaddingAsInput(positions: positions)
      let first = width.inputIndex(position: positions.lowerBound, tap: 0)
      return PlanarSegment(
        outputColumn: positions.lowerBound, pieces: cut(axis, alignment: lanes),
        band: PaddedBand(geometry, columns: first..<first + axis.input), inputColumn: 0)
    }
    guard copies(geometry) else {
      let all = reading(width, at: 0, inputColumn: 0, alignment: alignment)
      return ([all], columns)
    }
    guard let inside = inside(width, lanes: lanes, alignment: alignment) else {
      let all = copying(0..<width.output)
      return ([all], columns)
    }
    let first = reading(
      width.withPaddingAsInput(positions: inside), at: inside.lowerBound,
      inputColumn: width.inputIndex(position: inside.lowerBound, tap: 0), alignment: lanes)
    let edges = [0..<inside.lowerBound, inside.upperBound..<width.output]
    let others = edges.filter { !$0.isEmpty }.map { copying($0) }
    return ([first] + others, columns)
  }

  /// The output columns that read nothing but input, where it is worth while to leave them out of a
  /// copy: whole vectors, with nothing or at least a vector on both sides.
  private static func inside(
    _ width: AxisGeometry, lanes: Int, alignment: Int
  ) -> Range<Int>? {
    let interior = width.interior
    let lower = (interior.lowerBound + alignment - 1) / alignment * alignment
    var upper = interior.upperBound
    if upper < width.output {
      upper = lower + (min(upper, width.output - lanes) - lower) / lanes * lanes
    }
    return upper - lower >= 4 * lanes ? lower..<upper : nil
  }
}
