// Transposed.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The transposed convolution: every input puts the kernel, times its value, onto the output.
///
/// ```
/// output[n][o][i][j] = bias[o] +
///   sum of weight[c][o - g O/groups][r][s] * input[n][c][y][x]
///   over all c, r, s, y, x with i = y stride + r dilation - top, j = x stride + s dilation - left
/// ```
///
/// where `O` is the number of output channels and `g = c / (inputChannels / groups)`. It makes
/// images larger, by the stride. It undoes the sizes of a convolution, not its numbers: it is the
/// gradient of one with respect to its input, and is computed as that.
///
/// ```swift
/// let input: Tensor<Float> = [[[[1, 2], [3, 4]]]]
/// let y = try convTranspose2D(input, weight: [[[[1, 10], [100, 1000]]]], stride: 2)
/// // [[[[1, 10, 2, 20], [100, 1000, 200, 2000], [3, 30, 4, 40], [300, 3000, 400, 4000]]]]
/// ```
///
/// PyTorch's `torch.nn.functional.conv_transpose2d`, ONNX's `ConvTranspose`.
///
/// - Parameters:
///   - input: `[batch, inputChannels, height, width]`
///   - weight: `[inputChannels, outputChannels / groups, kernelHeight, kernelWidth]`
///   - bias: `[outputChannels]`, or nil for none.
///   - stride: The step from one position of the kernel, on the output, to the next.
///   - padding: How much of the output is cut off at its edges.
///   - outputPadding: Rows and columns after the last that the kernel reaches, fewer than the stride
///     or the dilation.
///   - outputSize: The size of the output, in place of the one that follows from `outputPadding`.
///   - dilation: The step from one element of the kernel to the next.
///   - groups: The number of groups that the channels are divided into.
///   - options: How to compute it.
/// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`; see
///   ``TransposedConvolutionGeometry`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x batch x inputChannels x height x width x outputChannels / groups x kernelHeight
///   x kernelWidth FLOPs, and at most 4 MiB of scratch a thread. With a stride, memory for the output of
///   an image, or of several that fit into 1 MiB a thread, whose parts are computed before they are put
///   together.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func convTranspose2D<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
  stride: Size2D = 1, padding: Padding = .valid, outputPadding: Size2D = 0,
  outputSize: Size2D? = nil, dilation: Size2D = 1, groups: Int = 1,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let geometry = try TransposedConvolutionGeometry(
    inputShape: input.shape, weightShape: weight.shape, stride: stride, padding: padding,
    outputPadding: outputPadding, outputSize: outputSize, dilation: dilation, groups: groups)
  return try TransposedPlan(geometry, weight: weight, bias: bias, options: options)(input)
}

// MARK: - Gradients

/// The gradients of a transposed convolution with respect to input, weight and bias.
///
/// - Parameters:
///   - geometry: The sizes of the transposed convolution.
///   - input: `geometry.inputShape`
///   - weight: `geometry.weightShape`
///   - outputGradient: `geometry.outputShape`, the gradient of the loss with respect to the output.
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: Twice the FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func convTranspose2DGradients<Scalar>(
  _ geometry: TransposedConvolutionGeometry, input: Tensor<Scalar>, weight: Tensor<Scalar>,
  outputGradient: Tensor<Scalar>, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
  try check(input, "input", is: geometry.inputShape)
  try check(weight, "weight", is: geometry.weightShape)
  return ConvolutionGradients(
    input: try convTranspose2DInputGradient(
      geometry, weight: weight, outputGradient: outputGradient, options: options),
    weight: try convTranspose2DWeightGradient(
      geometry, input: input, outputGradient: outputGradient, options: options),
    bias: try convTranspose2DBiasGradient(
      geometry, outputGradient: outputGradient, options: options))
}

/// The gradient of a transposed convolution with respect to its input: the convolution that it is
/// the transpose of.
///
/// - Parameters:
///   - geometry: The sizes of the transposed convolution.
///   - weight: `geometry.weightShape`
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `geometry.inputShape`
/// - Complexity: The FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func convTranspose2DInputGradient<Scalar>(
  _ geometry: TransposedConvolutionGeometry, weight: Tensor<Scalar>,
  outputGradient: Tensor<Scalar>, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(weight, "weight", is: geometry.weightShape)
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  return try ConvolutionPlan(geometry.convolution, weight: weight, options: options)(
    outputGradient)
}

/// The gradient of a transposed convolution with respect to its weight.
///
/// ```
/// weightGradient[c][o][r][s] = sum over n, y, x of input[n][c][y][x] *
///   outputGradient[n][g O/groups + o][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// An empty batch gives zeros.
///
/// - Parameters:
///   - geometry: The sizes of the transposed convolution.
///   - input: `geometry.inputShape`
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `geometry.weightShape`
/// - Complexity: The FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func convTranspose2DWeightGradient<Scalar>(
  _ geometry: TransposedConvolutionGeometry, input: Tensor<Scalar>,
  outputGradient: Tensor<Scalar>, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(input, "input", is: geometry.inputShape)
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  // The two change roles: what the convolution reads is the output.
  return try Engine.weightGradient(
    geometry.convolution, input: outputGradient, outputGradient: input, options: options)
}

/// The gradient of a transposed convolution with respect to its bias: the sum of the output's over
/// images and pixels.
///
/// - Parameters:
///   - geometry: The sizes of the transposed convolution.
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Returns: `[outputChannels]`; zeros for an empty batch.
/// - Complexity: One addition for every element of the gradient; no scratch.
public func convTranspose2DBiasGradient<Scalar>(
  _ geometry: TransposedConvolutionGeometry, outputGradient: Tensor<Scalar>,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try check(outputGradient, "output gradient", is: geometry.outputShape)
  return try Engine.biasGradient(outputGradient: outputGradient, options: options)
}
