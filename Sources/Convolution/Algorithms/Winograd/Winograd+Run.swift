// Winograd+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Winograd {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units =
      tiling.images.count * geometry.groups * tiling.rows.count * tiling.columns.count
    let workers = tiling.isShared ? tiling.workers : min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers, bytes: scratchBytes) { scratch in
      // The loop over units is parallel, or those within each of them are.
      unsafe ParallelLoop.run(
        count: units, workers: tiling.isShared ? 1 : workers,
        (winograd: self, input: input, output: output, scratch: scratch)
      ) { captures, worker, unit in
        unsafe captures.winograd.run(
          unit: unit, input: captures.input, output: captures.output, scratch: captures.scratch,
          firstWorker: worker)
      }
    }
  }

  /// Computes a block of tiles, with workers from `firstWorker` on.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: Scratch.Blocks, firstWorker: Int
  ) {
    let workers = tiling.isShared ? tiling.workers : 1
    let block = block(unit)
    let layout = tiling.layout(
      images: block.images.count, rows: block.rows.count, columns: block.columns.count)
    let memory: UnsafeMutablePointer<Scalar> = unsafe scratch[firstWorker]
    let panels = unsafe Microkernels.Panels(
      start: memory + layout.panels, tiles: layout.panelTiles, stride: layout.panelStride,
      frequencyStride: layout.frequencyStride)
    unsafe ParallelLoop.run(
      count: tiling.channelChunks, workers: workers,
      (
        winograd: self, input: input, scratch: scratch, firstWorker: firstWorker, block: block,
        layout: layout, panels: panels
      )
    ) { captures, worker, chunk in
      unsafe captures.winograd.transformInput(
        captures.input, channelChunk: chunk, of: captures.block,
        through: captures.scratch[captures.firstWorker + worker], captures.layout,
        into: captures.panels)
    }
    unsafe ParallelLoop.run(
      count: tiling.channelBlocks, workers: workers,
      (
        winograd: self, output: output, scratch: scratch, firstWorker: firstWorker, block: block,
        layout: layout, panels: panels
      )
    ) { captures, worker, channelBlock in
      let memory: UnsafeMutablePointer<Scalar> =
        unsafe captures.scratch[captures.firstWorker + worker]
      unsafe captures.winograd.compute(
        channelBlock, of: captures.block, captures.panels,
        through: memory + captures.layout.products, output: captures.output)
    }
  }

  private func block(_ unit: Int) -> Block {
    let (rowUnit, column) = unit.quotientAndRemainder(dividingBy: tiling.columns.count)
    let (groupUnit, row) = rowUnit.quotientAndRemainder(dividingBy: tiling.rows.count)
    let (image, group) = groupUnit.quotientAndRemainder(dividingBy: geometry.groups)
    return Block(
      images: tiling.images[image], group: group, rows: tiling.rows[row],
      columns: tiling.columns[column])
  }

  /// Tiles of some images in one group.
  private struct Block {
    let images: Range<Int>
    let group: Int
    let rows: Range<Int>
    let columns: Range<Int>
  }

  private typealias Microkernels = WinogradMicrokernels<Scalar>

  /// Transforms the inputs of a block, of as many channels as a vector has lanes.
  private func transformInput(
    _ input: UnsafePointer<Scalar>, channelChunk: Int, of block: Block,
    through scratch: UnsafeMutablePointer<Scalar>, _ layout: WinogradTiling.Layout,
    into panels: Microkernels.Panels
  ) {
    let microkernels = Microkernels(kernels, tiling.tile)
    let patch = InputPatch<Scalar>(geometry)
    let rows = tiling.tile.inputs(of: block.rows)
    let channels = geometry.groupInputChannels
    let first = channelChunk * tiling.lanes
    let count = min(tiling.lanes, channels - first)
    var panels = unsafe panels
    unsafe panels.start += first * layout.panelTiles
    for (index, image) in block.images.enumerated() {
      let firstPlane = (image * geometry.groups + block.group) * channels + first
      for channel in 0..<count {
        let plane = unsafe input + (firstPlane + channel) * geometry.inputPixels
        // The next but one is on its way while this is copied.
        if first + channel + 2 < channels {
          unsafe patch.prefetch(plane: plane + 2 * geometry.inputPixels, rows: rows)
        }
        unsafe patch.copy(
          plane: plane, rows: rows, columns: tiling.tile.inputs(of: block.columns),
          into: scratch + channel * layout.channelStride, rowStride: layout.rowStride)
      }
      for row in 0..<block.rows.count {
        unsafe microkernels.transformInput(
          scratch + row * tiling.tile.side * layout.rowStride,
          channelStride: layout.channelStride, rowStride: layout.rowStride, channels: count,
          tiles: block.columns.count,
          firstTile: (index * block.rows.count + row) * block.columns.count, into: panels)
      }
    }
  }

  /// Computes the outputs of a block of tiles in one block of channels.
  private func compute(
    _ channelBlock: Int, of block: Block, _ panels: Microkernels.Panels,
    through scratch: UnsafeMutablePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) {
    let microkernels = Microkernels(kernels, tiling.tile)
    let channels = geometry.groupInputChannels
    let packedIndex = block.group * tiling.channelBlocks + channelBlock
    let tileStride = tiling.tile.frequencies * tiling.channelBlock
    unsafe microkernels.multiply(
      panels, tiles: block.images.count * block.rows.count * block.columns.count,
      channels: channels, weight: weight.storage.baseAddress + packedIndex * tileStride * channels,
      into: scratch)

    var products = unsafe scratch
    let side = tiling.tile.side
    let firstChannel = channelBlock * tiling.channelBlock
    let firstColumn = block.columns.lowerBound * side
    for image in block.images {
      let plane =
        (image * geometry.groups + block.group) * geometry.groupOutputChannels + firstChannel
      for row in block.rows {
        let firstRow = row * side
        unsafe microkernels.transformOutput(
          products, tiles: block.columns.count,
          bias: bias.storage.baseAddress + packedIndex * tiling.channelBlock, range: range,
          into: Microkernels.Target(
            start: output + plane * geometry.outputPixels + firstRow * geometry.width.output
              + firstColumn,
            rowStride: geometry.width.output, channelStride: geometry.outputPixels,
            rows: min(side, geometry.height.output - firstRow),
            columns: min(block.columns.count * side, geometry.width.output - firstColumn),
            channels: min(tiling.channelBlock, geometry.groupOutputChannels - firstChannel)))
        unsafe products += block.columns.count * tileStride
      }
    }
  }
}
