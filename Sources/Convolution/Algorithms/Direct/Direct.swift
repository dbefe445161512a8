// Direct.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution by microkernels that read the image where it is.
///
/// The vector lanes hold output channels, the registers pixels of a row, and every input element is
/// broadcast: there is no im2col matrix, and stride and dilation cost nothing. Or the lanes hold
/// pixels, the registers output channels, and every weight is broadcast: that suits long rows with
/// short sums, as nothing is transposed before it is stored, and few output channels. Weights are packed
/// once, `[group][block][channel][tap][output channel]`, in blocks of as many output channels as a
/// microkernel computes at once, the last of a group in as few vectors as it needs. Either way an
/// output is the same sum, in the same order.
///
/// Where there is padding, or what a tile reads is scattered, over many planes or by a stride of 2 with
/// pixels on the lanes, the rows that some output rows need are copied into scratch first, a band for all
/// channels of a group, in the order in which they are read: ``DirectPanel``. Otherwise the image itself
/// is read. Where rows are too short for tiles, all pixels are one row, and what is copied are tiles of
/// the im2col matrix. Kernel rows that meet only zeros of the padding, wherever a tile has a pixel, are
/// left out: a third of the taps of a 3x3 kernel in the first row and the last, which are tiles of their
/// own for that. So are taps at the first pixel and the last of a row, where pixels are neighbors and a
/// kernel row has three taps.
///
/// Source: E. Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD
/// Architectures", SC 2018, arXiv:1808.05567, which has the lanes and registers this way round.
struct Direct<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let tiling: DirectTiling
  /// `[group][block][channel][tap][output channel]`, with zeros in lanes that have no channel.
  let weight: Tensor<Scalar>
  /// `[group][output channel]`, aligned as the blocks are.
  let bias: Tensor<Scalar>
  let range: ClosedRange<Scalar>
  let band: PaddedBand<Scalar>
  let patches: PatchMatrix<Scalar>
  /// Where the taps of a channel lie, as distances from the first.
  let tapOffsets: [Int]
  /// The output rows at which no tap is left out, and the output columns.
  let wholeRows: Range<Int>
  let wholeColumns: Range<Int>

  /// Whether a geometry can be computed so: a band of one row fits into scratch.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    let size = MemoryLayout<Scalar>.size
    if geometry.kernelIsPoint {
      return DirectTiling.acceptsPoint(channels: geometry.groupInputChannels, scalarSize: size)
    }
    let band = PaddedBand<Scalar>(geometry)
    // What a row in two phases has more, which both may have to begin a line.
    let more = geometry.groupInputChannels <= DirectTiling.mostAlignedChannels ? 32.0 : 1
    return DirectTiling.accepts(
      channels: geometry.groupInputChannels,
      elements: Double(band.rows(for: 1)) * (Double(band.rowLength) + more) + 32, scalarSize: size)
  }

  /// The scratch of a worker: what is collected before it is stored, what is collected before it is
  /// spread, and a band of the input.
  var scratchBytes: Int {
    let panelElements = tiling.panel.map { $0.rowStride * panelRows(for: tiling.bands.size) } ?? 0
    return (tiling.stagedElements + tiling.sumElements + lineElements + panelElements)
      * MemoryLayout<Scalar>.size
  }

  /// The rows of the panel that some rows of the output need.
  func panelRows(for rows: Int) -> Int { tiling.isFlat ? rows : band.rows(for: rows) }

  /// The elements in which rows are collected before they are spread to the tiles of the panel.
  var lineElements: Int {
    guard let panel = tiling.panel, panel.changesRows else { return 0 }
    // Whole lines.
    return (max(DirectTiling.lineElements, band.rowLength) + 15) / 16 * 16
  }

  /// - Precondition: `accepts(geometry)`, and tensors of the geometry's shapes.
  init(
    _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let kernels = try options.kernels()
    let tiling = try DirectTiling(geometry, kernels, options, Scalar.self)
    let band = PaddedBand<Scalar>(geometry)
    self.geometry = geometry
    self.kernels = kernels
    self.tiling = tiling
    self.band = band
    patches = PatchMatrix(geometry)
    self.range = range
    self.weight = try Self.packed(weight, geometry, tiling, PackMicrokernel(kernels))
    self.bias = try Self.packed(bias, geometry, tiling)
    let rowLength = tiling.panel?.rowStride ?? geometry.width.input
    // An infinite weight makes a NaN of a zero.
    let leavesOut = geometry.readsZeros && weight.isFinite()
    let (height, width) = (geometry.height, geometry.width)
    wholeRows = leavesOut ? height.interior : 0..<height.output
    wholeColumns =
      leavesOut && !tiling.isWide && width.stride == 1 && width.kernel == kernels.edgeTaps
      ? width.interior : 0..<width.output
    tapOffsets =
      tiling.isFlat
      ? (0..<geometry.kernelTaps).map { $0 * (tiling.panel?.span ?? 0) }
      : (0..<geometry.height.kernel).flatMap { row in
        (0..<geometry.width.kernel).map { column in
          let offset = column * geometry.width.dilation
          return row * geometry.height.dilation * rowLength
            + (tiling.panel?.offset(ofColumn: offset) ?? offset)
        }
      }
  }

  /// The taps of a channel that are computed at some output rows.
  @inline(__always)
  func taps(at rows: Range<Int>) -> Range<Int> {
    let width = geometry.width.kernel
    guard rows.lowerBound < wholeRows.lowerBound || rows.upperBound > wholeRows.upperBound else {
      return 0..<tapOffsets.count
    }
    let first = geometry.height.taps(position: rows.upperBound - 1).lowerBound
    let end = geometry.height.taps(position: rows.lowerBound).upperBound
    return first * width..<max(first, end) * width
  }

  /// The same at some pixels of an image.
  @inline(__always)
  func taps(atPixels pixels: Range<Int>) -> Range<Int> {
    guard wholeRows.count < geometry.height.output else { return 0..<tapOffsets.count }
    let width = geometry.width.output
    return taps(at: pixels.lowerBound / width..<(pixels.upperBound - 1) / width + 1)
  }

  private static func packed(
    _ weight: WeightView<Scalar>, _ geometry: ConvolutionGeometry, _ tiling: DirectTiling,
    _ microkernel: PackMicrokernel<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let taps = geometry.taps
    let packed = try Tensor<Scalar>(
      uninitializedShape: [geometry.groups, tiling.packedChannels, taps])
    ParallelLoop.run(count: geometry.groups * tiling.blocks, workers: tiling.workers) { _, index in
      let (group, block) = index.quotientAndRemainder(dividingBy: tiling.blocks)
      let channels = tiling.channels(ofBlock: block)
      let lanes = tiling.packedChannels(channels.count)
      let target =
        unsafe packed.storage.baseAddress
        + (group * tiling.packedChannels + tiling.packedChannels(channels.lowerBound)) * taps
      for lane in stride(from: 0, to: lanes, by: tiling.lanes) {
        let output = channels.lowerBound + lane
        unsafe weight.pack(
          group: group, outputs: output..<min(output + tiling.lanes, channels.upperBound),
          inputs: weight.inputs, into: target + lane, targetStride: lanes,
          stored: min(tiling.lanes, lanes - lane), by: microkernel)
      }
    }
    return packed
  }

  private static func packed(
    _ bias: Tensor<Scalar>?, _ geometry: ConvolutionGeometry, _ tiling: DirectTiling
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let channels = geometry.groupOutputChannels
    let packed = try Tensor<Scalar>(
      shape: [geometry.groups, tiling.packedChannels], repeating: 0)
    guard let bias else { return packed }
    for group in 0..<geometry.groups {
      unsafe (packed.storage.baseAddress + group * tiling.packedChannels)
        .update(from: bias.storage.baseAddress + group * channels, count: channels)
    }
    return packed
  }
}
