// Im2ColTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the im2col matrix of a geometry is cut into tiles.
struct Im2ColTiling: Hashable {
  /// The threads that the whole geometry is worth.
  let workers: Int
  /// The threads that one image is worth: what cuts an image must not depend on the batch.
  let imageWorkers: Int
  /// The ranges of output pixels, which cover an image.
  let strips: Pieces
  /// The ranges of taps, which cover the rows of the matrix.
  let blocks: Pieces

  /// A tile stays below this: the tile, the packed copy that BLAS makes of it and the packed weight
  /// then share the second-level cache of common processors.
  static let tileBytes = 1 << 20
  /// A strip has at least as many pixels, where there are as many: BLAS packs the weight anew for
  /// every tile, which only a wide tile repays.
  static let minimumStripPixels = 256

  init(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions, scalarSize: Int
  ) throws(ConvolutionError) {
    let pixels = geometry.outputPixels
    let limit = options.tuning.pieceLimit
    let tileElements = Self.tileBytes / scalarSize
    let blockTaps = min(geometry.taps, tileElements / min(max(pixels, 1), Self.minimumStripPixels))
    let stripPixels =
      geometry.isPointwise ? min(pixels, GEMM.dimensionLimit) : tileElements / blockTaps
    let perImage = geometry.multiplyAdds / Double(max(1, geometry.batch))
    imageWorkers = try options.workers(for: perImage)
    workers = try options.workers(for: geometry.multiplyAdds)
    blocks = Pieces(of: geometry.taps, atMost: min(blockTaps, limit))
    strips = Pieces(
      of: pixels, atMost: min(stripPixels, limit),
      // Equal shares for the workers, unless groups are shares enough.
      multipleOf: geometry.groups < 4 * imageWorkers ? imageWorkers : 1, granularity: 16)
  }

  /// The ranges of taps that cover `taps`, none larger than a tile takes.
  func blocks(of taps: Range<Int>) -> some Sequence<Range<Int>> {
    let pieces = Pieces(of: taps.count, atMost: blocks.size)
    return (0..<pieces.count).lazy.map { index in
      let piece = pieces[index]
      return taps.lowerBound + piece.lowerBound..<taps.lowerBound + piece.upperBound
    }
  }
}

extension Im2ColTiling: CustomStringConvertible {
  var description: String {
    "\(strips.count) strips of \(strips.size) pixels, \(blocks.count) blocks of \(blocks.size) taps"
  }
}
