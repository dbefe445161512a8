// DirectWeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the weight, by the direct microkernel.
///
/// The sum over images and pixels takes the place of that over input channels and taps: the packed
/// weights are the output's gradient, a vector of output channels for every pixel, and the "pixels"
/// of a tile are elements of the weight, neighbors in a kernel row of all input channels:
///
///     sums[r][(s, c)][o] = sum over images, y, x of
///       outputGradient[o][y][x] * input[y stride + r dilation][(x stride + s dilation), c]
///
/// for which the input is packed with its channels innermost. The images are cut into items, of some
/// images or of some rows of one, whose packed parts stay in the second-level cache. Each worker
/// takes a share of the items and has sums of its own, which are added in order at the end: the bits
/// depend on the number of threads, and on nothing else.
struct DirectWeightGradient<Scalar: TensorScalar> {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let band: PaddedBand<Scalar>
  /// The images of an item, and the output rows of one.
  let images: Pieces
  let rows: Pieces
  /// The items of a worker.
  let shares: Pieces
  /// Where the pixels of an item's rows lie in the packed input.
  let pixelOffsets: [Int]
  let lanes: Int
  /// The most elements of a kernel row that a microkernel computes at once.
  private let tilePixels: Int

  /// The packed parts of an item stay below this, where a row does.
  private static var itemBytes: Int { 512 << 10 }
  /// Fewer pixels than these are not worth adding their sum to a tile.
  private static var worthwhilePixels: Int { 512 }
  /// With fewer output channels most lanes of a vector are empty.
  private static var fewestChannels: Int { 4 }

  /// Nil where the packed input of a row is more than scratch, or a vector would be mostly empty.
  init?(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard geometry.groupOutputChannels >= Self.fewestChannels else { return nil }
    kernels = try options.kernels()
    let limit = options.tuning.pieceLimit
    tilePixels = min(kernels.directPixels, limit)
    lanes = kernels.lanes(Scalar.self)
    band = PaddedBand(geometry)
    self.geometry = geometry
    let block = kernels.directBlock(Scalar.self)
    let size = MemoryLayout<Scalar>.size

    // In floating point, as some of it is checked before it is known to fit.
    let channels = Double(geometry.groupInputChannels + lanes)
    let rowElements =
      Double(geometry.height.stride) * Double(band.rowLength) * channels
      + Double(geometry.width.output * block)
    let haloElements =
      (Double(geometry.height.kernel - 1) * Double(geometry.height.dilation) + 1)
      * Double(band.rowLength) * channels
    guard (rowElements + haloElements) * Double(size) <= Double(Scratch.blockSize / 2) else {
      return nil
    }
    let fitting = (Double(Self.itemBytes / size) - haloElements) / rowElements
    let height = max(1, geometry.height.output)
    rows = Pieces(
      of: geometry.height.output,
      atMost: min(fitting >= Double(height) ? height : max(1, Int(fitting)), limit))
    let imageElements = rowElements * Double(rows.size) + haloElements
    let fittingImages = Double(Self.itemBytes / size) / imageElements
    let worthwhile = (Self.worthwhilePixels - 1) / max(1, rows.size * geometry.width.output) + 1
    let scratchImages = Double(Scratch.blockSize / size) / imageElements
    images = Pieces(
      of: geometry.batch,
      atMost: rows.count > 1
        ? 1
        : min(
          max(Int(min(fittingImages, 64)), worthwhile), max(1, Int(min(scratchImages, 1024))),
          limit))
    let items = images.count * rows.count
    let workers = min(try options.workers(for: geometry.multiplyAdds), max(1, items))
    shares = Pieces(of: items, atMost: items, multipleOf: workers)
    pixelOffsets = (0..<min(rows.size, geometry.height.output)).flatMap {
      [band, geometry] row in
      (0..<geometry.width.output).map { column in
        (row * geometry.height.stride * band.rowLength + column * geometry.width.stride)
          * geometry.groupInputChannels
      }
    }
  }

  /// The output channels of a group, in blocks as a microkernel computes them at once.
  private var blocks: Pieces {
    Pieces(size: kernels.directBlock(Scalar.self), of: geometry.groupOutputChannels)
  }

