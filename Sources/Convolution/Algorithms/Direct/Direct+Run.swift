// Direct+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Direct {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let workers = tiling.usesScratch ? min(tiling.workers, units) : 0
    try unsafe Scratch.withBlocks(workers: workers) { scratch in
      unsafe run(input: input, output: output, scratch: scratch)
    }
  }

  /// The same in scratch that there is: a block for each of `tiling.workers`, if it is used.
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>, scratch: Scratch.Blocks
  ) {
    unsafe ParallelLoop.run(
      count: units, workers: min(tiling.workers, units),
      (direct: self, input: input, output: output, scratch: scratch)
    ) { captures, worker, unit in
      unsafe captures.direct.run(
        unit: unit, input: captures.input, output: captures.output,
        scratch: captures.direct.tiling.usesScratch ? captures.scratch[worker] : nil)
    }
  }

  /// Computes some rows of one image, for some blocks of one group.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>?
  ) {
    let (imageAndGroup, rows) = place(ofUnit: unit)
    unsafe run(
      rows: rows, blocks: tiling.chunks[unit % tiling.chunks.count],
      group: imageAndGroup % geometry.groups, image: image(imageAndGroup, of: input),
      output: output + imageAndGroup * geometry.groupOutputChannels * geometry.outputPixels,
      scratch: scratch, nextInput: inputLines(ofUnit: unit + 1, input: input))
  }

  private func run(
    rows: Range<Int>, blocks: Range<Int>, group: Int, image: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?,
    nextInput: DirectMicrokernel<Scalar>.Lines
  ) {
    let source = unsafe source(rows: rows, image: image, scratch: scratch)
    // What is collected for storing, and unfinished sums, lie before all else.
    let stage = tiling.stagesRows ? unsafe scratch : nil
    let sums =
      tiling.slices.count > 1 ? unsafe scratch.map { unsafe $0 + tiling.stagedElements } : nil
    unsafe tapOffsets.withUnsafeBufferPointer { tapOffsets in
      guard let firstTap = tapOffsets.baseAddress else { return }
      var microkernel = unsafe DirectMicrokernel<Scalar>(
        kernels, channels: geometry.groupInputChannels,
        channelStride: source.channelStride, tapOffsets: firstTap, taps: tapOffsets.count,
        pixelStride: source.pixelStride, rowStride: source.rowStride, range: range,
        outputChannelStride: stage == nil ? geometry.outputPixels : DirectTiling.stageStride,
        isRow: tiling.isFlat, asksForWeights: tiling.readsFarWeights)
      if tiling.goesByTiles {
        unsafe runByTiles(
          rows: rows, blocks: blocks, group: group, &microkernel, source: source, output: output,
          nextInput: nextInput)
        return
      }
      // As late as that suffices: what is asked for takes the place of something else. Weights are
      // asked for first.
      let calls = rows.count / tiling.tileRows * tiling.tiles(tiling.rowPixels).count
      let askingBlocks =
        unsafe (nextInput.count + calls - 1) / max(1, calls) + (tiling.readsFarWeights ? 1 : 0)
      for block in blocks {
        let channels = unsafe set(block, of: group, in: &microkernel)
        if block == max(blocks.lowerBound, blocks.upperBound - askingBlocks) {
          unsafe microkernel.ask(for: nextInput)
        }
        unsafe run(
          rows: rows, &microkernel, source: source,
          output: output + channels.lowerBound * geometry.outputPixels, channels: channels.count,
          stage: stage, sums: sums)
      }
    }
  }

  /// Chooses a block of channels, and returns which these are.
  @inline(__always)
  private func set(
    _ block: Int, of group: Int, in microkernel: inout DirectMicrokernel<Scalar>
  ) -> Range<Int> {
    let channels = tiling.channels(ofBlock: block)
    let packed = group * tiling.packedChannels + channels.lowerBound
    unsafe microkernel.setBlock(
      weight: weight.storage.baseAddress + packed * geometry.taps,
      bias: bias.storage.baseAddress + packed,
      vectors: tiling.isWide ? nil : tiling.vectors(ofBlock: block),
      outputChannels: channels.count)
    return channels
  }

  /// Whether the rows from `first` on are computed as a tile of several. Where some of them meet the
  /// padding they are not: each leaves out other taps.
  @inline(__always)
  private func isTile(from first: Int, before end: Int) -> Bool {
    let last = first + tiling.tileRows
    guard tiling.tileRows > 1, last <= end else { return false }
    return !tiling.isolatesEdgeRows
      || first >= wholeRows.lowerBound && last <= wholeRows.upperBound
  }

  /// The first of some rows, which are computed after the others where they are tiles by themselves and
  /// the others are not: the first tile waits for the weights to come near, the shorter the longer.
  @inline(__always)
  private func lateRows(of rows: Range<Int>) -> Range<Int> {
    let end =
      tiling.isolatesEdgeRows ? min(wholeRows.lowerBound, rows.upperBound) : rows.lowerBound
    return rows.lowerBound..<max(rows.lowerBound, end)
  }

  /// Has a tile of these columns leave out the zeros of the padding at its ends.
  @inline(__always)
  private func setEdges(of tile: Range<Int>, in microkernel: inout DirectMicrokernel<Scalar>) {
    unsafe microkernel.setEdges(
      leavesFirst: tile.lowerBound < wholeColumns.lowerBound,
      leavesLast: tile.upperBound > wholeColumns.upperBound)
  }

  /// Computes tile after tile, each for all blocks of channels.
  private func runByTiles(
    rows: Range<Int>, blocks: Range<Int>, group: Int,
    _ microkernel: inout DirectMicrokernel<Scalar>, source: Source,
    output: UnsafeMutablePointer<Scalar>, nextInput: DirectMicrokernel<Scalar>.Lines
  ) {
    unsafe microkernel.ask(for: nextInput)
    for row in rows {
      let pixels = tiling.pixels(ofRow: row)
      let line = unsafe source.start + pixels.lowerBound
      tiling.tiles(pixels.count).forEachTile { _, tile in
        if !tiling.asksForImages {
          // The next tile's, whose last pixel may lie in one line more than they fill.
          unsafe microkernel.ask(
            for: inputLines(from: line + tile.upperBound, elements: tile.count + 1))
        }
        for block in blocks {
          let channels = unsafe set(block, of: group, in: &microkernel)
          unsafe microkernel.compute(
            pixels: tile.count, input: line + tile.lowerBound,
            output: output + channels.lowerBound * geometry.outputPixels + pixels.lowerBound
              + tile.lowerBound,
            mayOverrun: false)
        }
      }
    }
  }

  /// Computes some rows of a block of channels, a group of rows at a time, slice by slice.
  private func run(
    rows: Range<Int>, _ microkernel: inout DirectMicrokernel<Scalar>, source: Source,
    output: UnsafeMutablePointer<Scalar>, channels: Int, stage: UnsafeMutablePointer<Scalar>?,
    sums: UnsafeMutablePointer<Scalar>?
  ) {
    // What follows the last row of the unit belongs to others, or to nobody.
    let end = tiling.pixels(ofRow: rows.upperBound - 1).upperBound
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: tiling.groupRows) {
      let rows = first..<min(first + tiling.groupRows, rows.upperBound)
      for slice in 0..<tiling.slices.count {
        if tiling.slices.count > 1 { unsafe microkernel.setSlice(tiling.slices[slice]) }
        var sums = unsafe sums
        guard let stage = unsafe stage else {
          let late = lateRows(of: rows)
          unsafe compute(
            rows: late.upperBound..<rows.upperBound, &microkernel, source: source, output: output,
            end: end, sums: &sums)
          unsafe compute(
            rows: late, &microkernel, source: source, output: output,
            end: tiling.pixels(ofRow: late.upperBound).lowerBound, sums: &sums)
          continue
        }
        for row in rows {
          unsafe compute(
            row: row, &microkernel, source: source, output: output, channels: channels, by: stage,
            sums: &sums, isLast: slice == tiling.slices.count - 1)
        }
      }
    }
  }

  /// Computes some rows, for which pixels before `end` may be overwritten.
  @inline(__always)
  private func compute(
    rows: Range<Int>, _ microkernel: inout DirectMicrokernel<Scalar>, source: Source,
    output: UnsafeMutablePointer<Scalar>, end: Int, sums: inout UnsafeMutablePointer<Scalar>?
  ) {
    let overrun = tiling.lanes - 1
    var row = rows.lowerBound
    while row < rows.upperBound {
      let pixels = tiling.pixels(ofRow: row)
      let line = unsafe source.line(
        tiling.isFlat && tiling.panel == nil ? pixels.lowerBound : row - source.firstRow)
      if isTile(from: row, before: rows.upperBound) {
        let count = tiling.tileRows * pixels.count
        unsafe microkernel.setTaps(taps(at: row..<row + tiling.tileRows))
        unsafe setEdges(of: 0..<pixels.count, in: &microkernel)
        unsafe microkernel.compute(
          pixels: count, rowsOf: pixels.count, input: line, output: output + pixels.lowerBound,
          mayOverrun: pixels.lowerBound + count + overrun <= end, sums: sums)
        unsafe sums = sums.map { unsafe $0 + tiling.tileElements }
        row += tiling.tileRows
      } else {
        if !tiling.isFlat { unsafe microkernel.setTaps(taps(at: row..<row + 1)) }
        tiling.tiles(pixels.count).forEachTile { index, tile in
          if tiling.isFlat {
            let first = pixels.lowerBound + tile.lowerBound
            unsafe microkernel.setTaps(taps(atPixels: first..<first + tile.count))
          } else {
            unsafe setEdges(of: tile, in: &microkernel)
          }
          unsafe microkernel.compute(
            pixels: tile.count, input: source.tile(index, at: tile.lowerBound, of: line),
            output: output + pixels.lowerBound + tile.lowerBound,
            mayOverrun: pixels.lowerBound + tile.upperBound + overrun <= end, sums: sums)
          unsafe sums = sums.map { unsafe $0 + tiling.tileElements }
        }
        row += 1
      }
    }
  }

  /// Computes a row by way of `stage`; or sums of it that wait for the next slice, if this is not the
  /// last.
  private func compute(
    row: Int, _ microkernel: inout DirectMicrokernel<Scalar>, source: Source,
    output: UnsafeMutablePointer<Scalar>, channels: Int, by stage: UnsafeMutablePointer<Scalar>,
    sums: inout UnsafeMutablePointer<Scalar>?, isLast: Bool
  ) {
    let pixels = tiling.pixels(ofRow: row)
    let line = unsafe source.line(row - source.firstRow)
    unsafe microkernel.setTaps(taps(at: row..<row + 1))
    let tiles = tiling.tiles(pixels.count)
    for firstTile in stride(from: 0, to: tiles.count, by: tiling.stagedTiles) {
      let staged = tiles.pixels(from: firstTile, count: tiling.stagedTiles)
      let first = staged.lowerBound
      let target = unsafe output + pixels.lowerBound + first
      // The lines that this stretch is stored to are asked for while it is computed, some with every
      // tile: waiting for them afterwards would cost a first layer a third of its time.
      var asked = isLast ? 0 : channels
      tiles.forEachTile(from: firstTile, limit: tiling.stagedTiles) { index, tile in
        while asked * staged.count < (tile.upperBound - first) * channels {
          unsafe Prefetch.elementsToWrite(
            target + asked * geometry.outputPixels, count: staged.count)
          asked += 1
        }
        unsafe setEdges(of: tile, in: &microkernel)
        unsafe microkernel.compute(
          pixels: tile.count, input: source.tile(index, at: tile.lowerBound, of: line),
          output: stage + (tile.lowerBound - first), mayOverrun: true, sums: sums)
        unsafe sums = sums.map { unsafe $0 + tiling.tileElements }
      }
      guard isLast else { continue }
      for channel in 0..<channels {
        unsafe (target + channel * geometry.outputPixels)
          .update(from: stage + channel * DirectTiling.stageStride, count: staged.count)
      }
    }
  }
}

