// Winograd.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution by Winograd's minimal filtering, for 3x3 kernels of stride 1.
///
/// A tile of m x m outputs, `Y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ d B)] A`, takes (m + 2)² multiplications per
/// pair of channels where the definition takes 9 m²: 2.25 times fewer for m = 2, 4 times for m = 4.
/// As sums over channels go through the transform of outputs, there are (m + 2)² products of
/// matrices; weights are transformed once, in `Double`, and inputs directly into the panels that
/// the microkernel reads.
///
/// Outputs are not sums of the products of the definition, and are less exact: what
/// ``Accuracy/fast`` admits. An input that is NaN or infinite reaches all outputs of its tiles.
///
/// Source: A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016,
/// arXiv:1509.09308.
struct Winograd<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let tiling: WinogradTiling
  let kernels: KernelTable
  /// `[group][block][frequency][channel][lane]`
  let weight: Tensor<Scalar>
  /// `[group][block][lane]`
  let bias: Tensor<Scalar>
  let range: ClosedRange<Scalar>

  /// The fewest channels per group, of inputs and of outputs: below, transforms take longer than
  /// what they save.
  static var leastChannels: Int { 16 }

  /// The most input channels per group: above, not even a few tiles fit into scratch.
  static var mostChannels: Int { 1 << 12 }

  /// Whether a geometry can be computed so.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    let is3x3 = [geometry.height, geometry.width].allSatisfy {
      $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1
    }
    return is3x3 && geometry.groupInputChannels >= leastChannels
      && geometry.groupOutputChannels >= leastChannels
      && geometry.groupInputChannels <= mostChannels
  }

  /// - Precondition: `accepts(geometry)`, and tensors of the geometry's shapes.
  init(
    _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let kernels = try options.kernels()
    let tile = CostModel(kernels).winogradTile(geometry, scalarSize: MemoryLayout<Scalar>.size)
    let tiling = try WinogradTiling(
      geometry, tile, lanes: kernels.lanes(Scalar.self),
      channelBlock: kernels.directBlock(Scalar.self), panelTiles: kernels.directPixels,
      scalarSize: MemoryLayout<Scalar>.size, options)
    self.geometry = geometry
    self.tiling = tiling
    self.kernels = kernels
    self.range = range
    self.weight = try Self.packed(weight, geometry, tiling, kernels)
    self.bias = try Self.packed(bias, geometry, tiling)
  }

  /// The bytes of scratch per worker.
  var scratchBytes: Int { tiling.scratchCount * MemoryLayout<Scalar>.size }
}

// MARK: - Packing

extension Winograd {
  /// The input channels of a block of weights that are transformed at once: their taps, with the
  /// output channels innermost, stay in the second-level cache.
  private static var packedChannels: Int { 64 }

  private static func packed(
    _ weight: WeightView<Scalar>, _ geometry: ConvolutionGeometry, _ tiling: WinogradTiling,
    _ kernels: KernelTable
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let microkernel = PackMicrokernel<Scalar>(kernels)
    let transforms = WinogradMicrokernels<Scalar>(kernels, tiling.tile)
    let frequencies = tiling.tile.frequencies
    let (blocks, block, lanes) = (tiling.channelBlocks, tiling.channelBlock, tiling.lanes)
    let channels = geometry.groupInputChannels
    let packed = try Tensor<Scalar>(
      uninitializedShape: [geometry.groups, blocks, frequencies, channels, block])
    try unsafe Scratch.withBlocks(workers: tiling.workers) { scratch in
      ParallelLoop.run(count: geometry.groups * blocks, workers: tiling.workers) { worker, index in
        let (group, blockIndex) = index.quotientAndRemainder(dividingBy: blocks)
        let outputs = geometry.groupOutputChannels
        let target = unsafe packed.storage.baseAddress + index * frequencies * channels * block
        let columns: UnsafeMutablePointer<Scalar> = unsafe scratch[worker]
        for first in stride(from: 0, to: channels, by: packedChannels) {
          let chunk = first..<min(channels, first + packedChannels)
          for lane in stride(from: 0, to: block, by: lanes) {
            let output = min(blockIndex * block + lane, outputs)
            // Lanes that have no channel are zeros.
            unsafe weight.pack(
              group: group, outputs: output..<min(output + lanes, outputs), inputs: chunk,
              into: columns + lane, targetStride: block, stored: lanes, by: microkernel)
          }
          unsafe transforms.transformWeight(
            columns, channels: chunk.count, into: target + first * block,
            frequencyStride: channels * block)
        }
      }
    }
    return packed
  }

  private static func packed(
    _ bias: Tensor<Scalar>?, _ geometry: ConvolutionGeometry, _ tiling: WinogradTiling
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let channels = geometry.groupOutputChannels
    let padded = tiling.channelBlocks * tiling.channelBlock
    let packed = try Tensor<Scalar>(shape: [geometry.groups, padded], repeating: 0)
    guard let bias else { return packed }
    for group in 0..<geometry.groups {
      unsafe (packed.storage.baseAddress + group * padded)
        .update(from: bias.storage.baseAddress + group * channels, count: channels)
    }
    return packed
  }
}
