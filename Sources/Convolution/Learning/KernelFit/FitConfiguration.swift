// FitConfiguration.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What a fit is told beside its data.
struct FitConfiguration: Sendable {
  let kernelSize: Size2D
  let stride: Size2D
  let padding: Padding
  let dilation: Size2D
  let groups: Int
  let border: Border
  let hasBias: Bool
  let options: ConvolutionOptions

  /// Throws unless some data go with the parameters.
  func check() throws(ConvolutionError) {
    guard groups >= 1 else { throw .notPositive(name: "groups", value: groups) }
    _ = try AxisGeometry.checkedExtent(
      "height", kernel: kernelSize.height, stride: stride.height, dilation: dilation.height,
      padding: padding)
    _ = try AxisGeometry.checkedExtent(
      "width", kernel: kernelSize.width, stride: stride.width, dilation: dilation.width,
      padding: padding)
    if let constant = border.constantValue, !constant.isFinite {
      throw .notFinite(name: "the border")
    }
    _ = try options.checkedWorkers()
  }

  static func check(ridge: Double) throws(ConvolutionError) {
    guard ridge >= 0, ridge.isFinite else {
      throw .invalidValue(name: "ridge", value: "\(ridge)", accepted: "0 or a larger finite number")
    }
  }

  /// A pair of pictures, or of batches, whose shapes belong together.
  func pair<Scalar>(
    input: Tensor<Scalar>, output: Tensor<Scalar>, pixelWeights: Tensor<Scalar>?
  ) throws(ConvolutionError) -> FitPair<Scalar> {
    let lead = input.rank == 2 ? [1, 1] : []
    guard input.rank == 2 || input.rank == 4 else {
      throw .rankMismatch(
        name: "input", expected: "[height, width] or [batch, channels, height, width]",
        shape: input.shape)
    }
    guard output.rank == input.rank else {
      throw .rankMismatch(
        name: "output",
        expected: lead.isEmpty ? "[batch, channels, height, width]" : "[height, width]",
        shape: output.shape)
    }
    let (inputShape, outputShape) = (lead + input.shape, lead + output.shape)
    let geometry = try ConvolutionGeometry(
      inputShape: inputShape,
      weightShape: [
        outputShape[1], inputShape[1] / groups, kernelSize.height, kernelSize.width,
      ],
      stride: stride, padding: padding, dilation: dilation, groups: groups, border: border)
    try Convolution.check(
      output, "output", is: Array(geometry.outputShape.dropFirst(lead.count)))
    if let pixelWeights {
      let (batch, pixels) = ([geometry.batch], Array(geometry.outputShape.suffix(2)))
      try Convolution.check(
        pixelWeights, "pixel weights", is: lead.isEmpty ? batch + pixels : pixels)
      for (index, weight) in pixelWeights.elements.enumerated()
      where !(weight >= 0 && weight.isFinite) {
        throw .invalidValue(
          name: "pixel weight \(index)", value: "\(weight)", accepted: "0 or a larger finite number"
        )
      }
    }
    return FitPair(geometry: geometry, input: input, output: output, pixelWeights: pixelWeights)
  }
}