// MARK: - What is read

extension Direct {
  /// Rows of the image, or what is needed of it in scratch.
  @unsafe fileprivate struct Source {
    let start: UnsafePointer<Scalar>
    /// The output row whose inputs lie at `start`.
    let firstRow: Int
    /// The distance between the inputs of output rows.
    let rowStride: Int
    /// The distance between tiles, where each has a copy of its own.
    let tileStride: Int
    /// The distance between the inputs of pixels.
    let pixelStride: Int
    let channelStride: Int

    /// The inputs of a row.
    @inline(__always)
    func line(_ row: Int) -> UnsafePointer<Scalar> { unsafe start + row * rowStride }

    /// The inputs of a tile of a row, whose first pixel is `pixel`.
    @inline(__always)
    func tile(
      _ index: Int, at pixel: Int, of line: UnsafePointer<Scalar>
    ) -> UnsafePointer<Scalar> {
      unsafe line + (tileStride > 0 ? index * tileStride : pixel * pixelStride)
    }
  }

  /// The image itself, or what is needed of it in scratch.
  private func source(
    rows: Range<Int>, image: UnsafePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?
  ) -> Source {
    guard let panel = tiling.panel, let scratch = unsafe scratch else {
      return unsafe Source(
        start: image, firstRow: 0,
        // It wraps around only where there is one row.
        rowStride: tiling.isFlat ? 1 : geometry.height.stride &* geometry.width.input,
        tileStride: 0, pixelStride: geometry.width.stride, channelStride: geometry.inputPixels)
    }
    let lines = unsafe scratch + tiling.stagedElements + tiling.sumElements
    let start = unsafe lines + lineElements
    if tiling.isFlat {
      unsafe collect(rows: rows, of: image, by: lines, into: start, panel)
    } else {
      unsafe copy(rows: rows, of: image, by: lines, into: start, panel)
    }
    return unsafe Source(
      start: start, firstRow: rows.lowerBound,
      rowStride: tiling.isFlat ? panel.rowStride : geometry.height.stride &* panel.rowStride,
      tileStride: panel.tileStride,
      pixelStride: tiling.isFlat ? 1 : geometry.width.stride / panel.phases,
      channelStride: (tiling.isFlat ? tapOffsets.count : 1) * panel.channelStride)
  }

