// DepthwiseInputGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the input of a depthwise layer with a stride, and the transposed
/// convolutions that enlarge planes, with channels on the vector lanes.
///
/// The output's gradient is transposed once for all phases of the stride. Each of them writes its pixels
/// where they belong, `[row][column][channel]`, and whole planes are transposed back: no phase is stored to
/// be put in its place later.
struct DepthwiseInputGradient<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  private let kernels: KernelTable
  private let rows: [AxisGeometry.Phase]
  private let columns: [AxisGeometry.Phase]
  private let tiling: DepthwiseInputGradientTiling
  /// The output's gradient, with the padding that the phases need.
  private let band: PaddedBand<Scalar>
  /// `[block][input of a channel][row phase][column phase][row][column][lane]`
  private let weight: Tensor<Scalar>
  /// `[block][input of a channel][lane]`, zeros if there is none.
  private let bias: Tensor<Scalar>

  /// That of networks which enlarge planes by as much at once; a phase has few taps beyond.
  private static var largestStride: Int { 32 }

  /// Nil for another geometry, where phases that are computed one by one take less time, and with weights
  /// that are not finite, which the zeros around the output's gradient would make NaN of.
  ///
  /// - Parameter bias: `[inputChannels]`, what is added to the elements of each channel.
  init?(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard geometry.groupOutputChannels == 1, geometry.groups > 1,
      2...Self.largestStride ~= max(geometry.height.stride, geometry.width.stride),
      geometry.border.constantValue != nil
    else { return nil }
    let kernels = try options.kernels()
    if InputGradientPhases<Scalar>.accepts(geometry) {
      guard
        CostModel(kernels).inputGradientIsByChannels(
          geometry, scalarSize: MemoryLayout<Scalar>.size,
          asked: options.tuning.isWide.map { !$0 })
      else { return nil }
    }
    let (rows, columns) = (geometry.height.phases, geometry.width.phases)
    guard
      unsafe Summation.isFinite(weight.storage.baseAddress, count: weight.count),
      let reach = try geometry.overOutputGradient(rows: rows, columns: columns),
      let tiling = try DepthwiseInputGradientTiling(
        geometry, reach: reach, columns: columns, kernels: kernels,
        scalarSize: MemoryLayout<Scalar>.size, options)
    else { return nil }
    self.geometry = geometry
    self.kernels = kernels
    self.rows = rows
    self.columns = columns
    self.tiling = tiling
    band = PaddedBand(reach)
    let lanes = kernels.lanes(Scalar.self)
    let inputs = geometry.groupInputChannels
    self.weight = try Tensor(uninitializedShape: [
      tiling.blocks.count, inputs, geometry.kernelTaps, lanes,
    ])
    self.bias = try Tensor(shape: [tiling.blocks.count, inputs, lanes], repeating: 0)
    let microkernel = PackMicrokernel<Scalar>(kernels)
    for block in 0..<tiling.blocks.count {
      let channels = tiling.blocks[block]
      for input in 0..<inputs {
        if let bias {
          unsafe microkernel.pack(
            bias.storage.baseAddress + channels.lowerBound * inputs + input, channelStride: inputs,
            channels: channels.count, count: 1,
            into: self.bias.storage.baseAddress + (block * inputs + input) * lanes,
            targetStride: lanes, stored: lanes)
        }
        let source =
          unsafe weight.storage.baseAddress
          + (channels.lowerBound * inputs + input) * geometry.kernelTaps
        // Taps that meet no element of a small input are in no phase.
        var target =
          unsafe self.weight.storage.baseAddress
          + (block * inputs + input) * geometry.kernelTaps * lanes
        for row in rows {
          for column in columns {
            for rowTap in row.taps {
              for tap in column.taps {
                unsafe microkernel.pack(
                  source + rowTap * geometry.width.kernel + tap,
                  channelStride: inputs * geometry.kernelTaps, channels: channels.count,
                  count: 1, into: target, targetStride: lanes, stored: lanes)
                unsafe target += lanes
              }
            }
          }
        }
      }
    }
  }

  /// Writes the gradient, every element of it.
  func run(
    outputGradient: UnsafePointer<Scalar>, inputGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * tiling.blocks.count * tiling.bands.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers) { scratch in
      ParallelLoop.run(count: units, workers: workers) { worker, unit in
        unsafe run(
          unit: unit, outputGradient: outputGradient, inputGradient: inputGradient,
          scratch: scratch[worker])
      }
    }
  }

  /// Computes a band of rows in a block of channels of one image.
  private func run(
    unit: Int, outputGradient: UnsafePointer<Scalar>, inputGradient: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    let (rest, bandIndex) = unit.quotientAndRemainder(dividingBy: tiling.bands.count)
    let (image, block) = rest.quotientAndRemainder(dividingBy: tiling.blocks.count)
    let (positions, channels) = (tiling.bands[bandIndex], tiling.blocks[block])
    let (height, width) = (geometry.height, geometry.width)
    let (inputs, lanes) = (geometry.groupInputChannels, kernels.lanes(Scalar.self))
    let plane = image * geometry.groups + channels.lowerBound
    let packed = unsafe scratch
    let sums = unsafe packed + tiling.bandElements
    let pack = PackMicrokernel<Scalar>(kernels)
    unsafe band.pack(
      planes: outputGradient + plane * geometry.outputPixels, channels: channels.count,
      firstOutputRow: positions.lowerBound, rows: band.rows(for: positions.count), into: packed,
      pixelStride: lanes, by: pack)
    let inputRows =
      positions.lowerBound * height.stride..<min(positions.upperBound * height.stride, height.input)
    for input in 0..<inputs {
      unsafe compute(
        positions, kernel: block * inputs + input, band: packed, into: sums)
      unsafe pack.unpack(
        sums, channels: channels.count, count: inputRows.count * width.input,
        into: inputGradient + (plane * inputs + input) * geometry.inputPixels
          + inputRows.lowerBound * width.input,
        planeStride: inputs * geometry.inputPixels)
    }
  }

  /// Computes the rows of some positions, `[row][column][lane]`, phase by phase.
  private func compute(
    _ positions: Range<Int>, kernel: Int, band: UnsafePointer<Scalar>,
    into sums: UnsafeMutablePointer<Scalar>
  ) {
    let lanes = kernels.lanes(Scalar.self)
    let rowElements = self.band.rowLength * lanes
    let lineElements = geometry.width.input * lanes
    var weight =
      unsafe UnsafePointer(self.weight.storage.baseAddress)
      + kernel * geometry.kernelTaps * lanes
    let bias = unsafe UnsafePointer(self.bias.storage.baseAddress) + kernel * lanes
    for row in rows {
      for (column, tiles) in zip(columns, tiling.tiles) {
        var microkernel = unsafe DepthwiseMicrokernel<Scalar>(
          kernels, columns: column.taps.count, rowStride: row.dilation &* rowElements,
          columnStride: column.dilation &* lanes, pixelStride: lanes,
          outputStride: column.step &* lanes, range: -.infinity ... .infinity)
        // Where no tap meets the pixels, none is read.
        let tapRows = column.taps.isEmpty ? 0..<0 : row.taps.indices
        let above = row.taps.isEmpty ? 0 : self.band.height.before - row.before
        let before = column.taps.isEmpty ? 0 : self.band.width.before - column.before
        for index in 0..<positions.clamped(to: 0..<row.count).count {
          let line = unsafe band + (index + above) * rowElements + before * lanes
          let target =
            unsafe sums + (index * row.step + row.first) * lineElements + column.first * lanes
          tiles.forEachTile { _, tile in
            unsafe microkernel.compute(
              pixels: tile.count, rows: tapRows, input: line + tile.lowerBound * lanes,
              weight: weight, bias: bias, output: target + tile.lowerBound * column.step * lanes)
          }
        }
        unsafe weight += row.taps.count * column.taps.count * lanes
      }
    }
  }
}

