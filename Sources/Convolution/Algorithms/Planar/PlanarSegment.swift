// PlanarSegment.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Some columns of the outputs, and where they find their input.
///
/// Zeros left and right of the input cost nothing: masks put them. Of another border the
/// columns at the edges take a copy of the few input columns that they read, with the border in place;
/// all others read the input where it is.
struct PlanarSegment<Scalar: TensorScalar>: Sendable {
  /// The first of the output columns.
  let outputColumn: Int
  /// The pieces of the output columns, counted from the first.
  let columns: PlanarColumns
  /// What is copied; nil where the input is read in its plane.
  let band: PaddedBand<Scalar>?
  /// The column of the plane, or of the band, that `columns` are relative to.
  let inputColumn: Int

  /// Whether there is anything but zeros to the left or right.
  static func copies(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.border.constantValue != 0 && (geometry.width.before > 0 || geometry.width.after > 0)
  }

  /// The segments of a geometry's outputs: those that read in the plane first, so that the input of
  /// the others is in a cache when it is copied.
  ///
  /// - Parameters:
  ///   - lanes: The pixels of a vector.
  ///   - alignment: Some vectors' pixels, at a multiple of which the widest piece starts.
  static func all(
    _ geometry: ConvolutionGeometry, lanes: Int, alignment: Int
  ) -> [PlanarSegment] {
    let width = geometry.width
    guard copies(geometry) else {
      return [
        PlanarSegment(
          outputColumn: 0,
          columns: PlanarColumns(width, lanes: lanes, alignment: alignment), band: nil,
          inputColumn: 0)
      ]
    }
    guard let inside = inside(width, lanes: lanes, alignment: alignment) else {
      return [copying(0..<width.output, of: geometry, lanes: lanes)]
    }
    let reading = PlanarSegment(
      outputColumn: inside.lowerBound,
      columns: PlanarColumns(
        width.withPaddingAsInput(positions: inside), lanes: lanes, alignment: lanes), band: nil,
      inputColumn: width.inputIndex(position: inside.lowerBound, tap: 0))
    let edges = [0..<inside.lowerBound, inside.upperBound..<width.output]
    return [reading]
      + edges.filter { !$0.isEmpty }.map { copying($0, of: geometry, lanes: lanes) }
  }

  /// A segment that reads a copy.
  private static func copying(
    _ positions: Range<Int>, of geometry: ConvolutionGeometry, lanes: Int
  ) -> PlanarSegment {
    let axis = geometry.width.withPaddingAsInput(positions: positions)
    let first = geometry.width.inputIndex(position: positions.lowerBound, tap: 0)
    return PlanarSegment(
      outputColumn: positions.lowerBound,
      columns: PlanarColumns(axis, lanes: lanes, alignment: lanes),
      band: PaddedBand(geometry, columns: first..<first + axis.input), inputColumn: 0)
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
