// Im2Col.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution as a matrix product: tiles of the im2col matrix, multiplied with BLAS.
///
/// The matrix is taken in strips of output pixels, and a strip in blocks of taps, so that a tile
/// fits into a worker's scratch whatever the geometry:
///
///              pixels of an image
///            +-------+-------+--
///      taps  | tile  | tile  |       output[:, strip] += weight[:, block] tile
///            +-------+-------+--
///            | tile  | tile  |
///            +-------+-------+--
///              strip   strip
///
/// A tile is one product. Where the kernel is 1x1 with stride 1 the matrix is the image itself, and
/// the product reads it in place.
///
/// How the work is cut depends on the sizes of one image and on the number of workers, never on the
/// size of the batch: an image of a batch gets the bits that it gets alone.
struct Im2Col<Scalar: TensorScalar> {
  let geometry: ConvolutionGeometry
  let patches: PatchMatrix<Scalar>
  let tiling: Im2ColTiling
  private let threading: ConvolutionOptions.Threading

  /// - Throws: ``ConvolutionError/notPositive(name:value:)`` for threads below 1, and
  ///   ``ConvolutionError/dimensionTooLargeForBLAS(name:value:)`` where a dimension of a product,
  ///   or the distance between rows of a matrix, is more than BLAS counts to.
  init(_ geometry: ConvolutionGeometry, _ options: ConvolutionOptions) throws(ConvolutionError) {
    let tiling = try Im2ColTiling(geometry, options, scalarSize: MemoryLayout<Scalar>.size)
    let hasRowsOfPixels =
      geometry.groupOutputChannels > 1 || (geometry.isPointwise && geometry.groupInputChannels > 1)
    for (name, dimension) in [
      ("output channels", geometry.groupOutputChannels),
      ("taps", geometry.taps),
      ("output pixels", hasRowsOfPixels ? geometry.outputPixels : 0),
    ] where dimension > GEMM.dimensionLimit {
      throw .dimensionTooLargeForBLAS(name: name, value: dimension)
    }
    self.geometry = geometry
    self.patches = PatchMatrix(geometry)
    self.tiling = tiling
    self.threading = options.threading
  }

  /// The scratch of a worker: a tile of the im2col matrix, none where the matrix is the image.
  var scratchBytes: Int {
    geometry.isPointwise ? 0 : tiling.strips.size * tiling.blocks.size * MemoryLayout<Scalar>.size
  }

  /// Calls `body` for every index below `count`, in parallel where it is worth it, with scratch for
  /// a tile. As in ``ParallelLoop``, a body that captures nothing costs no allocation.
  func forEachUnit<Captures>(
    count: Int, _ captures: Captures,
    _ body:
      @escaping (
        _ captures: Captures, _ index: Int, _ tile: UnsafeMutablePointer<Scalar>
      ) -> Void
  ) throws(ConvolutionError) {
    let workers = max(1, min(tiling.workers, count))
    try unsafe Scratch.withBlocks(workers: workers) { blocks in
      BLASRuntime.withSingleThread(if: threading == .workers) {
        unsafe ParallelLoop.run(
          count: count, workers: workers, Loop(captures: captures, body: body, blocks: blocks)
        ) { loop, worker, index in
          unsafe loop.body(loop.captures, index, loop.blocks[worker])
        }
      }
    }
  }

  /// What the workers share. In a tuple, the body would be wrapped, which allocates.
  @unsafe private struct Loop<Captures> {
    let captures: Captures
    let body: (Captures, Int, UnsafeMutablePointer<Scalar>) -> Void
    let blocks: Scratch.Blocks
  }
}
