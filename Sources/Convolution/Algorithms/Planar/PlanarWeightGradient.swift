// PlanarWeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the weight where every output channel reads one input channel: of
/// filters of images and depthwise layers.
///
///     gradient[o][r][s] = sum over images, y, x of
///       outputGradient[o][y][x] * input[y + r dilation][x + s dilation]
///
/// A row of the input meets as many rows of the output's gradient as the kernel is high, at as many
/// shifts as it is wide: lags, which are summed in `Double` whatever the scalar type. Items are bands
/// of output rows of an image. Each worker takes a share of them and has sums of its own, which are
/// added in order at the end.
struct PlanarWeightGradient<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  private let microkernel: LagMicrokernel
  private let band: PaddedBand<Scalar>
  private let bands: Pieces
  private let shares: Pieces

  /// The output rows of an item: many, as those of the input below it are taken twice.
  private static var bandRows: Int { 64 }

  /// Nil for another geometry, or rows beyond scratch.
  init?(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard geometry.groupInputChannels == 1, geometry.height.stride == 1, geometry.width.stride == 1
    else { return nil }
    self.geometry = geometry
    microkernel = LagMicrokernel(try options.kernels())
    band = PaddedBand(geometry)
    let rowBytes =
      Double(geometry.width.output + 2 * band.rowLength) * Double(MemoryLayout<Double>.size)
    let sumBytes =
      Double(geometry.height.kernel) * Double(geometry.width.kernel * microkernel.lanes)
      * Double(MemoryLayout<Double>.size)
    let fitting = (Double(Scratch.blockSize) - sumBytes) / rowBytes - 2
    guard fitting >= 1 else { return nil }
    bands = Pieces(
      of: geometry.height.output,
      atMost: min(Self.bandRows, Int(fitting), options.tuning.pieceLimit))
    let items = geometry.batch * bands.count
    let workers = min(try options.workers(for: geometry.multiplyAdds), max(1, items))
    shares = Pieces(of: items, atMost: items, multipleOf: workers)
  }

  /// Writes the gradient, every element of it.
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let count = geometry.outputChannels * geometry.kernelTaps
    let sums = try Tensor<Double>(shape: [max(1, shares.count), count], repeating: 0)
    try unsafe Scratch.withBlocks(workers: max(1, shares.count)) { scratch in
      ParallelLoop.run(count: shares.count, workers: shares.count) { worker, share in
        for item in shares[share] {
          let (image, bandIndex) = item.quotientAndRemainder(dividingBy: bands.count)
          for channel in 0..<geometry.outputChannels {
            let inputChannel =
              image * geometry.inputChannels + channel / geometry.groupOutputChannels
            unsafe add(
              rows: bands[bandIndex], plane: input + inputChannel * geometry.inputPixels,
              outputGradient: outputGradient
                + (image * geometry.outputChannels + channel) * geometry.outputPixels,
              scratch: scratch[worker],
              to: sums.storage.baseAddress + share * count + channel * geometry.kernelTaps)
          }
        }
      }
    }
    for index in 0..<count {
      var sum = 0.0
      for share in 0..<shares.count {
        unsafe sum += sums.storage.baseAddress[share * count + index]
      }
      unsafe weightGradient[index] = Scalar(sum)
    }
  }

  /// Adds the sums of a band of one channel.
  private func add(
    rows: Range<Int>, plane: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    scratch: UnsafeMutablePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    let lanes = microkernel.lanes
    let laneSums = unsafe scratch
    let gradient = unsafe laneSums + geometry.kernelTaps * lanes
    let row = unsafe gradient + rows.count * width.output
    let padded = unsafe UnsafeMutableRawPointer(row + band.rowLength)
      .assumingMemoryBound(to: Scalar.self)
    unsafe laneSums.update(repeating: 0, count: geometry.kernelTaps * lanes)
    unsafe Widening.widen(
      outputGradient + rows.lowerBound * width.output, count: rows.count * width.output,
      into: gradient)
    // The input rows of the band, counted from the padding's first.
    for inputRow in rows.lowerBound..<rows.upperBound + (height.kernel - 1) * height.dilation {
      // Those taps for which inputRow - tap * dilation is a row of the band.
      let above = inputRow - rows.upperBound + 1
      let first = above <= 0 ? 0 : (above - 1) / height.dilation + 1
      let last = min(height.kernel - 1, (inputRow - rows.lowerBound) / height.dilation)
      guard first <= last else { continue }
      unsafe band.copy(plane: plane, firstOutputRow: inputRow, rows: 1, into: padded)
      unsafe Widening.widen(padded, count: band.rowLength, into: row)
      unsafe microkernel.add(
        LagMicrokernel.Rows(
          start: gradient + (inputRow - first * height.dilation - rows.lowerBound) * width.output,
          stride: -height.dilation * width.output, count: last - first + 1),
        shifted: row, step: width.dilation, shifts: width.kernel, columns: 0..<width.output,
        to: laneSums + first * width.kernel * lanes)
    }
    for tap in 0..<geometry.kernelTaps {
      var sum = 0.0
      for lane in 0..<lanes { unsafe sum += laneSums[tap * lanes + lane] }
      unsafe sums[tap] += sum
    }
  }
}
