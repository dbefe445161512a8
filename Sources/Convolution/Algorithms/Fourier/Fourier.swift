// Fourier.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution by discrete Fourier transforms, in which every output channel reads one input channel:
/// large kernels on images, large kernels of depthwise layers.
///
/// The inputs under a tile are transformed, multiplied by the spectrum of the kernel, and transformed
/// back: some hundred operations for each output, however large the kernel is. Two neighboring tiles
/// are the real and the imaginary part of one complex picture, which a kernel of real numbers keeps
/// apart; so none of the symmetries of real transforms has to be known.
///
/// Outputs are not sums of the products of the definition: what ``Accuracy/fast`` admits. Their error
/// is a few ulp of the root of the summed squares of a tile's inputs, times that of the kernel.
///
/// A number that is not finite would reach all outputs of its tiles, and one that is very large may
/// overflow on the way. A row of tiles in which any output is not finite is computed again, by the
/// planar algorithm: NaN and infinity reach exactly the outputs whose window covers them.
///
/// Source: T. G. Stockham, "High-speed convolution and correlation", AFIPS 1966, for the tiles that
/// overlap.
struct Fourier<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let tiling: FourierTiling
  let kernels: KernelTable
  /// What computes the rows of tiles that are not finite.
  let planar: Planar<Scalar>
  let twiddles: Tensor<Scalar>
  /// `[outputChannels]`, each as the microkernels leave it.
  let spectra: Tensor<Scalar>
  /// A row of zeros: the missing neighbor of a last tile.
  let zeros: Tensor<Scalar>
  let bias: Tensor<Scalar>?
  let range: ClosedRange<Scalar>

  /// Whether a geometry can be computed so.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    let axes = [geometry.height, geometry.width]
    return geometry.groupInputChannels == 1
      && axes.allSatisfy { $0.stride == 1 && $0.dilation == 1 }
      && !FourierTiling.sizes(geometry, scalarSize: MemoryLayout<Scalar>.size).isEmpty
      && Planar<Scalar>.accepts(geometry)
  }

  /// - Precondition: `accepts(geometry)`, and tensors of the geometry's shapes.
  init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let kernels = try options.kernels()
    let size = CostModel(kernels).fourierSize(
      geometry, scalarSize: MemoryLayout<Scalar>.size, atMost: options.tuning.pieceLimit)
    let tiling = try FourierTiling(
      geometry, size: size, lanes: kernels.lanes(Scalar.self), options)
    self.geometry = geometry
    self.tiling = tiling
    self.kernels = kernels
    self.bias = bias
    self.range = range
    planar = try Planar(geometry, weight: weight, bias: bias, range: range, options: options)
    zeros = try Tensor(shape: [size], repeating: 0)
    twiddles = try FourierTwiddles.tensor(size: size)
    spectra = try Self.spectra(weight, geometry, tiling, kernels, twiddles: twiddles, zeros: zeros)
  }

  /// The bytes of scratch per worker.
  var scratchBytes: Int {
    max(tiling.scratchCount * MemoryLayout<Scalar>.size, planar.scratchBytes)
  }

  /// The spectra of kernels: each is a tile like any other, its first element at the first row and
  /// column, and those after it before them, around the edge.
  private static func spectra(
    _ weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry, _ tiling: FourierTiling,
    _ kernels: KernelTable, twiddles: Tensor<Scalar>, zeros: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let size = tiling.size
    let spectra = try Tensor<Scalar>(
      uninitializedShape: [geometry.outputChannels, 2 * size * size])
    let microkernels = unsafe FourierMicrokernels<Scalar>(
      kernels, tiling, twiddles: twiddles.storage.baseAddress)
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    let bytes = tiling.scratchCount * MemoryLayout<Scalar>.size
    try unsafe Scratch.withBlocks(workers: tiling.workers, bytes: bytes) { scratch in
      ParallelLoop.run(count: geometry.outputChannels, workers: tiling.workers) { worker, channel in
        let tile: UnsafeMutablePointer<Scalar> = unsafe scratch[worker]
        let kernel = unsafe weight.storage.baseAddress + channel * height * width
        unsafe tile.update(repeating: 0, count: size * size)
        for row in 0..<height {
          for column in 0..<width {
            unsafe tile[(size - row) % size * size + (size - column) % size] =
              kernel[row * width + column]
          }
        }
        let panels = unsafe tile + tiling.panels
        unsafe microkernels.transformColumns(
          FourierMicrokernels.Tile(start: UnsafePointer(tile), rowStride: size),
          FourierMicrokernels.Tile(start: zeros.storage.baseAddress, rowStride: 0), into: panels)
        unsafe microkernels.transformRows(
          panels, into: spectra.storage.baseAddress + channel * 2 * size * size)
      }
    }
    return spectra
  }
}