  /// Copies the input rows of some output rows, with the padding around them, to the panel.
  private func copy(
    rows: Range<Int>, of image: UnsafePointer<Scalar>, by line: UnsafeMutablePointer<Scalar>,
    into start: UnsafeMutablePointer<Scalar>, _ panel: DirectPanel
  ) {
    let inputRows = band.inputRows(of: rows)
    let tiles =
      panel.splitsRows ? tiling.tiles(tiling.rowPixels) : RowTiles(whole: tiling.rowPixels)
    for channel in 0..<geometry.groupInputChannels {
      let plane = unsafe image + channel * geometry.inputPixels
      if channel + 1 < geometry.groupInputChannels {
        unsafe band.fetch(rows: inputRows, of: plane + geometry.inputPixels)
      }
      let target = unsafe start + channel * panel.channelStride
      guard panel.changesRows else {
        unsafe band.copy(
          plane: plane, firstOutputRow: rows.lowerBound, rows: inputRows.count, into: target,
          rowStride: panel.rowStride, by: spreading)
        continue
      }
      unsafe band.forEachRun(of: inputRows, plane: plane, by: line) { index, run in
        unsafe spreading.spread(
          run, tiles, step: geometry.width.stride, span: panel.span, phases: panel.phases,
          into: target + index * panel.rowStride, rowStride: panel.rowStride,
          tileStride: panel.tileStride)
      }
    }
  }

