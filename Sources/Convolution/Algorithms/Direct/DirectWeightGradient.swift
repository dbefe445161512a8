// DirectWeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the weight, by the direct microkernel.
///
/// The sum over images and pixels takes the place of that over input channels and taps: the packed
/// weights are the output's gradient, a vector of output channels for every pixel, and the "pixels"
/// of a tile are input channels of one tap:
///
///     sums[r][s][c][o] = sum over images, y, x of
///       outputGradient[o][y][x] * input[y stride + r dilation][x stride + s dilation][c]
///
/// for which the input is packed in panels of as many channels as a tile has, these innermost: all
/// taps of a panel read the same few lines of the first-level cache. A few channels are one panel,
/// and tiles of it are elements of a kernel row, whatever their channel and column.
///
/// The rows are summed one after the other, in each the columns, and of each column the images: so the
/// pixels at which a tap meets only zeros of the padding are the first or last of each, and are left
/// out. With a 3x3 kernel at 14 x 14 these are a tenth of all. Only where the gradient is finite, as
/// else it makes a NaN of a zero.
///
/// The images are cut into items, of some images or of some rows of one, to be packed. Each worker
/// takes a share of the images or rows and has sums of its own, which are added in order at the end:
/// the bits depend on the number of threads, and on nothing else.
struct DirectWeightGradient<Scalar: TensorScalar> {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let band: PaddedBand<Scalar>
  /// The output rows of an item.
  let rows: Pieces
  /// The images of an item, where it has all their rows.
  let itemImages: Int
  /// The pieces of rows, of one image after the other, of a worker.
  let shares: Pieces
  /// The input channels of a group.
  let panels: Pieces
  /// Where the pixels of a whole item lie in a panel, those of its first row if it has several images.
  private let pixelOffsets: [Int]
  let lanes: Int
  /// The most elements of a kernel row that a microkernel computes at once.
  private let tilePixels: Int

  /// The packed parts of an item stay below this, where a row does. What is read again and again of
  /// them is less: a panel, and the gradient of a block.
  private static var itemBytes: Int { 1 << 20 }
  /// Fewer pixels than these are not worth adding their sum to a tile.
  private static var worthwhilePixels: Int { 512 }
  /// As many input channels are one panel: those of a pixel are a line of memory then.
  private static var fewInputChannels: Int { 64 / MemoryLayout<Scalar>.size }
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
    let isPanel =
      geometry.groupInputChannels <= min(Self.fewInputChannels, limit)
      && geometry.width.dilation == 1
    let panels = Pieces(
      of: geometry.groupInputChannels, atMost: isPanel ? Self.fewInputChannels : tilePixels)
    self.panels = panels
    let block = kernels.directBlock(Scalar.self)
    let size = MemoryLayout<Scalar>.size