  /// Writes the gradient, every element of it.
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let count = geometry.groups * geometry.groupWeightElements
    let sums = try Tensor<Scalar>(uninitializedShape: [max(1, shares.count), count])
    let zeros = try Tensor<Scalar>(shape: [kernels.directBlock(Scalar.self)], repeating: 0)
    try unsafe Scratch.withBlocks(workers: max(1, shares.count)) { scratch in
      ParallelLoop.run(count: max(1, shares.count), workers: shares.count) { worker, share in
        unsafe (sums.storage.baseAddress + share * count).update(repeating: 0, count: count)
        guard shares.count > 0 else { return }
        for item in shares[share] {
          for group in 0..<geometry.groups {
            unsafe add(
              item: item, group: group, input: input, outputGradient: outputGradient,
              zeros: zeros.storage.baseAddress, scratch: scratch[worker],
              to: sums.storage.baseAddress + share * count)
          }
        }
      }
    }
    unsafe finish(sums, into: weightGradient)
  }

  /// Adds the sums of an item in one group.
  private func add(
    item: Int, group: Int, input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    zeros: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>,
    to sums: UnsafeMutablePointer<Scalar>
  ) {
    let (imageItem, rowItem) = item.quotientAndRemainder(dividingBy: rows.count)
    let (images, rows) = (images[imageItem], rows[rowItem])
    let channels = geometry.groupInputChannels
    let bandRows = band.rows(for: rows.count)
    let imageElements = bandRows * band.rowLength * channels
    let pixels = rows.count * geometry.width.output

    let packedInput = unsafe scratch
    let packedGradient = unsafe scratch + (images.count * imageElements + lanes - 1) / lanes * lanes
    let pack = PackMicrokernel<Scalar>(kernels)
    // What is padded lies where the output's gradient is packed later.
    let plane = band.channelStride(rows: bandRows)
    for (index, image) in images.enumerated() {
      let planes =
        unsafe input + (image * geometry.groups + group) * channels * geometry.inputPixels
      for first in stride(from: 0, to: channels, by: lanes) {
        let count = min(lanes, channels - first)
        for channel in 0..<count {
          unsafe band.copy(
            plane: planes + (first + channel) * geometry.inputPixels,
            firstOutputRow: rows.lowerBound, rows: bandRows,
            into: packedGradient + channel * plane)
        }
        unsafe pack.pack(
          packedGradient, channelStride: plane, channels: count, count: bandRows * band.rowLength,
          into: packedInput + index * imageElements + first, targetStride: channels, stored: count)
      }
    }

    for blockIndex in 0..<blocks.count {
      let block = blocks[blockIndex]
      let vectors = (block.count + lanes - 1) / lanes
      for (index, image) in images.enumerated() {
        for first in stride(from: block.lowerBound, to: block.upperBound, by: lanes) {
          let plane =
            (image * geometry.groups + group) * geometry.groupOutputChannels + first
          unsafe pack.pack(
            outputGradient + plane * geometry.outputPixels
              + rows.lowerBound * geometry.width.output,
            channelStride: geometry.outputPixels, channels: min(lanes, block.upperBound - first),
            count: pixels,
            into: packedGradient + index * pixels * vectors * lanes + (first - block.lowerBound),
            targetStride: vectors * lanes, stored: lanes)
        }
      }
      unsafe multiply(
        packedInput, imageElements: imageElements, images: images.count, packedGradient,
        pixels: pixels, block: block, vectors: vectors, zeros: zeros,
        to: sums + (group * geometry.groupOutputChannels + block.lowerBound) * geometry.taps)
    }
  }

  /// Adds the products of a packed input and a packed gradient to the sums of a block, which lie as
  /// `[outputChannel][row][column][inputChannel]`.
  private func multiply(
    _ packedInput: UnsafePointer<Scalar>, imageElements: Int, images: Int,
    _ packedGradient: UnsafePointer<Scalar>, pixels: Int, block: Range<Int>, vectors: Int,
    zeros: UnsafePointer<Scalar>, to sums: UnsafeMutablePointer<Scalar>
  ) {
    let channels = geometry.groupInputChannels
    let (kernelHeight, kernelWidth) = (geometry.height.kernel, geometry.width.kernel)
    unsafe pixelOffsets.withUnsafeBufferPointer { offsets in
      guard let firstOffset = offsets.baseAddress else { return }
      var microkernel = unsafe DirectMicrokernel<Scalar>(
        kernels, channels: images, channelStride: imageElements, tapOffsets: firstOffset,
        taps: pixels, pixelStride: 1, rowStride: 0, range: -.infinity ... .infinity,
        outputChannelStride: geometry.taps, adds: true)
      unsafe microkernel.setBlock(
        weight: packedGradient, bias: zeros, vectors: vectors, outputChannels: block.count)
      // Without dilation the columns of a kernel row are neighbors.
      let isJoined = geometry.width.dilation == 1
      let (runs, runLength) = isJoined ? (1, kernelWidth * channels) : (kernelWidth, channels)
      let tiles = (runLength + tilePixels - 1) / tilePixels
      for row in 0..<kernelHeight {
        for run in 0..<runs {
          let start =
            unsafe packedInput
            + (row * geometry.height.dilation * band.rowLength + run * geometry.width.dilation)
            * channels
          let target = unsafe sums + (row * kernelWidth + run) * channels
          for tile in 0..<tiles {
            let elements = runLength * tile / tiles..<runLength * (tile + 1) / tiles
            unsafe microkernel.compute(
              pixels: elements.count, input: start + elements.lowerBound,
              output: target + elements.lowerBound, mayOverrun: false)
          }
        }
      }
    }
  }

  /// Adds the workers' sums, in order, with the input channels outermost again.
  private func finish(_ sums: Tensor<Scalar>, into weightGradient: UnsafeMutablePointer<Scalar>) {
    let (channels, kernel) = (
      geometry.groupInputChannels, geometry.height.kernel * geometry.width.kernel
    )
    let count = geometry.outputChannels * geometry.taps
    let workers = max(1, shares.count)
    ParallelLoop.run(count: geometry.outputChannels, workers: workers) { _, output in
      let target = unsafe weightGradient + output * geometry.taps
      for share in 0..<workers {
        let source = unsafe sums.storage.baseAddress + share * count + output * geometry.taps
        for tap in 0..<kernel {
          for channel in 0..<channels {
            let sum = unsafe source[tap * channels + channel]
            unsafe target[channel * kernel + tap] =
              share == 0 ? sum : target[channel * kernel + tap] + sum
          }
        }
      }
    }
  }
}
