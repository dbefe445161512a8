// Planar+Passes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Planar {
  /// Computes some rows of one output channel by a pass along the rows and one along the columns.
  ///
  /// - Parameters:
  ///   - plane: The input channel.
  ///   - readable: The input, counted from there.
  ///   - output: The first of the rows in the output channel.
  func run(
    _ passes: PlanarPasses<Scalar>, channel: Int, rows: Range<Int>,
    plane: UnsafePointer<Scalar>, readable: Range<Int>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    let kernel = geometry.kernelSize
    var first = unsafe PlanarMicrokernel<Scalar>(
      kernels, kernel: Size2D(height: 1, width: kernel.width), stride: 1,
      range: -.infinity ... .infinity, outputRowStride: passes.rowLength)
    var second = unsafe PlanarMicrokernel<Scalar>(
      kernels, kernel: Size2D(height: kernel.height, width: 1), stride: 1, range: range,
      outputRowStride: geometry.width.output, streams: streams)
    let padded = unsafe scratch + passes.ringRows * passes.rowLength
    // Input rows are counted from the first that the plane's first output reads.
    var next = rows.lowerBound
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: PlanarPasses<Scalar>.step) {
      let end = min(start + PlanarPasses<Scalar>.step, rows.upperBound)
      while next < end + kernel.height - 1 {
        let slot = (next - rows.lowerBound) % passes.ringRows
        let count = min(
          end + kernel.height - 1 - next, passes.ringRows - slot, PlanarPasses<Scalar>.step)
        unsafe pass(
          &first, passes.rows, channel: channel, inputRows: next..<next + count, plane: plane,
          readable: readable, padded: padded, ring: scratch + slot * passes.rowLength)
        next += count
      }
      unsafe passes.ringOffsets.withUnsafeBufferPointer { offsets in
        let slot = (start - rows.lowerBound) % passes.ringRows
        let read = slot..<slot + end - start + kernel.height - 1
        unsafe second.setPlanes(
          PlanarMicrokernel.Operands(
            weight: UnsafePointer(passes.columns.storage.baseAddress) + channel * kernel.height,
            bias: bias(of: channel)),
          count: 1, rows: end - start,
          rowOffsets: UnsafeBufferPointer(rebasing: offsets[read]))
        unsafe compute(
          &second, passes.outputColumns, passes.outputColumns.pieces.indices,
          input: UnsafePointer(scratch),
          output: output + (start - rows.lowerBound) * geometry.width.output)
      }
    }
  }

  /// The first pass over some input rows, into neighboring rows of the ring.
  private func pass(
    _ microkernel: inout PlanarMicrokernel<Scalar>, _ weights: Tensor<Scalar>, channel: Int,
    inputRows: Range<Int>, plane: UnsafePointer<Scalar>, readable: Range<Int>,
    padded: UnsafeMutablePointer<Scalar>, ring: UnsafeMutablePointer<Scalar>
  ) {
    for segment in segments {
      unsafe withInput(
        of: segment, plane: plane, firstOutputRow: inputRows.lowerBound, rows: inputRows.count,
        scratch: padded
      ) { input, rowOffsets in
        unsafe microkernel.setPlanes(
          PlanarMicrokernel.Operands(
            weight: UnsafePointer(weights.storage.baseAddress) + channel * geometry.width.kernel,
            bias: zeros),
          count: 1, rows: inputRows.count, rowOffsets: rowOffsets)
        unsafe compute(
          &microkernel, columns, segment.pieces, input: input,
          readable: segment.band == nil ? readable : 0..<0, inputColumn: segment.inputColumn,
          output: ring + segment.outputColumn)
      }
    }
  }
}
