// OneDimension.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The convolution of deep learning in one dimension: sequences of many channels, correlated with a
/// weight.
///
/// ```
/// output[n][o][x] = bias[o] +
///   sum over c, s of weight[o][c][s] * input[n][g C/groups + c][x stride + s dilation - before]
/// ```
///
/// where `C` is the number of input channels and `g = o / (outputChannels / groups)`. This is
/// ``conv2D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)`` with a height
/// of 1, and errors call the length the width. PyTorch's `torch.nn.functional.conv1d`.
///
/// - Parameters:
///   - input: `[batch, inputChannels, length]`
///   - weight: `[outputChannels, inputChannels / groups, kernelLength]`
///   - bias: `[outputChannels]`, or nil for none.
///   - stride: The step from one position of the kernel to the next.
///   - padding: How far the input continues beyond its ends.
///   - dilation: The step from one element of the kernel to the next.
///   - groups: The number of groups that the channels are divided into.
///   - border: What the padding holds.
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Returns: `[batch, outputChannels, outputLength]`; see ``Padding`` for its length.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x batch x outputChannels x outputLength x inputChannels / groups x kernelLength
///   FLOPs, and at most 4 MiB of scratch a thread.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func conv1D<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
  stride: Int = 1, padding: Padding1D = .valid, dilation: Int = 1, groups: Int = 1,
  border: Border = .zeros, accuracy: Accuracy = .strict,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try RowAxes.check(input: input, weight: weight, is: RowAxes.weight)
  return try conv2D(
    input.asImages, weight: weight.asImages, bias: bias,
    stride: Size2D(height: 1, width: stride), padding: padding.ofRow,
    dilation: Size2D(height: 1, width: dilation), groups: groups, border: border,
    accuracy: accuracy, options: options
  ).asRows
}

/// The gradients of
/// ``conv1D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)`` with respect
/// to input, weight and bias.
///
/// - Parameters:
///   - input: `[batch, inputChannels, length]`
///   - weight: `[outputChannels, inputChannels / groups, kernelLength]`
///   - outputGradient: `[batch, outputChannels, outputLength]`, the gradient of the loss with
///     respect to the output.
///   - stride: The step from one position of the kernel to the next.
///   - padding: How far the input continues beyond its ends.
///   - dilation: The step from one element of the kernel to the next.
///   - groups: The number of groups that the channels are divided into.
///   - border: What the padding holds.
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: Twice the FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
public func conv1DGradients<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
  stride: Int = 1, padding: Padding1D = .valid, dilation: Int = 1, groups: Int = 1,
  border: Border = .zeros, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
  try Conv1D(
    weight: weight, stride: stride, padding: padding, dilation: dilation, groups: groups,
    border: border, options: options
  ).gradients(input: input, outputGradient: outputGradient)
}

// MARK: - Transposed

/// The transposed convolution in one dimension: every input puts the kernel, times its value, onto
/// the output.
///
/// This is
/// ``convTranspose2D(_:weight:bias:stride:padding:outputPadding:outputSize:dilation:groups:options:)``
/// with a height of 1, and errors call the length the width. PyTorch's
/// `torch.nn.functional.conv_transpose1d`.
///
/// - Parameters:
///   - input: `[batch, inputChannels, length]`
///   - weight: `[inputChannels, outputChannels / groups, kernelLength]`
///   - bias: `[outputChannels]`, or nil for none.
///   - stride: The step from one position of the kernel, on the output, to the next.
///   - padding: How much of the output is cut off at its ends.
///   - outputPadding: Elements after the last that the kernel reaches, fewer than the stride or the
///     dilation.
///   - outputLength: The length of the output, in place of the one that follows from
///     `outputPadding`.
///   - dilation: The step from one element of the kernel to the next.
///   - groups: The number of groups that the channels are divided into.
///   - options: How to compute it.
/// - Returns: `[batch, outputChannels, outputLength]`; see ``TransposedConvolutionGeometry`` for its
///   length.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x batch x inputChannels x length x outputChannels / groups x kernelLength FLOPs,
///   and at most 4 MiB of scratch a thread.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func convTranspose1D<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
  stride: Int = 1, padding: Padding1D = .valid, outputPadding: Int = 0, outputLength: Int? = nil,
  dilation: Int = 1, groups: Int = 1, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try RowAxes.check(input: input, weight: weight, is: RowAxes.transposedWeight)
  return try convTranspose2D(
    input.asImages, weight: weight.asImages, bias: bias,
    stride: Size2D(height: 1, width: stride), padding: padding.ofRow,
    outputPadding: Size2D(height: 0, width: outputPadding),
    outputSize: outputLength.map { Size2D(height: 1, width: $0) },
    dilation: Size2D(height: 1, width: dilation), groups: groups, options: options
  ).asRows
}
