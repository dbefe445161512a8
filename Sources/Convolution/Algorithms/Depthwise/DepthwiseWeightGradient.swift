// DepthwiseWeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the weight where every output channel reads one input channel, with
/// channels on the vector lanes, by the depthwise microkernel.
///
/// The sum over rows and columns of the output takes the place of that over the kernel's: the weights are
/// the output's gradient, and the pixels of a tile are taps of a kernel row:
///
///     sums[r][s][c] = sum over images, y, x of
///       outputGradient[y][x][c] * input[y stride + r dilation][x stride + s dilation][c]
///
/// A stride is no harder than none. A band of rows is one sum of the scalar type; those of bands and images
/// are added in `Double`. A unit of work is a share of all bands of a block of channels; where there are
/// blocks for every worker, one share. Shares are added in order at the end: the bits depend on the number
/// of threads, and on nothing else.
struct DepthwiseWeightGradient<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  private let kernels: KernelTable
  private let band: PaddedBand<Scalar>
  /// The input channels, in blocks of a vector's lanes.
  private let blocks: Pieces
  private let bands: Pieces
  /// The bands of all images.
  private let shares: Pieces
  private let tiles: RowTiles
  private let workers: Int

  /// Nil for another geometry, or where another way takes less time.
  init?(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard Depthwise<Scalar>.accepts(geometry) else { return nil }
    let kernels = try options.kernels()
    let lanes = kernels.lanes(Scalar.self)
    let lineBytes = lanes * MemoryLayout<Scalar>.size
    guard
      DepthwiseTiling.bytes(geometry, rows: 1, lineBytes: lineBytes)
        + Double(geometry.taps + 1) * Double(lineBytes) <= Double(Scratch.blockSize),
      CostModel(kernels).weightGradientIsByChannels(
        geometry, scalarSize: MemoryLayout<Scalar>.size,
        asked: options.tuning.isWide.map { !$0 })
    else { return nil }
    self.geometry = geometry
    self.kernels = kernels
    band = PaddedBand(geometry)
    blocks = Pieces(size: lanes, of: geometry.groups)
    bands = Pieces(
      of: geometry.height.output,
      atMost: min(
        DepthwiseTiling.fittingRows(geometry, lineBytes: lineBytes), options.tuning.pieceLimit))
    tiles = RowTiles(
      of: geometry.width.kernel, atMost: min(kernels.directPixels, options.tuning.pieceLimit),
      evenly: true)
    let items = geometry.batch * bands.count
    workers = try options.workers(for: geometry.multiplyAdds)
    shares = Pieces(
      of: items, atMost: items,
      multipleOf: workers / Work.greatestCommonDivisor(workers, blocks.count))
  }

  private var lanes: Int { kernels.lanes(Scalar.self) }
  private var outputs: Int { geometry.groupOutputChannels }
  /// The sums of a block of channels: `[output of a channel][kernelHeight][kernelWidth][lane]`.
  private var blockSums: Int { outputs * geometry.taps * lanes }

  /// Writes the gradient, every element of it.
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let sums = try Tensor<Double>(
      shape: [shares.count, blocks.count, blockSums], repeating: 0)
    let units = shares.count * blocks.count
    let workers = min(workers, units)
    try unsafe Scratch.withBlocks(workers: workers) { scratch in
      ParallelLoop.run(count: units, workers: workers) { worker, unit in
        let (share, block) = unit.quotientAndRemainder(dividingBy: blocks.count)
        unsafe add(
          shares[share], block: block, input: input, outputGradient: outputGradient,
          scratch: scratch[worker], to: sums.storage.baseAddress + unit * blockSums)
      }
    }
    for channel in 0..<geometry.outputChannels {
      let (group, output) = channel.quotientAndRemainder(dividingBy: outputs)
      let (block, lane) = group.quotientAndRemainder(dividingBy: lanes)
      for tap in 0..<geometry.taps {
        let index = block * blockSums + (output * geometry.taps + tap) * lanes + lane
        var sum = 0.0
        for share in 0..<shares.count {
          unsafe sum += sums.storage.baseAddress[share * blocks.count * blockSums + index]
        }
        unsafe weightGradient[channel * geometry.taps + tap] = Scalar(sum)
      }
    }
  }

  /// Adds the sums of some bands of a block of channels.
  private func add(
    _ items: Range<Int>, block: Int, input: UnsafePointer<Scalar>,
    outputGradient: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let channels = blocks[block]
    let zeros = unsafe scratch
    let products = unsafe zeros + lanes
    let gradient = unsafe products + geometry.taps * lanes
    let pack = PackMicrokernel<Scalar>(kernels)
    unsafe zeros.update(repeating: 0, count: lanes)
    for item in items {
      let (image, bandIndex) = item.quotientAndRemainder(dividingBy: bands.count)
      let rows = bands[bandIndex]
      let gradientElements = rows.count * geometry.width.output * lanes
      let packed = unsafe gradient + gradientElements
      let plane = image * geometry.groups + channels.lowerBound
      unsafe band.pack(
        planes: input + plane * geometry.inputPixels, channels: channels.count,
        firstOutputRow: rows.lowerBound, rows: geometry.height.inputs(of: rows.count),
        into: packed, pixelStride: lanes, by: pack,
        // Of whole images they are the same.
        constants: bands.count == 1 && item > items.lowerBound ? .none : .all)
      for output in 0..<outputs {
        unsafe pack.pack(
          outputGradient + (plane * outputs + output) * geometry.outputPixels
            + rows.lowerBound * geometry.width.output,
          channelStride: outputs * geometry.outputPixels, channels: channels.count,
          count: rows.count * geometry.width.output, into: gradient, targetStride: lanes,
          stored: lanes)
        unsafe multiply(
          gradient, by: packed, rows: rows.count, bias: zeros, into: products)
        unsafe Widening.add(
          products, count: geometry.taps * lanes, to: sums + output * geometry.taps * lanes)
      }
    }
  }

  /// Writes the sums of a band, `[kernelHeight][kernelWidth][lane]`.
  private func multiply(
    _ gradient: UnsafePointer<Scalar>, by input: UnsafePointer<Scalar>, rows: Int,
    bias: UnsafePointer<Scalar>, into products: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    let rowElements = band.rowLength * lanes
    var microkernel = unsafe DepthwiseMicrokernel<Scalar>(
      kernels, columns: width.output, rowStride: height.stride &* rowElements,
      columnStride: width.stride &* lanes, pixelStride: width.dilation &* lanes,
      outputStride: lanes, range: -.infinity ... .infinity)
    for row in 0..<height.kernel {
      let line = unsafe input + row * (height.dilation &* rowElements)
      tiles.forEachTile { _, taps in
        unsafe microkernel.compute(
          pixels: taps.count, rows: 0..<rows,
          input: line + taps.lowerBound * (width.dilation &* lanes), weight: gradient,
          bias: bias, output: products + (row * width.kernel + taps.lowerBound) * lanes)
      }
    }
  }
}
