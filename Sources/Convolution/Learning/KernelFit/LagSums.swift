// LagSums.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The moments of a stride of 1 and one input channel a group, from the lags between the taps.
///
/// The product of two columns of the im2col matrix is a sum over a window of the padded picture,
///
///     moment[(r, s), (r + i, t)] = sum over Y in [r, r + H), X in [t, t + W) of
///       picture[Y + i][X] * picture[Y][X - (t - s)]
///
/// whose terms depend on the taps through the lag (i, t - s) alone: of 7x7 taps there are 91 lags
/// where there are 1225 products of columns. Only the window differs, and it only at the picture's
/// edges. So the terms are summed once for every lag: over the rows and columns that all windows
/// share, and apart from those for each row and column that some windows lack. A moment is then a
/// sum of such sums. Nothing is subtracted, and so nothing cancels. With dilation, r, s, t and i are
/// multiples of it.
///
/// The products with an output are sums of the same kind, over one window, and the output lies in
/// zeros instead.
struct LagSums<Scalar: TensorScalar>: FitSums {
  private let geometry: ConvolutionGeometry
  private let offsets: FitOffsets
  private let microkernel: LagMicrokernel
  private let layout: LagLayout
  private let bands: [Range<Int>]
  private let hasBias: Bool

  /// Nil where the geometry is another, or the rows that a kernel covers are too many for scratch.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for an instruction set that
  ///   the environment names and the machine lacks.
  init?(
    _ geometry: ConvolutionGeometry, offsets: FitOffsets, hasBias: Bool,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let microkernel = LagMicrokernel(try options.kernels())
    guard geometry.height.stride == 1, geometry.width.stride == 1, geometry.groupInputChannels == 1,
      let layout = LagLayout(
        geometry, lanes: microkernel.lanes, pieceLimit: options.tuning.pieceLimit)
    else { return nil }
    self.geometry = geometry
    self.offsets = offsets
    self.microkernel = microkernel
    self.layout = layout
    self.hasBias = hasBias
    bands = layout.bands
  }

  var items: Int { geometry.batch * bands.count }

  /// The rows and columns of the moments.
  private var size: Int { geometry.taps + 1 + geometry.groupOutputChannels }

  var scratchBytes: Int { layout.scratchCount * MemoryLayout<Double>.size }

  // The lanes of one band, the lanes with each other, the edges, and the bands.
  var longestChain: Double {
    Double(layout.bandRows * (layout.padded.width / layout.lanes + 1) + layout.lanes)
      + Double(2 * layout.margin) + Double(geometry.batch) * Double(layout.padded.height)
  }

  func add(
    _ items: Range<Int>, group: Int, of pair: FitPair<Scalar>, scratch: UnsafeMutableRawPointer,
    to moments: inout FitMoments
  ) {
    let work = unsafe LagScratch<Scalar>(layout, at: scratch)
    unsafe work.clear()
    unsafe moments.withUnsafeMutableProducts { products in
      for item in items {
        let (image, index) = item.quotientAndRemainder(dividingBy: bands.count)
        let band = bands[index]
        unsafe load(band, image: image, group: group, of: pair, into: work)
        for row in band {
          unsafe addLags(row, band: band, work)
          if row < geometry.height.output {
            unsafe addOutputs(row, band: band, work, to: products)
          }
          if hasBias { unsafe addWindows(row, band: band, work, to: products) }
        }
        unsafe work.gather()
        unsafe work.gatherOutputs { channel, tap, sum in
          unsafe products[tap * size + geometry.taps + 1 + channel] += sum
        }
        // The rows that all windows share stay together; every other one goes where it belongs.
        let isLast = item + 1 == items.upperBound || index + 1 == bands.count
        if isLast || band.count == 1 || bands[index + 1].lowerBound >= layout.sharedRows.upperBound
        {
          unsafe spread(row: band.lowerBound, work, to: products)
        }
      }
    }
  }

  /// Converts the rows of a band, those that its kernels reach down to, and the outputs.
  private func load(
    _ band: Range<Int>, image: Int, group: Int, of pair: FitPair<Scalar>,
    into work: LagScratch<Scalar>
  ) {
    let padded = PaddedBand<Scalar>(geometry)
    let plane = unsafe pair.input(image: image, group: group)
    let end = min(band.upperBound + layout.reach, layout.padded.height)
    for row in band.lowerBound..<end {
      unsafe padded.copy(plane: plane, firstOutputRow: row, rows: 1, into: work.row)
      unsafe Widening.widen(
        work.row, count: layout.padded.width, offset: offsets.input[group],
        into: work.inputRow(row - band.lowerBound))
    }
    for channel in 0..<geometry.groupOutputChannels {
      let output =
        unsafe pair.output(image: image, group: group) + channel * geometry.outputPixels
      for row in band.clamped(to: 0..<geometry.height.output) {
        unsafe Widening.widen(
          output + row * geometry.width.output, count: geometry.width.output,
          offset: offsets.output[group * geometry.groupOutputChannels + channel],
          into: work.outputRow(row - band.lowerBound, channel: channel))
      }
    }
  }

