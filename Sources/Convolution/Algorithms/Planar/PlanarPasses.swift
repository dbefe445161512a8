// PlanarPasses.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Kernels that are products of a column and a row, prepared for a pass along the rows and one along
/// the columns.
///
/// What the first pass makes of a few input rows goes into a ring of rows in scratch, from which the
/// second takes them: as small as the kernel is high, and in the second-level cache.
struct PlanarPasses<Scalar: TensorScalar>: Sendable {
  /// `[outputChannels][kernelWidth]` and `[outputChannels][kernelHeight]`
  let rows: Tensor<Scalar>
  let columns: Tensor<Scalar>
  /// The columns of an output without padding, for the second pass.
  let outputColumns: PlanarColumns
  /// Elements from one row of the ring to the next.
  let rowLength: Int
  /// Rows of the ring.
  let ringRows: Int
  /// Where the rows of the ring lie, twice over.
  let ringOffsets: [Int]

  /// The output rows that are computed from the ring at once.
  static var step: Int { 8 }

  /// Passes for the kernels of a weight, nil unless all have factors, and the passes are faster.
  ///
  /// Only the kernels decide: an image gets the same bits in any size and batch.
  init?(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, lanes: Int
  ) throws(ConvolutionError) {
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    guard geometry.height.stride == 1, geometry.height.dilation == 1,
      geometry.width.dilation == 1, min(height, width) >= 6
    else { return nil }
    rowLength = (geometry.width.output + lanes - 1) / lanes * lanes
    ringRows = height - 1 + Self.step
    let padded = PaddedBand<Scalar>(geometry).rowLength
    let elements =
      Double(ringRows) * Double(rowLength) + Double(Self.step) * Double(padded) + Double(lanes)
    guard elements * Double(MemoryLayout<Scalar>.size) <= Double(Scratch.blockSize)
    else { return nil }

    rows = try Tensor(uninitializedShape: [geometry.outputChannels, width])
    columns = try Tensor(uninitializedShape: [geometry.outputChannels, height])
    for channel in 0..<geometry.outputChannels {
      let kernel = unsafe Array(
        UnsafeBufferPointer(
          start: weight.storage.baseAddress + channel * geometry.taps, count: geometry.taps))
      guard let factors = KernelFactors(kernel, height: height, width: width) else { return nil }
      for (index, factor) in factors.row.enumerated() {
        unsafe rows.storage.baseAddress[channel * width + index] = factor
      }
      for (index, factor) in factors.column.enumerated() {
        unsafe columns.storage.baseAddress[channel * height + index] = factor
      }
    }
    let (rowLength, ringRows) = (rowLength, ringRows)
    outputColumns = PlanarColumns(
      geometry.width.outputAsInput, lanes: lanes, alignment: lanes)
    ringOffsets = (0..<2 * ringRows).map { $0 % ringRows * rowLength }
  }
}
