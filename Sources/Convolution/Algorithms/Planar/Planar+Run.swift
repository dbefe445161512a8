// Planar+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Planar {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * tiling.chunks.count * tiling.bands.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: needsScratch ? workers : 0) { scratch in
      unsafe ParallelLoop.run(
        count: units, workers: workers, (planar: self, input: input, output: output, scratch)
      ) { captures, worker, unit in
        let (planar, input, output, scratch) = unsafe captures
        unsafe planar.run(
          unit: unit, input: input, output: output,
          scratch: planar.needsScratch ? scratch[worker] : nil)
      }
    }
  }

  /// Computes a band of rows in some planes of one image.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>?
  ) {
    let (rest, bandIndex) = unit.quotientAndRemainder(dividingBy: tiling.bands.count)
    let (image, chunk) = rest.quotientAndRemainder(dividingBy: tiling.chunks.count)
    let (rows, groups) = (tiling.bands[bandIndex], tiling.chunks[chunk])
    let multiplier = geometry.groupOutputChannels

    let firstPlane = image * geometry.groups + groups.lowerBound
    var source = unsafe input + firstPlane * geometry.inputPixels
    var planes =
      unsafe output + firstPlane * multiplier * geometry.outputPixels
      + rows.lowerBound * geometry.width.output
    guard let scratch = unsafe scratch else {
      unsafe compute(
        groups: groups, rows: rows.count, input: source,
        firstInputRow: rows.lowerBound * geometry.height.stride, output: planes)
      return
    }
    // One plane after the other: what is in scratch is in a cache when it is read.
    for group in groups {
      if let passes {
        for index in 0..<multiplier {
          unsafe run(
            passes, channel: group * multiplier + index, rows: rows, plane: source,
            output: planes + index * geometry.outputPixels, scratch: scratch)
        }
      } else if let band {
        unsafe band.copy(
          plane: source, firstOutputRow: rows.lowerBound, rows: band.rows(for: rows.count),
          into: scratch)
        unsafe compute(
          groups: group..<group + 1, rows: rows.count, input: UnsafePointer(scratch),
          firstInputRow: 0, output: planes)
      }
      unsafe source += geometry.inputPixels
      unsafe planes += multiplier * geometry.outputPixels
    }
  }

  /// Computes some rows of the planes of `groups`.
  ///
  /// - Parameters:
  ///   - input: What the row offsets are relative to, of the first group.
  ///   - firstInputRow: The row offset that belongs to the first output row.
  ///   - output: The first of the rows in the first output plane of the first group.
  @inline(__always)
  private func compute(
    groups: Range<Int>, rows: Int, input: UnsafePointer<Scalar>, firstInputRow: Int,
    output: UnsafeMutablePointer<Scalar>
  ) {
    let multiplier = geometry.groupOutputChannels
    let taps = geometry.taps
    var microkernel = unsafe PlanarMicrokernel<Scalar>(
      kernels, kernel: geometry.kernelSize, stride: geometry.height.stride, range: range,
      outputRowStride: geometry.width.output)
    unsafe rowOffsets.withUnsafeBufferPointer { rowOffsets in
      guard let firstOffset = rowOffsets.baseAddress else { return }
      for index in 0..<multiplier {
        let channel = groups.lowerBound * multiplier + index
        unsafe microkernel.setPlanes(
          PlanarMicrokernel.Operands(
            inputPlaneStride: geometry.inputPixels,
            weight: UnsafePointer(weight.storage.baseAddress) + channel * taps,
            weightPlaneStride: multiplier * taps,
            bias: bias(of: channel), biasPlaneStride: multiplier,
            outputPlaneStride: multiplier * geometry.outputPixels),
          count: groups.count, rows: rows, rowOffsets: firstOffset + firstInputRow)
        unsafe compute(
          &microkernel, columns, input: input, output: output + index * geometry.outputPixels)
      }
    }
  }

  /// The biases from a channel on.
  @inline(__always)
  func bias(of channel: Int) -> UnsafePointer<Scalar> {
    if let bias { return unsafe UnsafePointer(bias.storage.baseAddress) + channel }
    return unsafe zeros + channel
  }

  @inline(__always)
  var zeros: UnsafePointer<Scalar> {
    unsafe UnsafePointer(constants.storage.baseAddress) + geometry.width.input
  }

  /// Computes all columns of the planes that a microkernel is set to.
  @inline(__always)
  func compute(
    _ microkernel: inout PlanarMicrokernel<Scalar>, _ columns: PlanarColumns,
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) {
    unsafe columns.masks.withUnsafeBufferPointer { masks in
      for piece in columns.pieces {
        unsafe microkernel.compute(
          pixels: piece.columns.count, input: input + piece.inputColumn,
          border: UnsafePointer(constants.storage.baseAddress) + piece.inputColumn,
          masks: piece.masks.flatMap { start in
            unsafe masks.baseAddress.map { unsafe $0 + start }
          },
          output: output + piece.columns.lowerBound)
      }
    }
  }
}
