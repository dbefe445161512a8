// Direct+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Direct {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * geometry.groups * tiling.bands.count * tiling.chunks.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: tiling.usesScratch ? workers : 0) { scratch in
      unsafe ParallelLoop.run(
        count: units, workers: workers, (direct: self, input: input, output: output, scratch)
      ) { captures, worker, unit in
        let (direct, input, output, scratch) = unsafe captures
        unsafe direct.run(
          unit: unit, input: input, output: output,
          scratch: direct.tiling.usesScratch ? scratch[worker] : nil)
      }
    }
  }

  /// Computes some rows of one image, for some blocks of one group.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>?
  ) {
    let (bands, chunks) = (tiling.bands, tiling.chunks)
    let (rest, chunk) = unit.quotientAndRemainder(dividingBy: chunks.count)
    let (imageAndGroup, band) = rest.quotientAndRemainder(dividingBy: bands.count)
    unsafe run(
      rows: bands[band], blocks: chunks[chunk], group: imageAndGroup % geometry.groups,
      image: input + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels,
      output: output + imageAndGroup * geometry.groupOutputChannels * geometry.outputPixels,
      scratch: scratch)
  }

  private func run(
    rows: Range<Int>, blocks: Range<Int>, group: Int, image: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?
  ) {
    let source = unsafe source(rows: rows, image: image, scratch: scratch)
    // What is collected for storing lies before the band.
    let stage = tiling.stagesRows ? unsafe scratch : nil
    unsafe tapOffsets.withUnsafeBufferPointer { tapOffsets in
      guard let firstTap = tapOffsets.baseAddress else { return }
      var microkernel = unsafe DirectMicrokernel<Scalar>(
        kernels, channels: geometry.groupInputChannels, channelStride: source.channelStride,
        tapOffsets: firstTap, taps: tapOffsets.count, pixelStride: source.pixelStride,
        rowStride: source.rowStride, range: range,
        outputChannelStride: stage == nil ? geometry.outputPixels : DirectTiling.stageStride)
      for block in blocks {
        let channels = tiling.channels(ofBlock: block)
        let packed = group * tiling.packedChannels + channels.lowerBound
        unsafe microkernel.setBlock(
          weight: weight.storage.baseAddress + packed * geometry.taps,
          bias: bias.storage.baseAddress + packed,
          vectors: tiling.isWide ? nil : tiling.vectors(ofBlock: block),
          outputChannels: channels.count)
        unsafe run(
          rows: rows, channels: channels, &microkernel, source: source, output: output,
          stage: stage,
          // For the blocks that follow, all is near.
          asksAhead: tiling.asksAhead && block == blocks.lowerBound)
      }
    }
  }

  /// Computes some rows of a block of channels.
  @inline(__always)
  private func run(
    rows: Range<Int>, channels: Range<Int>, _ microkernel: inout DirectMicrokernel<Scalar>,
    source: Source, output: UnsafeMutablePointer<Scalar>, stage: UnsafeMutablePointer<Scalar>?,
    asksAhead: Bool
  ) {
    let planes = unsafe output + channels.lowerBound * geometry.outputPixels
    // What follows the last row of the unit belongs to others, or to nobody.
    let overrun = tiling.lanes - 1
    let end = tiling.pixels(ofRow: rows.upperBound - 1).upperBound
    var row = rows.lowerBound
    while row < rows.upperBound {
      let pixels = tiling.pixels(ofRow: row)
      let line =
        unsafe source.start
        + (tiling.isFlat
          ? pixels.lowerBound - source.firstPixel : (row - source.firstRow) * source.rowStride)
      if let stage = unsafe stage {
        unsafe compute(
          pixels.count, &microkernel, input: line, output: planes + pixels.lowerBound,
          channels: channels.count, by: stage)
        row += 1
      } else if tiling.tileRows > 1, row + tiling.tileRows <= rows.upperBound {
        let count = tiling.tileRows * pixels.count
        unsafe microkernel.compute(
          pixels: count, rowsOf: pixels.count, input: line, output: planes + pixels.lowerBound,
          mayOverrun: pixels.lowerBound + count + overrun <= end)
        row += tiling.tileRows
      } else {
        tiling.forEachTile(pixels.count) { tile in
          if asksAhead {
            unsafe askFor(line + tile.upperBound, channelStride: source.channelStride)
          }
          unsafe microkernel.compute(
            pixels: tile.count, input: line + tile.lowerBound * source.pixelStride,
            output: planes + pixels.lowerBound + tile.lowerBound,
            mayOverrun: pixels.lowerBound + tile.upperBound + overrun <= end)
        }
        row += 1
      }
    }
  }

  /// Asks for the pixels of a tile, in every channel.
  @inline(__always)
  private func askFor(_ pixels: UnsafePointer<Scalar>, channelStride: Int) {
    for channel in 0..<geometry.groupInputChannels {
      unsafe Prefetch.elements(pixels + channel * channelStride, count: tiling.tilePixels)
    }
  }

  /// What is read: rows, or the pixels of a flat image.
  @unsafe private struct Source {
    let start: UnsafePointer<Scalar>
    let firstRow: Int
    let firstPixel: Int
    let rowStride: Int
    let pixelStride: Int
    let channelStride: Int
  }

  /// The image itself, or what is needed of it in scratch.
  private func source(
    rows: Range<Int>, image: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?
  ) -> Source {
    guard !tiling.readsImage, let scratch = unsafe scratch else {
      return unsafe Source(
        start: image, firstRow: 0, firstPixel: 0, rowStride: rowStride(of: geometry.width.input),
        pixelStride: geometry.width.stride, channelStride: geometry.inputPixels)
    }
    let start = unsafe scratch + tiling.stagedElements
    if tiling.isFlat {
      let pixels =
        tiling.pixels(ofRow: rows.lowerBound)
        .lowerBound..<tiling.pixels(ofRow: rows.upperBound - 1).upperBound
      unsafe patches.gather(
        rows: 0..<geometry.groupInputChannels, pixels: pixels, from: image, into: start,
        rowStride: tiling.panelStride)
      return unsafe Source(
        start: start, firstRow: 0, firstPixel: pixels.lowerBound, rowStride: 0, pixelStride: 1,
        channelStride: tiling.panelStride)
    }
    let bandRows = band.rows(for: rows.count)
    let channelStride = band.channelStride(rows: bandRows)
    for channel in 0..<geometry.groupInputChannels {
      unsafe band.copy(
        plane: image + channel * geometry.inputPixels, firstOutputRow: rows.lowerBound,
        rows: bandRows, into: start + channel * channelStride)
    }
    return unsafe Source(
      start: start, firstRow: rows.lowerBound, firstPixel: 0,
      rowStride: rowStride(of: band.rowLength), pixelStride: geometry.width.stride,
      channelStride: channelStride)
  }

  /// The distance between the inputs of output rows. It wraps around only where there is one row.
  private func rowStride(of rowLength: Int) -> Int {
    geometry.height.stride &* rowLength
  }

  /// Computes `count` pixels of a row by way of `stage`.
  private func compute(
    _ count: Int, _ microkernel: inout DirectMicrokernel<Scalar>, input: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, channels: Int, by stage: UnsafeMutablePointer<Scalar>
  ) {
    for first in stride(from: 0, to: count, by: tiling.stagedPixels) {
      let staged = min(tiling.stagedPixels, count - first)
      // The lines that this stretch is stored to are asked for while it is computed, some with every
      // tile: waiting for them afterwards would cost a first layer a third of its time.
      var asked = 0
      tiling.forEachTile(staged) { tile in
        while asked * staged < tile.upperBound * channels {
          unsafe Prefetch.elementsToWrite(
            output + asked * geometry.outputPixels + first, count: staged)
          asked += 1
        }
        unsafe microkernel.compute(
          pixels: tile.count, input: input + (first + tile.lowerBound) * geometry.width.stride,
          output: stage + tile.lowerBound, mayOverrun: true)
      }
      for channel in 0..<channels {
        unsafe (output + channel * geometry.outputPixels + first)
          .update(from: stage + channel * DirectTiling.stageStride, count: staged)
      }
    }
  }
}
