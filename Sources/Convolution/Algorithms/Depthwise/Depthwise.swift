// Depthwise.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The planar algorithm with channels, not pixels, on the vector lanes: for depthwise layers with small
/// planes, which leave most lanes of a row empty, and with strides and dilations that leave gaps between
/// the pixels of a vector.
///
/// Planes of as many channels as a vector has lanes are transposed into a band, `[row][column][channel]`,
/// with the padding in place. A tap then reads whole vectors for neighboring outputs, whatever lies
/// between them. The outputs, `[row][column][channel]` as well, are transposed back to planes.
///
/// An output is the same sum as a planar one, in the same order; of finite weights, rows of the kernel that
/// meet zeros of the padding are left out.
struct Depthwise<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let tiling: DepthwiseTiling
  let band: PaddedBand<Scalar>
  /// `[block][output of a channel][kernelHeight][kernelWidth][lane]`
  let weight: Tensor<Scalar>
  /// `[block][output of a channel][lane]`
  let bias: Tensor<Scalar>
  let range: ClosedRange<Scalar>
  /// Whether kernel rows that meet the padding are left out.
  let leavesOut: Bool

  /// Whether a geometry can be computed so: there are several channels, each of which is read by itself, and
  /// a row of those on the widest vectors fits into scratch.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.groupInputChannels == 1 && geometry.groups > 1
      && DepthwiseTiling.bytes(geometry, rows: 1, lineBytes: TensorMemory.alignment)
        <= Double(Scratch.blockSize)
  }

  /// Nil where pixels on the lanes take less time.
  ///
  /// - Precondition: Tensors of the geometry's shapes.
  init?(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard Self.accepts(geometry) else { return nil }
    let kernels = try options.kernels()
    let lanes = kernels.lanes(Scalar.self)
    let model = CostModel(kernels)
    let size = MemoryLayout<Scalar>.size
    if Planar<Scalar>.accepts(geometry) {
      guard
        model.planarIsByChannels(
          geometry, scalarSize: size, asked: options.tuning.isWide.map { !$0 }),
        try PlanarPasses(geometry, weight: weight, lanes: lanes) == nil
      else { return nil }
    }
    tiling = try DepthwiseTiling(
      geometry, lanes: lanes, tilePixels: kernels.directPixels, scalarSize: size,
      seconds: model.planarByChannels(geometry, size), options)
    self.geometry = geometry
    self.kernels = kernels
    self.range = range
    band = PaddedBand(geometry)
    let outputs = geometry.groupOutputChannels
    self.weight = try Tensor(uninitializedShape: [
      tiling.blocks.count, outputs, geometry.taps, lanes,
    ])
    self.bias = try Tensor(shape: [tiling.blocks.count, outputs, lanes], repeating: 0)
    let microkernel = PackMicrokernel<Scalar>(kernels)
    for index in 0..<tiling.blocks.count * outputs {
      let (block, output) = index.quotientAndRemainder(dividingBy: outputs)
      let channels = tiling.blocks[block]
      let first = channels.lowerBound * outputs + output
      func pack(
        _ source: Tensor<Scalar>, count: Int, into target: UnsafeMutablePointer<Scalar>
      ) {
        unsafe microkernel.pack(
          source.storage.baseAddress + first * count, channelStride: outputs * count,
          channels: channels.count, count: count, into: target + index * count * lanes,
          targetStride: lanes, stored: lanes)
      }
      unsafe pack(weight, count: geometry.taps, into: self.weight.storage.baseAddress)
      if let bias { unsafe pack(bias, count: 1, into: self.bias.storage.baseAddress) }
    }
    // An infinite weight makes a NaN of a zero.
    let isFinite = unsafe Summation.isFinite(
      UnsafePointer(weight.storage.baseAddress), count: weight.count)
    leavesOut = geometry.readsZeros && isFinite
  }

  /// The scratch of a worker: a band, and its outputs.
  var scratchBytes: Int {
    (tiling.bandElements + tiling.outputElements) * MemoryLayout<Scalar>.size
  }
}

extension Depthwise: CustomStringConvertible {
  var description: String { tiling.description }
}
