// Conv2D+Gradients.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Conv2D {
  /// The gradients of a loss with respect to input, weight and bias, from its gradient with respect
  /// to this layer's output.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, height, width]`, what the output was computed from.
  ///   - outputGradient: `[batch, outputChannels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: Twice the FLOPs of the forward pass, and at most 4 MiB of scratch a thread. With
  ///   an activation, once more the forward pass: it decides which outputs pass a gradient on.
  public func gradients(
    input: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
    try conv2DGradients(
      geometry(inputShape: input.shape), input: input, weight: weight,
      outputGradient: passedOn(outputGradient, input: input), accuracy: accuracy,
      options: options)
  }

  /// The gradient with respect to the output before the activation: 0 where the activation holds the
  /// output to a bound, as in PyTorch.
  private func passedOn(
    _ outputGradient: Tensor<Scalar>, input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    guard activation != .none else { return outputGradient }
    let range = try activation.range(Scalar.self)
    let output = try self(input)
    try check(outputGradient, "output gradient", is: output.shape)
    return try outputGradient.combined(with: output) { gradient, output in
      output <= range.lowerBound || output >= range.upperBound ? 0 : gradient
    }
  }

  /// One step of gradient descent: `weight -= learningRate * gradients.weight`, and the bias, if
  /// there is one, likewise.
  ///
  /// - Throws: A ``ConvolutionError`` when a gradient has another shape than its parameter or the
  ///   learning rate is not finite; the layer is unchanged then.
  public mutating func descend(
    along gradients: ConvolutionGradients<Scalar>, learningRate: Scalar
  ) throws(ConvolutionError) {
    (weight, bias) = try gradients.descended(
      weight: weight, bias: bias, learningRate: learningRate)
  }
}
