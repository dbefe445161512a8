// Fourier+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Fourier {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * geometry.groups * tiling.rows.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: workers, bytes: scratchBytes) { scratch in
      unsafe ParallelLoop.run(
        count: units, workers: workers,
        (fourier: self, input: input, output: output, scratch: scratch)
      ) { captures, worker, unit in
        unsafe captures.fourier.run(
          unit: unit, input: captures.input, output: captures.output,
          scratch: captures.scratch[worker])
      }
    }
  }

  /// Computes a row of tiles in the planes of one group of an image.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>
  ) {
    let (plane, row) = unit.quotientAndRemainder(dividingBy: tiling.rows.count)
    let (image, group) = plane.quotientAndRemainder(dividingBy: geometry.groups)
    let rows = tiling.rows[row]
    var isFinite = true
    for column in stride(from: 0, to: tiling.columns.count, by: 2) {
      let pair = unsafe computePair(
        rows: rows, column: column, group: group,
        plane: input + plane * geometry.inputPixels,
        output: output + plane * geometry.groupOutputChannels * geometry.outputPixels,
        scratch: scratch)
      isFinite = isFinite && pair
    }
    guard !isFinite else { return }
    let band = max(1, planar.tiling.bands.size)
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: band) {
      unsafe planar.run(
        rows: first..<min(first + band, rows.upperBound), groups: group..<group + 1, image: image,
        input: input, output: output, scratch: scratch)
    }
  }

  private typealias Microkernels = FourierMicrokernels<Scalar>

  /// Computes a tile and its right neighbor, if it has one, in all output channels of a group.
  ///
  /// - Parameters:
  ///   - plane: The input channel.
  ///   - output: The first output channel.
  /// - Returns: Whether all outputs were finite.
  private func computePair(
    rows: Range<Int>, column: Int, group: Int, plane: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>
  ) -> Bool {
    let microkernels = unsafe Microkernels(
      kernels, tiling, twiddles: twiddles.storage.baseAddress)
    let size = tiling.size
    let left = tiling.columns[column]
    let right =
      column + 1 < tiling.columns.count
      ? tiling.columns[column + 1] : left.upperBound..<left.upperBound
    let (panels, products) = unsafe (scratch + tiling.panels, scratch + tiling.products)
    unsafe microkernels.transformColumns(
      tile(row: rows.lowerBound, column: left.lowerBound, plane: plane, copy: scratch),
      right.isEmpty
        ? Microkernels.Tile(start: zeros.storage.baseAddress, rowStride: 0)
        : tile(
          row: rows.lowerBound, column: right.lowerBound, plane: plane,
          copy: scratch + size * size),
      into: panels)
    var isFinite = true
    for index in 0..<geometry.groupOutputChannels {
      let channel = group * geometry.groupOutputChannels + index
      let start =
        unsafe output + index * geometry.outputPixels
        + rows.lowerBound * geometry.width.output
      unsafe microkernels.multiplyRows(
        panels, by: spectra.storage.baseAddress + channel * 2 * size * size, columns: left.count,
        line: scratch + tiling.line, into: products)
      let pair = unsafe microkernels.transformOutput(
        products, bias: bias.map { unsafe $0.storage.baseAddress[channel] } ?? 0, range: range,
        into: Microkernels.Target(
          starts: (start + left.lowerBound, start + right.lowerBound),
          columns: (left.count, right.count), rows: rows.count,
          rowStride: geometry.width.output))
      isFinite = isFinite && pair
    }
    return isFinite
  }

  /// The inputs of a tile: where they are, or a copy with the padding around them.
  private func tile(
    row: Int, column: Int, plane: UnsafePointer<Scalar>, copy: UnsafeMutablePointer<Scalar>
  ) -> Microkernels.Tile {
    let patch = InputPatch<Scalar>(geometry)
    let (rows, columns) = (row..<row + tiling.size, column..<column + tiling.size)
    if patch.isInside(rows: rows, columns: columns) {
      return unsafe Microkernels.Tile(
        start: plane + patch.offset(row: row, column: column), rowStride: geometry.width.input)
    }
    unsafe patch.copy(
      plane: plane, rows: rows, columns: columns, into: copy, rowStride: tiling.size)
    return unsafe Microkernels.Tile(start: UnsafePointer(copy), rowStride: tiling.size)
  }
}
