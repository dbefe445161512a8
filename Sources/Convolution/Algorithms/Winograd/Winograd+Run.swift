// Winograd+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Winograd {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let (images, rows, columns, chunks) =
      (tiling.images, tiling.rows, tiling.columns, tiling.chunks)
    let units = images.count * geometry.groups * rows.count * columns.count * chunks.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers, bytes: scratchBytes) { scratch in
      ParallelLoop.run(count: units, workers: workers) { worker, unit in
        var rest = unit
        func next(_ count: Int) -> Int {
          let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: count)
          rest = quotient
          return remainder
        }
        let chunk = chunks[next(chunks.count)]
        let column = columns[next(columns.count)]
        let row = rows[next(rows.count)]
        let group = next(geometry.groups)
        let block = Block(images: images[rest], group: group, rows: row, columns: column)
        let scratch = unsafe scratch(worker).assumingMemoryBound(to: Scalar.self)
        let layout = tiling.layout(
          images: block.images.count, rows: row.count, columns: column.count)
        unsafe transformInput(input, of: block, scratch: scratch, layout)
        for channelBlock in chunk {
          unsafe compute(channelBlock, of: block, scratch: scratch, layout, output: output)
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

  /// Transforms the inputs of a block into panels.
  private func transformInput(
    _ input: UnsafePointer<Scalar>, of block: Block, scratch: UnsafeMutablePointer<Scalar>,
    _ layout: WinogradTiling.Layout
  ) {
    let microkernels = Microkernels(kernels, tiling.tile)
    let patch = WinogradPatch<Scalar>(geometry, tiling.tile)
    let channels = geometry.groupInputChannels
    var panels = unsafe panels(scratch, layout)
    for (index, image) in block.images.enumerated() {
      let planes =
        unsafe input + (image * geometry.groups + block.group) * channels * geometry.inputPixels
      for first in stride(from: 0, to: channels, by: tiling.lanes) {
        let count = min(tiling.lanes, channels - first)
        for channel in 0..<count {
          // The next but one is on its way while this is copied.
          if first + channel + 2 < channels {
            unsafe patch.prefetch(
              plane: planes + (first + channel + 2) * geometry.inputPixels, rows: block.rows)
          }
          unsafe patch.copy(
            plane: planes + (first + channel) * geometry.inputPixels, rows: block.rows,
            columns: block.columns, into: scratch + channel * layout.channelStride,
            rowStride: layout.rowStride)
        }
        unsafe panels.start = scratch + layout.panels + first * layout.panelTiles
        for row in 0..<block.rows.count {
          unsafe microkernels.transformInput(
            scratch + row * tiling.tile.side * layout.rowStride,
            channelStride: layout.channelStride, rowStride: layout.rowStride, channels: count,
            tiles: block.columns.count,
            firstTile: (index * block.rows.count + row) * block.columns.count, into: panels)
        }
      }
    }
  }

  /// Computes the outputs of a block of tiles in one block of channels.
  private func compute(
    _ channelBlock: Int, of block: Block, scratch: UnsafeMutablePointer<Scalar>,
    _ layout: WinogradTiling.Layout, output: UnsafeMutablePointer<Scalar>
  ) {
    let microkernels = Microkernels(kernels, tiling.tile)
    let channels = geometry.groupInputChannels
    let packedIndex = block.group * tiling.channelBlocks + channelBlock
    let tileStride = tiling.tile.frequencies * tiling.channelBlock
    var products = unsafe scratch + layout.products
    unsafe microkernels.multiply(
      panels(scratch, layout),
      tiles: block.images.count * block.rows.count * block.columns.count, channels: channels,
      weight: weight.storage.baseAddress + packedIndex * tileStride * channels, into: products)

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

  private func panels(
    _ scratch: UnsafeMutablePointer<Scalar>, _ layout: WinogradTiling.Layout
  ) -> Microkernels.Panels {
    unsafe Microkernels.Panels(
      start: scratch + layout.panels, tiles: layout.panelTiles, stride: layout.panelStride,
      frequencyStride: layout.frequencyStride)
  }
}
