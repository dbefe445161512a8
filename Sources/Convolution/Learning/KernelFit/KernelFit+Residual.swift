// KernelFit+Residual.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Residuals that were measured, channel by channel.
struct MeasuredResidual {
  /// The weighted sums of squares of the output channels.
  var squares: [Double]
  var largest: Double?
  /// The sum of the weights of one channel's pixels.
  var weightSum: Double

  var summary: FitResidual {
    let weights = weightSum * Double(squares.count)
    return FitResidual(
      rootMeanSquare: weights > 0 ? (squares.reduce(0, +) / weights).squareRoot() : 0,
      largest: largest)
  }
}

extension KernelFit {
  /// Measures the residual of a pair, whose geometry has the shape of this fit's weight.
  ///
  /// The prediction is made in strips of rows, each with its padding in place, so that the memory
  /// does not depend on the size of the picture.
  func residual(of pair: FitPair<Scalar>) throws(ConvolutionError) -> MeasuredResidual {
    let geometry = pair.geometry
    var result = MeasuredResidual(
      squares: [Double](repeating: 0, count: geometry.outputChannels), largest: 0, weightSum: 0)
    guard !pair.output.isEmpty else { return result }
    let strips = Pieces(size: stripRows(geometry), of: geometry.height.output)
    var strip = try Strip(self, geometry, rows: strips[0].count)
    for image in 0..<geometry.batch {
      for index in 0..<strips.count {
        let range = strips[index]
        if range.count != strip.rows { strip = try Strip(self, geometry, rows: range.count) }
        try strip.predict(pair, image: image, firstRow: range.lowerBound)
        strip.measure(pair, image: image, firstRow: range.lowerBound, into: &result)
      }
    }
    return result
  }

  /// As many rows as 4 MiB hold beside those that the kernel covers; all of them where those alone
  /// are more than the picture.
  private func stripRows(_ geometry: ConvolutionGeometry) -> Int {
    guard !Strip<Scalar>.isWhole(geometry) else { return geometry.height.output }
    // In floating point, where nothing overflows.
    let size = Double(MemoryLayout<Scalar>.size)
    let row =
      Double(geometry.inputChannels) * Double(geometry.height.stride)
      * Double(PaddedBand<Scalar>(geometry).rowLength)
      + Double(geometry.outputChannels) * Double(geometry.width.output)
    let fitting = max(1, Int(min(Double(geometry.height.output), 4 * 0x1p20 / (row * size))))
    return min(fitting, configuration.options.tuning.pieceLimit)
  }
}

/// Rows of the output, and the padded rows of the input that they are computed from; or a whole
/// image.
private struct Strip<Scalar: TensorScalar> {
  let rows: Int
  /// Nil for a whole image, which needs no padding in place.
  private let band: PaddedBand<Scalar>?
  private let plan: ConvolutionPlan<Scalar>
  private var input: Tensor<Scalar>
  private var prediction: Tensor<Scalar>

  /// Whether the rows under the kernel, with their padding, are more than input and output together:
  /// of a dilation that reaches far beyond the picture.
  static func isWhole(_ geometry: ConvolutionGeometry) -> Bool {
    let band = PaddedBand<Scalar>(geometry)
    return Double(band.rows(for: 1)) * Double(band.rowLength)
      > 4 * (Double(geometry.inputPixels) + Double(geometry.outputPixels)) + 0x1p20
  }

  init(
    _ fit: KernelFit<Scalar>, _ geometry: ConvolutionGeometry, rows: Int
  ) throws(ConvolutionError) {
    self.rows = rows
    let isWhole = Self.isWhole(geometry)
    let band = PaddedBand<Scalar>(geometry)
    let size =
      isWhole
      ? [geometry.height.input, geometry.width.input] : [band.rows(for: rows), band.rowLength]
    let strip = try ConvolutionGeometry(
      inputShape: [1, geometry.inputChannels] + size, weightShape: geometry.weightShape,
      stride: geometry.stride, padding: isWhole ? geometry.padding : .valid,
      dilation: geometry.dilation, groups: geometry.groups, border: geometry.border)
    self.band = isWhole ? nil : band
    plan = try ConvolutionPlan(
      strip, weight: fit.weight, bias: fit.bias, options: fit.configuration.options)
    input = try Tensor(uninitializedShape: strip.inputShape)
    prediction = try Tensor(uninitializedShape: strip.outputShape)
  }

  /// Predicts the output rows from `firstRow` on.
  mutating func predict(
    _ pair: FitPair<Scalar>, image: Int, firstRow: Int
  ) throws(ConvolutionError) {
    let pixels = pair.geometry.inputPixels
    let planes = unsafe pair.input(image: image, group: 0)
    if let band {
      let rows = band.rows(for: rows)
      for channel in 0..<pair.geometry.inputChannels {
        unsafe band.copy(
          plane: planes + channel * pixels, firstOutputRow: firstRow, rows: rows,
          into: input.storage.baseAddress + channel * rows * band.rowLength)
      }
    } else {
      unsafe input.storage.baseAddress.update(from: planes, count: input.count)
    }
    try plan.run(input, into: &prediction)
  }

  /// Adds the differences between the outputs and the prediction.
  func measure(
    _ pair: FitPair<Scalar>, image: Int, firstRow: Int, into result: inout MeasuredResidual
  ) {
    let geometry = pair.geometry
    let count = rows * geometry.width.output
    let first = firstRow * geometry.width.output
    let outputs = unsafe pair.output(image: image, group: 0) + first
    let weights = unsafe pair.pixelWeights(image: image).map { unsafe $0 + first }
    var largest = result.largest ?? 0
    for channel in 0..<geometry.outputChannels {
      let output = unsafe outputs + channel * geometry.outputPixels
      let predicted = unsafe prediction.storage.baseAddress + channel * count
      if let weights = unsafe weights {
        for index in 0..<count where unsafe weights[index] > 0 {
          let difference = unsafe Double(output[index]) - Double(predicted[index])
          unsafe result.squares[channel] += Double(weights[index]) * difference * difference
          largest = max(largest, abs(difference))
        }
      } else {
        let (squares, peak) = unsafe Summation.differences(output, predicted, count: count)
        result.squares[channel] += squares
        largest = max(largest, peak)
      }
    }
    result.largest = largest
    result.weightSum +=
      unsafe weights.map { unsafe Summation.sum($0, count: count) } ?? Double(count)
  }
}
