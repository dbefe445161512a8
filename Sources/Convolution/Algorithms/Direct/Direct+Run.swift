// Direct+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Direct {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let (bands, chunks) = (tiling.bands, tiling.chunks)
    let units = geometry.batch * geometry.groups * bands.count * chunks.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: tiling.readsImage ? 0 : workers) { scratch in
      ParallelLoop.run(count: units, workers: workers) { worker, unit in
        let (rest, chunk) = unit.quotientAndRemainder(dividingBy: chunks.count)
        let (imageAndGroup, band) = rest.quotientAndRemainder(dividingBy: bands.count)
        unsafe run(
          rows: bands[band], blocks: chunks[chunk], group: imageAndGroup % geometry.groups,
          image: input + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels,
          output: output + imageAndGroup * geometry.groupOutputChannels * geometry.outputPixels,
          scratch: tiling.readsImage
            ? nil : scratch(worker).assumingMemoryBound(to: Scalar.self))
      }
    }
  }

  /// Computes some rows of one image for some blocks of one group.
  private func run(
    rows: Range<Int>, blocks: Range<Int>, group: Int, image: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?
  ) {
    // The rows that are read: of the image from its first, or of a band from that of the unit.
    var source = unsafe image
    var channelStride = geometry.inputPixels
    var rowStride = geometry.height.stride * geometry.width.input
    var firstRow = 0
    if let scratch = unsafe scratch {
      let bandRows = band.rows(for: rows.count)
      channelStride = bandRows * band.rowLength
      rowStride = geometry.height.stride * band.rowLength
      firstRow = rows.lowerBound
      for channel in 0..<geometry.groupInputChannels {
        unsafe band.copy(
          plane: image + channel * geometry.inputPixels, firstOutputRow: rows.lowerBound,
          rows: bandRows, into: scratch + channel * channelStride)
      }
      unsafe source = UnsafePointer(scratch)
    }
    unsafe tapOffsets.withUnsafeBufferPointer { tapOffsets in
      guard let firstTap = tapOffsets.baseAddress else { return }
      var microkernel = unsafe DirectMicrokernel<Scalar>(
        kernels, channels: geometry.groupInputChannels, channelStride: channelStride,
        tapOffsets: firstTap, taps: tapOffsets.count, pixelStride: geometry.width.stride,
        range: range, outputChannelStride: geometry.outputPixels)
      let blockWeights = geometry.taps * tiling.block
      for block in blocks {
        let index = group * tiling.blocks + block
        let firstChannel = block * tiling.block
        unsafe microkernel.setBlock(
          weight: weight.storage.baseAddress + index * blockWeights,
          bias: bias.storage.baseAddress + index * tiling.block,
          outputChannels: min(tiling.block, geometry.groupOutputChannels - firstChannel))
        let planes = unsafe output + firstChannel * geometry.outputPixels
        for row in rows {
          let pixels = tiling.pixels(ofRow: row)
          let line =
            unsafe source
            + (tiling.isFlat ? pixels.lowerBound : (row - firstRow) * rowStride)
          tiling.forEachTile(pixels.count) { tile in
            unsafe microkernel.compute(
              pixels: tile.count, input: line + tile.lowerBound * geometry.width.stride,
              output: planes + pixels.lowerBound + tile.lowerBound)
          }
        }
      }
    }
  }
}
