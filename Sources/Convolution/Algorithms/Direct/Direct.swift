// Direct.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution by microkernels that read the image where it is.
///
/// The vector lanes hold output channels, the registers pixels of a row, and every input element is
/// broadcast: there is no im2col matrix, and stride and dilation cost nothing. Weights are packed
/// once, `[group][block][channel][tap][lane]`, in blocks of as many output channels as a
/// microkernel computes at once.
///
/// Where there is padding, the rows that some output rows need are copied with their border into
/// scratch first, a band for all channels of a group; otherwise the image itself is read.
///
/// Source: E. Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD
/// Architectures", SC 2018, arXiv:1808.05567, which has the lanes and registers this way round.
struct Direct<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let tiling: DirectTiling
  /// `[group][block][channel][tap][lane]`, with zeros in lanes that have no output channel.
  let weight: Tensor<Scalar>
  /// `[group][block][lane]`
  let bias: Tensor<Scalar>
  let range: ClosedRange<Scalar>
  let band: PaddedBand<Scalar>
  /// Where the taps of a channel lie, as distances from the first.
  let tapOffsets: [Int]

  /// Whether a geometry can be computed so: a band of one row fits into scratch.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    if DirectTiling.readsImage(geometry) { return true }
    let band = PaddedBand<Scalar>(geometry)
    let channelElements = Double(band.rows(for: 1)) * Double(band.rowLength) + 32
    let bytes =
      Double(geometry.groupInputChannels) * channelElements * Double(MemoryLayout<Scalar>.size)
    // Beside the band lies what is collected before it is stored.
    return bytes <= Double(Scratch.blockSize - 1 << 17)
  }

  /// The scratch of a worker: a band of the input, and what is collected before it is stored.
  var scratchBytes: Int {
    let bandStride = band.channelStride(rows: band.rows(for: tiling.bands.size))
    let bandElements = tiling.readsImage ? 0 : geometry.groupInputChannels * bandStride
    return (bandElements + tiling.stagedElements) * MemoryLayout<Scalar>.size
  }

  /// - Precondition: `accepts(geometry)`, and tensors of the geometry's shapes.
  init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, workers: Int
  ) throws(ConvolutionError) {
    let kernels = try Kernels.table()
    let tiling = DirectTiling(
      geometry, block: kernels.directBlock(Scalar.self), tilePixels: kernels.directPixels,
      workers: workers, scalarSize: MemoryLayout<Scalar>.size)
    let band = PaddedBand<Scalar>(geometry)
    let rowLength = tiling.readsImage ? geometry.width.input : band.rowLength
    self.geometry = geometry
    self.kernels = kernels
    self.tiling = tiling
    self.band = band
    self.range = range
    self.weight = try Self.packed(weight, geometry, block: tiling.block)
    self.bias = try Self.packed(bias, geometry, block: tiling.block)
    tapOffsets = (0..<geometry.height.kernel).flatMap { row in
      (0..<geometry.width.kernel).map { column in
        row * geometry.height.dilation * rowLength + column * geometry.width.dilation
      }
    }
  }

  private static func packed(
    _ weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry, block: Int
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let (channels, taps) = (geometry.groupOutputChannels, geometry.taps)
    let blocks = (channels + block - 1) / block
    let packed = try Tensor<Scalar>(uninitializedShape: [geometry.groups, blocks, taps, block])
    var target = unsafe packed.storage.baseAddress
    for group in 0..<geometry.groups {
      for first in stride(from: 0, to: blocks * block, by: block) {
        let source = unsafe weight.storage.baseAddress + (group * channels + first) * taps
        let count = min(block, channels - first)
        for tap in 0..<taps {
          for lane in 0..<count { unsafe target[lane] = source[lane * taps + tap] }
          for lane in count..<block { unsafe target[lane] = 0 }
          unsafe target += block
        }
      }
    }
    return packed
  }

  private static func packed(
    _ bias: Tensor<Scalar>?, _ geometry: ConvolutionGeometry, block: Int
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let channels = geometry.groupOutputChannels
    let blocks = (channels + block - 1) / block
    let packed = try Tensor<Scalar>(shape: [geometry.groups, blocks * block], repeating: 0)
    guard let bias else { return packed }
    for group in 0..<geometry.groups {
      unsafe (packed.storage.baseAddress + group * blocks * block)
        .update(from: bias.storage.baseAddress + group * channels, count: channels)
    }
    return packed
  }
}
