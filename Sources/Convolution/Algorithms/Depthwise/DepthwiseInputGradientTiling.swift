// DepthwiseInputGradientTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the input's gradient is shared out to depthwise microkernels: a unit of work is a band of positions
/// in a block of channels of one image. A position is as many rows as the stride, one of each phase.
struct DepthwiseInputGradientTiling {
  /// The channels of the output, in blocks of a vector's lanes.
  let blocks: Pieces
  /// The positions of a band.
  let bands: Pieces
  /// The tiles of a row of each column phase.
  let tiles: [RowTiles]
  let workers: Int
  /// The elements of a band of the output's gradient, after which a vector may be written.
  let bandElements: Int

  /// Nil where a position is beyond scratch.
  ///
  /// - Parameter reach: The convolution of the output's gradient that reads all that the phases do.
  init?(
    _ geometry: ConvolutionGeometry, reach: ConvolutionGeometry, columns: [AxisGeometry.Phase],
    kernels: KernelTable, scalarSize: Int, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let lanes = kernels.vectorSize / scalarSize
    let limit = options.tuning.pieceLimit
    // In floating point, as it is checked before it is known to fit.
    let lineBytes = Double(kernels.vectorSize)
    let more =
      (Double(reach.width.paddedInput)
        + Double(geometry.height.stride) * Double(geometry.width.input)) * lineBytes
    let halo =
      (Double(reach.height.kernel - 1) * Double(reach.width.paddedInput) + 1) * lineBytes
    guard halo + more <= Double(Scratch.blockSize) else { return nil }
    let positions = reach.height.output
    workers = try options.workers(for: geometry.multiplyAdds)
    blocks = Pieces(size: lanes, of: geometry.groups)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * blocks.count)
    let fitting = DepthwiseTiling.fittingRows(of: positions, first: halo + more, more: more)
    bands = Pieces(
      of: positions, atMost: min(fitting, limit),
      multipleOf: positions >= 2 * share ? share : 1)
    tiles = columns.map {
      RowTiles(of: $0.count, atMost: min(kernels.directPixels, limit), evenly: true)
    }
    bandElements =
      (reach.height.inputs(of: min(bands.size, positions)) * reach.width.paddedInput + 1) * lanes
  }
}