extension ConvolutionGeometry {
  /// A convolution with stride 1 of the output's gradient whose outputs read, at each position, all that
  /// those of all phases do, and that has as many positions as the longest; nil if there is nothing to
  /// read, or some of it is not read by any.
  fileprivate func overOutputGradient(
    rows: [AxisGeometry.Phase], columns: [AxisGeometry.Phase]
  ) throws(ConvolutionError) -> ConvolutionGeometry? {
    func reach(_ phases: [AxisGeometry.Phase], _ output: Int) -> (
      before: Int, after: Int, kernel: Int
    )? {
      let read = phases.filter { !$0.taps.isEmpty }
      guard let before = read.map(\.before).max(), let count = phases.map(\.count).max() else {
        return nil
      }
      let kernel =
        1 + (read.map { before - $0.before + ($0.taps.count - 1) * $0.dilation }.max() ?? 0)
      return (before, count + kernel - 1 - output - before, kernel)
    }
    guard let row = reach(rows, height.output), let column = reach(columns, width.output),
      min(row.before, row.after, column.before, column.after) >= 0
    else { return nil }
    return try ConvolutionGeometry(
      inputShape: outputShape, weightShape: [outputChannels, 1, row.kernel, column.kernel],
      padding: .sides(
        top: row.before, left: column.before, bottom: row.after, right: column.after),
      groups: groups)
  }
}