  // MARK: - One row

  /// The rows under the kernel's rows when its first lies on `row`, as far as there are any.
  private func rows(
    _ row: Int, band: Range<Int>, _ work: LagScratch<Scalar>
  ) -> LagMicrokernel.Rows {
    let count = min(
      geometry.height.kernel, (layout.padded.height - 1 - row) / geometry.height.dilation + 1)
    return unsafe LagMicrokernel.Rows(
      start: work.inputRow(row - band.lowerBound),
      stride: geometry.height.dilation * layout.pitch, count: count)
  }

  /// Adds the products of `row` with itself and the rows below, at every lag.
  private func addLags(_ row: Int, band: Range<Int>, _ work: LagScratch<Scalar>) {
    let rows = unsafe self.rows(row, band: band, work)
    let shifted = unsafe work.inputRow(row - band.lowerBound) + layout.margin
    for columns in layout.sharedColumnPieces {
      unsafe microkernel.add(
        rows, shifted: shifted, step: -geometry.width.dilation, shifts: layout.shifts,
        columns: columns, to: work.sharedLanes)
    }
    for (index, columns) in layout.edgeColumnPieces.enumerated() {
      unsafe microkernel.add(
        rows, shifted: shifted, step: -geometry.width.dilation, shifts: layout.shifts,
        columns: columns, to: work.edgeLanes(index))
    }
  }

  /// Adds the products of an output row with the input rows under the kernel.
  private func addOutputs(
    _ row: Int, band: Range<Int>, _ work: LagScratch<Scalar>,
    to products: UnsafeMutablePointer<Double>
  ) {
    let rows = unsafe self.rows(row, band: band, work)
    for channel in 0..<geometry.groupOutputChannels {
      let output = unsafe work.outputRow(row - band.lowerBound, channel: channel)
      for columns in layout.columnPieces {
        unsafe microkernel.add(
          rows, shifted: output, step: -geometry.width.dilation, shifts: geometry.width.kernel,
          columns: columns, to: work.outputLanes(channel))
      }
      let index = geometry.taps + 1 + channel
      let count = geometry.width.output
      unsafe products[geometry.taps * size + index] += Summation.sum(output, count: count)
      unsafe products[index * size + index] += Summation.sumOfSquares(output, count: count)
    }
    unsafe products[geometry.taps * size + geometry.taps] += Double(geometry.width.output)
  }

  /// Adds the sums of a row's windows to the taps' products with 1.
  private func addWindows(
    _ row: Int, band: Range<Int>, _ work: LagScratch<Scalar>,
    to products: UnsafeMutablePointer<Double>
  ) {
    let start = unsafe work.inputRow(row - band.lowerBound)
    for column in 0..<geometry.width.kernel {
      let sum = unsafe Summation.sum(
        start + column * geometry.width.dilation, count: geometry.width.output)
      for tapRow in layout.tapRows(onRow: row) {
        let tap = tapRow * geometry.width.kernel + column
        unsafe products[tap * size + geometry.taps] += sum
      }
    }
  }

  // MARK: - From lags to taps

  /// Adds the lags that were gathered from rows like `row` to the moments of all taps whose windows
  /// have the row, and forgets them.
  private func spread(
    row: Int, _ work: LagScratch<Scalar>, to products: UnsafeMutablePointer<Double>
  ) {
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    let tapRows = layout.tapRows(onRow: row)
    for below in 0..<height {
      let firstRows = tapRows.clamped(to: 0..<height - below)
      guard !firstRows.isEmpty else { continue }
      for first in 0..<width {
        for second in (below == 0 ? first : 0)..<width {
          let sum = unsafe work.lag(
            below: below, shift: second - first + width - 1, window: layout.window(ofTap: second))
          for tapRow in firstRows {
            let (left, right) = (
              tapRow * width + first, (tapRow + below) * width + second
            )
            unsafe products[left * size + right] += sum
          }
        }
      }
    }
    unsafe work.forget()
  }
}
