// Depthwise+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Depthwise {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * tiling.chunks.count * tiling.bands.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers) { scratch in
      unsafe ParallelLoop.run(
        count: units, workers: workers,
        (depthwise: self, input: input, output: output, scratch: scratch)
      ) { captures, worker, unit in
        unsafe captures.depthwise.run(
          unit: unit, input: captures.input, output: captures.output,
          scratch: captures.scratch[worker])
      }
    }
  }

  /// Computes a band of rows in some blocks of channels of one image.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    let (rest, bandIndex) = unit.quotientAndRemainder(dividingBy: tiling.bands.count)
    let (image, chunk) = rest.quotientAndRemainder(dividingBy: tiling.chunks.count)
    let (rows, blocks) = (tiling.bands[bandIndex], tiling.chunks[chunk])
    let outputs = geometry.groupOutputChannels
    let products = unsafe scratch + tiling.bandElements
    let pack = PackMicrokernel<Scalar>(kernels)
    for block in blocks {
      let channels = tiling.blocks[block]
      let firstPlane = image * geometry.groups + channels.lowerBound
      unsafe band.pack(
        planes: input + firstPlane * geometry.inputPixels, channels: channels.count,
        firstOutputRow: rows.lowerBound, rows: geometry.height.inputs(of: rows.count),
        into: scratch, pixelStride: pack.lanes, by: pack,
        // Of one block after the other they are the same.
        constants: block > blocks.lowerBound ? .none : leavesOut ? .columns : .all)
      for index in 0..<outputs {
        unsafe compute(rows: rows, kernel: block * outputs + index, band: scratch, into: products)
        unsafe pack.unpack(
          products, channels: channels.count, count: rows.count * geometry.width.output,
          into: output + (firstPlane * outputs + index) * geometry.outputPixels
            + rows.lowerBound * geometry.width.output,
          planeStride: outputs * geometry.outputPixels)
      }
    }
  }

  /// Computes the rows of a band, `[row][column][lane]`, with the kernels of a block.
  @inline(__always)
  private func compute(
    rows: Range<Int>, kernel: Int, band: UnsafePointer<Scalar>,
    into products: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width, lanes) = (geometry.height, geometry.width, kernels.lanes(Scalar.self))
    let rowElements = self.band.rowLength * lanes
    var microkernel = unsafe DepthwiseMicrokernel<Scalar>(
      kernels, columns: width.kernel, rowStride: height.dilation &* rowElements,
      columnStride: width.dilation &* lanes, pixelStride: width.stride &* lanes,
      outputStride: lanes, range: range)
    let weight = unsafe UnsafePointer(weight.storage.baseAddress) + kernel * geometry.taps * lanes
    let bias = unsafe UnsafePointer(bias.storage.baseAddress) + kernel * lanes
    for row in rows {
      let taps = leavesOut ? height.taps(position: row) : 0..<height.kernel
      let index = row - rows.lowerBound
      let line = unsafe band + index * (height.stride &* rowElements)
      let target = unsafe products + index * (width.output * lanes)
      tiling.tiles.forEachTile { _, tile in
        unsafe microkernel.compute(
          pixels: tile.count, rows: taps, input: line + tile.lowerBound * width.stride * lanes,
          weight: weight, bias: bias, output: target + tile.lowerBound * lanes)
      }
    }
  }
}