  private var spreading: SpreadMicrokernel<Scalar> { SpreadMicrokernel(kernels) }

  /// Collects what the taps of all channels meet at the pixels of some rows, in the panel.
  private func collect(
    rows: Range<Int>, of image: UnsafePointer<Scalar>, by lines: UnsafeMutablePointer<Scalar>,
    into start: UnsafeMutablePointer<Scalar>, _ panel: DirectPanel
  ) {
    for row in rows {
      let pixels = tiling.pixels(ofRow: row)
      let tiles = panel.splitsRows ? tiling.tiles(pixels.count) : RowTiles(whole: pixels.count)
      let first = unsafe start + (row - rows.lowerBound) * panel.rowStride
      func spread(_ taps: Range<Int>, from source: UnsafePointer<Scalar>, stride: Int) {
        unsafe spreading.spread(
          .init(start: source, stride: stride, count: taps.count, width: pixels.count), tiles,
          step: 1, span: panel.span, into: first + taps.lowerBound * panel.span,
          rowStride: panel.span, tileStride: panel.tileStride)
      }
      if geometry.isPointwise {
        unsafe spread(
          0..<geometry.taps, from: image + pixels.lowerBound, stride: geometry.inputPixels)
      } else if panel.splitsRows {
        let taps = Pieces(of: geometry.taps, atMost: DirectTiling.lineElements / pixels.count)
        for index in 0..<taps.count {
          unsafe patches.gather(
            rows: taps[index], pixels: pixels, from: image, into: lines, rowStride: pixels.count)
          unsafe spread(taps[index], from: lines, stride: pixels.count)
        }
      } else {
        unsafe patches.gather(
          rows: 0..<geometry.taps, pixels: pixels, from: image, into: first, rowStride: panel.span)
      }
    }
  }
}