    let workers = try options.workers(for: geometry.multiplyAdds)
    // In floating point, as some of it is checked before it is known to fit.
    let channels = Double(panels.count) * Double(panels.size) + Double(lanes)
    let rowElements =
      Double(geometry.height.stride) * Double(band.rowLength) * channels
      + Double(geometry.width.output * block)
    let haloElements =
      (Double(geometry.height.kernel - 1) * Double(geometry.height.dilation) + 1)
      * Double(band.rowLength) * channels + Double(panels.count) * Double(2 * lanes)
    guard (rowElements + haloElements) * Double(size) <= Double(Scratch.blockSize / 2) else {
      return nil
    }
    let fitting = (Double(Self.itemBytes / size) - haloElements) / rowElements
    let height = max(1, geometry.height.output)
    rows = Pieces(
      of: geometry.height.output,
      atMost: min(fitting >= Double(height) ? height : max(1, Int(fitting)), limit),
      multipleOf: geometry.batch == 1 ? workers : 1)
    let imageElements = rowElements * Double(rows.size) + haloElements
    let fittingImages = Double(Self.itemBytes / size) / imageElements
    let worthwhile = (Self.worthwhilePixels - 1) / max(1, rows.size * geometry.width.output) + 1
    let scratchImages = Double(Scratch.blockSize / size) / imageElements
    let pieces = geometry.batch * rows.count
    shares = Pieces(of: pieces, atMost: pieces, multipleOf: min(workers, max(1, pieces)))
    itemImages =
      rows.count > 1
      ? 1
      : min(
        max(Int(min(fittingImages, 64)), worthwhile), max(1, Int(min(scratchImages, 1024))), limit,
        max(1, shares.size))
    pixelOffsets = Self.pixelOffsets(
      geometry, band, images: itemImages, rows: min(rows.size, geometry.height.output),
      panel: panels.size)
  }

  /// Where pixels lie in a panel, `[row][column][image]`: of all rows of an image, or of the first of
  /// several, as more would take longer than they save.
  private static func pixelOffsets(
    _ geometry: ConvolutionGeometry, _ band: PaddedBand<Scalar>, images: Int, rows: Int, panel: Int
  ) -> [Int] {
    let imageElements = band.rows(for: rows) * band.rowLength * panel
    var offsets: [Int] = []
    let rows = images == 1 ? rows : min(1, rows)
    offsets.reserveCapacity(rows * geometry.width.output * images)
    for row in 0..<rows {
      for column in 0..<geometry.width.output {
        let pixel = row * geometry.height.stride * band.rowLength + column * geometry.width.stride
        for image in 0..<images { offsets.append(pixel * panel + image * imageElements) }
      }
    }
    return offsets
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
        let pieces = shares[share]
        for first in stride(from: pieces.lowerBound, to: pieces.upperBound, by: itemImages) {
          let item = first..<min(first + itemImages, pieces.upperBound)
          for group in 0..<geometry.groups {
            unsafe add(
              item, group: group, input: input, outputGradient: outputGradient,
              zeros: zeros.storage.baseAddress, scratch: scratch[worker],
              to: sums.storage.baseAddress + share * count)
          }
        }
      }
    }
    unsafe finish(sums, into: weightGradient)
  }

  /// Adds the sums of an item, some pieces of rows, in one group.
  private func add(
    _ item: Range<Int>, group: Int, input: UnsafePointer<Scalar>,
    outputGradient: UnsafePointer<Scalar>,
    zeros: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>,
    to sums: UnsafeMutablePointer<Scalar>
  ) {
    let (firstImage, piece) = item.lowerBound.quotientAndRemainder(dividingBy: rows.count)
    let images = firstImage..<firstImage + item.count
    let rows = rows[piece]
    let channels = geometry.groupInputChannels
    let bandRows = band.rows(for: rows.count)
    let imageElements = bandRows * band.rowLength * panels.size
    // The last vector of a panel is stored whole.
    let panelElements = (images.count * imageElements + 2 * lanes - 1) / lanes * lanes

    let packedInput = unsafe scratch
    let packedGradient = unsafe scratch + panels.count * panelElements
    let pack = PackMicrokernel<Scalar>(kernels)
    for (index, image) in images.enumerated() {
      let planes =
        unsafe input + (image * geometry.groups + group) * channels * geometry.inputPixels
      for panelIndex in 0..<panels.count {
        let panel = panels[panelIndex]
        unsafe band.pack(
          planes: planes + panel.lowerBound * geometry.inputPixels, channels: panel.count,
          firstOutputRow: rows.lowerBound, rows: bandRows,
          into: packedInput + panelIndex * panelElements + index * imageElements,
          pixelStride: panels.size, by: pack)
      }
    }

    let packed = unsafe PackedItem(
      input: packedInput, panelElements: panelElements, gradient: packedGradient,
      images: images.count, rows: rows,
      // The last item may have fewer images.
      pixelOffsets: images.count == itemImages
        ? pixelOffsets
        : Self.pixelOffsets(
          geometry, band, images: images.count, rows: rows.count, panel: panels.size))
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
            count: rows.count * geometry.width.output,
            into: packedGradient + index * vectors * lanes + (first - block.lowerBound),
            targetStride: images.count * vectors * lanes, stored: lanes)
        }
      }
      unsafe multiply(
        packed, block: block, vectors: vectors, zeros: zeros,
        to: sums + (group * geometry.groupOutputChannels + block.lowerBound) * geometry.taps)
    }
  }

  /// What is summed up at once: the input of some images or rows, `[panel][image][row][column][input
  /// channel]` with the padding, and the gradient for a block of output channels,
  /// `[row][column][image][output channel]`.
  @unsafe private struct PackedItem {
    let input: UnsafePointer<Scalar>
    let panelElements: Int
    let gradient: UnsafePointer<Scalar>
    let images: Int
    let rows: Range<Int>
    /// Where the pixels lie in a panel, of the first row or more.
    let pixelOffsets: [Int]
  }

  /// Whether the gradient is finite at all pixels where some tap meets zeros of the padding.
  private func isFinite(atEdgesOf item: PackedItem, vectors: Int) -> Bool {
    let pixel = unsafe item.images * vectors * lanes
    let (output, interior) = (geometry.width.output, geometry.width.interior)
    var row = unsafe item.gradient
    var isFinite = true
    for index in unsafe item.rows {
      if geometry.height.interior.contains(index), !interior.isEmpty {
        let end = interior.upperBound
        unsafe isFinite =
          Summation.isFinite(row, count: interior.lowerBound * pixel)
          && Summation.isFinite(row + end * pixel, count: (output - end) * pixel) && isFinite
      } else {
        unsafe isFinite = Summation.isFinite(row, count: output * pixel) && isFinite
      }
      unsafe row += output * pixel
    }
    return isFinite
  }

  /// Adds the products of a packed input and a packed gradient to the sums of a block, which lie as
  /// `[outputChannel][row][column][inputChannel]`.
  private func multiply(
    _ item: PackedItem, block: Range<Int>, vectors: Int, zeros: UnsafePointer<Scalar>,
    to sums: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    let (rows, rowPixels) = unsafe (item.rows, width.output * item.images)
    let leavesOut = unsafe geometry.readsZeros && isFinite(atEdgesOf: item, vectors: vectors)
    unsafe item.pixelOffsets.withUnsafeBufferPointer { offsets in
      guard let firstOffset = offsets.baseAddress else { return }
      // All pixels of an image follow each other, or some of every row.
      func microkernel(rows: Int, pixels: Int) -> DirectMicrokernel<Scalar> {
        var microkernel = unsafe DirectMicrokernel<Scalar>(
          kernels, channels: rows, channelStride: height.stride * band.rowLength * panels.size,
          tapOffsets: firstOffset, taps: pixels, pixelStride: 1, rowStride: 0,
          range: -.infinity ... .infinity, outputChannelStride: geometry.taps, adds: true)
        unsafe microkernel.setBlock(
          weight: item.gradient, bias: zeros, vectors: vectors, outputChannels: block.count)
        return unsafe microkernel
      }
      var ofAll = unsafe microkernel(rows: 1, pixels: rows.count * rowPixels)
      var ofRows = unsafe microkernel(rows: rows.count, pixels: rowPixels)
      for panelIndex in 0..<panels.count {
        let panel = panels[panelIndex]
        // The columns of a kernel row are neighbors where all channels are one panel.
        let isWhole = panels.count == 1 && width.dilation == 1
        let runs = isWhole ? 1 : width.kernel
        let runLength = isWhole ? width.kernel * panel.count : panel.count
        let tiles = RowTiles(of: runLength, atMost: tilePixels, evenly: true)
        for row in 0..<height.kernel {
          let inside = leavesOut ? height.interior(tap: row).clamped(to: rows) : rows
          let some = inside.lowerBound - rows.lowerBound..<inside.upperBound - rows.lowerBound
          for run in 0..<runs {
            let columns =
              leavesOut && !isWhole ? width.interior(tap: run) : 0..<width.output
            let start =
              unsafe item.input + panelIndex * item.panelElements
              + (row * height.dilation * band.rowLength + run * width.dilation) * panels.size
            let target =
              unsafe sums + (row * width.kernel + run) * geometry.groupInputChannels
              + panel.lowerBound
            func compute(by microkernel: inout DirectMicrokernel<Scalar>) {
              tiles.forEachTile { _, elements in
                unsafe microkernel.compute(
                  pixels: elements.count, input: start + elements.lowerBound,
                  output: target + elements.lowerBound, mayOverrun: false)
              }
            }
            if unsafe item.images == 1, columns.count == width.output {
              unsafe ofAll.setTaps(some.lowerBound * rowPixels..<some.upperBound * rowPixels)
              unsafe compute(by: &ofAll)
            } else {
              unsafe ofRows.setSlice(some)
              unsafe ofRows.setTaps(
                columns.lowerBound * item.images..<columns.upperBound * item.images)
              unsafe compute(by: &ofRows)
            }
          }
        }
      }
    }
  }

  /// Adds the workers' sums, in order, with the input channels outermost again.
  private func finish(_ sums: Tensor<Scalar>, into weightGradient: UnsafeMutablePointer<Scalar>) {
    let kernel = geometry.kernelTaps
    let count = geometry.outputChannels * geometry.taps
    let workers = max(1, shares.count)
    let pack = PackMicrokernel<Scalar>(kernels)
    ParallelLoop.run(count: geometry.outputChannels, workers: workers) { _, output in
      let sum = unsafe sums.storage.baseAddress + output * geometry.taps
      for share in 1..<workers {
        let other = unsafe sum + share * count
        for index in 0..<geometry.taps { unsafe sum[index] += other[index] }
      }
      unsafe pack.transpose(
        sum, rows: kernel, columns: geometry.groupInputChannels,
        into: weightGradient + output * geometry.taps)
    }
  }
}
