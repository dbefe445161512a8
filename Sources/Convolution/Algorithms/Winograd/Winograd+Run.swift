// Winograd+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Winograd {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let (images, rows, columns) = (tiling.images, tiling.rows, tiling.columns)
    let units = images.count * geometry.groups * rows.count * columns.count
    func block(_ unit: Int) -> Block {
      let (rowUnit, column) = unit.quotientAndRemainder(dividingBy: columns.count)
      let (groupUnit, row) = rowUnit.quotientAndRemainder(dividingBy: rows.count)
      let (image, group) = groupUnit.quotientAndRemainder(dividingBy: geometry.groups)
      return Block(images: images[image], group: group, rows: rows[row], columns: columns[column])
    }
    let workers = tiling.isShared ? tiling.workers : min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers, bytes: scratchBytes) { scratch in
      func memory(_ worker: Int) -> UnsafeMutablePointer<Scalar> {
        unsafe scratch(worker).assumingMemoryBound(to: Scalar.self)
      }
      // The loop over units is parallel, or those within each of them are.
      let (outer, inner) = tiling.isShared ? (1, workers) : (workers, 1)
      ParallelLoop.run(count: units, workers: outer) { unitWorker, unit in
        let block = block(unit)
        let layout = tiling.layout(
          images: block.images.count, rows: block.rows.count, columns: block.columns.count)
        let panels = unsafe Microkernels.Panels(
          start: memory(unitWorker) + layout.panels, tiles: layout.panelTiles,
          stride: layout.panelStride, frequencyStride: layout.frequencyStride)
        ParallelLoop.run(count: tiling.channelChunks, workers: inner) { worker, chunk in
          unsafe transformInput(
            input, channelChunk: chunk, of: block, through: memory(unitWorker + worker), layout,
            into: panels)
        }
        ParallelLoop.run(count: tiling.channelBlocks, workers: inner) { worker, channelBlock in
          unsafe compute(
            channelBlock, of: block, panels,
            through: memory(unitWorker + worker) + layout.products, output: output)
        }
      }
    }
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
    let patch = WinogradPatch<Scalar>(geometry, tiling.tile)
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
          unsafe patch.prefetch(plane: plane + 2 * geometry.inputPixels, rows: block.rows)
        }
        unsafe patch.copy(
          plane: plane, rows: block.rows, columns: block.columns,
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
