// Gradients.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradients of a loss with respect to what a convolution was computed from.
public struct ConvolutionGradients<Scalar: TensorScalar>: Equatable, Sendable {
  /// Of the input's shape: `[batch, inputChannels, height, width]`, without height in one dimension.
  public var input: Tensor<Scalar>
  /// Of the weight's shape: `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`,
  /// in a transposed convolution `[inputChannels, outputChannels / groups, ...]`.
  public var weight: Tensor<Scalar>
  /// `[outputChannels]`
  public var bias: Tensor<Scalar>

  /// Gradients that were computed elsewhere.
  public init(input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>) {
    self.input = input
    self.weight = weight
    self.bias = bias
  }
}

/// The gradients of
/// ``conv2D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)`` with respect
/// to input, weight and bias.
///
/// - Parameters:
///   - geometry: The sizes of the convolution, which say what the output's size alone leaves open.
///   - input: `geometry.inputShape`
///   - weight: `geometry.weightShape`
///   - outputGradient: `geometry.outputShape`, the gradient of the loss with respect to the output.
///   - accuracy: What the input's gradient must be within.
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: Twice the FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func conv2DGradients<Scalar>(
  _ geometry: ConvolutionGeometry, input: Tensor<Scalar>, weight: Tensor<Scalar>,
  outputGradient: Tensor<Scalar>, accuracy: Accuracy = .strict,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
  try check(input, "input", is: geometry.inputShape)
  try check(weight, "weight", is: geometry.weightShape)
  return ConvolutionGradients(
    input: try conv2DInputGradient(
      geometry, weight: weight, outputGradient: outputGradient, accuracy: accuracy,
      options: options),
    weight: try conv2DWeightGradient(
      geometry, input: input, outputGradient: outputGradient, options: options),
    bias: try conv2DBiasGradient(geometry, outputGradient: outputGradient, options: options))
}

/// The gradient with respect to the input.
///
/// ```
/// inputGradient[n][c][i][j] =
///   sum of weight[o][c][r][s] * outputGradient[n][o][y][x]
///   over all o, r, s, y, x whose tap (r, s) at (y, x) reads input element (i, j)
/// ```
///
/// The adjoint of the convolution, and the forward pass of a transposed one. Input elements that no
/// kernel position covers get 0. An element that a border repeats gets the sum over its images.
///
/// - Parameters:
///   - geometry: The sizes of the convolution.
///   - weight: `geometry.weightShape`
///   - outputGradient: `geometry.outputShape`
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `geometry.inputShape`
/// - Complexity: The FLOPs of the forward pass, and at most 4 MiB of scratch a thread. With a stride,
///   memory for the gradient of an image, or of several that fit into 1 MiB a thread, whose parts are
///   computed before they are put together.
public func conv2DInputGradient<Scalar>(
  _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
  accuracy: Accuracy = .strict, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(weight, "weight", is: geometry.weightShape)
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  return try Engine.inputGradient(
    geometry, weight: weight, outputGradient: outputGradient, accuracy: accuracy,
    options: options)
}

/// The gradient with respect to the weight.
///
/// ```
/// weightGradient[o][c][r][s] = sum over n, y, x of outputGradient[n][o][y][x] *
///   input[n][g C/groups + c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// An empty batch gives zeros.
///
/// - Parameters:
///   - geometry: The sizes of the convolution.
///   - input: `geometry.inputShape`
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `geometry.weightShape`
/// - Complexity: The FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func conv2DWeightGradient<Scalar>(
  _ geometry: ConvolutionGeometry, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(input, "input", is: geometry.inputShape)
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  return try Engine.weightGradient(
    geometry, input: input, outputGradient: outputGradient, options: options)
}

/// The gradient with respect to the bias: the sum of the output's over images and pixels.
///
/// - Parameters:
///   - geometry: The sizes of the convolution.
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `[outputChannels]`; zeros for an empty batch.
/// - Complexity: One addition for every element of the gradient; no scratch.
public func conv2DBiasGradient<Scalar>(
  _ geometry: ConvolutionGeometry, outputGradient: Tensor<Scalar>,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  return try Engine.biasGradient(outputGradient: outputGradient, options: options)
}
