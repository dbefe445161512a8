// ConvolutionGradients+Descent.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ConvolutionGradients {
  /// The parameters of a layer after one step of gradient descent.
  ///
  /// - Throws: A ``ConvolutionError`` when a gradient has another shape than its parameter or the
  ///   learning rate is not finite.
  func descended(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?, learningRate: Scalar
  ) throws(ConvolutionError) -> (weight: Tensor<Scalar>, bias: Tensor<Scalar>?) {
    guard learningRate.isFinite else {
      throw .invalidValue(
        name: "learning rate", value: "\(learningRate)", accepted: "a finite number")
    }
    try check(self.weight, "weight gradient", is: weight.shape)
    if let bias { try check(self.bias, "bias gradient", is: bias.shape) }
    return (
      weight: try weight.combined(with: self.weight) { $0 - learningRate * $1 },
      bias: try bias?.combined(with: self.bias) { $0 - learningRate * $1 }
    )
  }
}
