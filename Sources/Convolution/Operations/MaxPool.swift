// MaxPool.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The largest element under each position of a window, in every channel by itself.
///
/// ```
/// output[n][c][y][x] = max over r, s of
///   input[n][c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// The padding holds nothing: a window over nothing else gives -infinity. A window with a NaN in it
/// gives NaN.
///
/// PyTorch's `torch.nn.functional.max_pool2d`, ONNX's `MaxPool`.
///
/// - Parameters:
///   - input: `[batch, channels, height, width]`
///   - kernelSize: The height and width of the window.
///   - stride: The step from one position of the window to the next; nil is the window's size.
///   - padding: How far windows may begin before the input's edges, and end after them.
///   - dilation: The step from one element of the window to the next.
///   - ceilMode: Whether input that the last whole window leaves over gets one more; see
///     ``PoolingGeometry``.
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `[batch, channels, outputHeight, outputWidth]`; see ``Padding`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: kernelHeight x input width + kernelWidth x outputWidth comparisons for every output
///   row, and scratch for one input row a thread.
public func maxPool2D<Scalar>(
  _ input: Tensor<Scalar>, kernelSize: Size2D, stride: Size2D? = nil, padding: Padding = .valid,
  dilation: Size2D = 1, ceilMode: Bool = false, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let geometry = try PoolingGeometry(
    inputShape: input.shape, kernelSize: kernelSize, stride: stride, padding: padding,
    dilation: dilation, ceilMode: ceilMode)
  return try Engine.maxPool(geometry, input: input, options: options)
}

/// The gradient of
/// ``maxPool2D(_:kernelSize:stride:padding:dilation:ceilMode:options:)`` with respect to its input.
///
/// Every element of the output's gradient goes to the element that was the largest under its window:
/// the first of several in row-major order, but the last that is NaN, as in PyTorch.
///
/// - Parameters:
///   - geometry: The sizes of the pooling.
///   - input: `geometry.inputShape`, what the output was computed from.
///   - outputGradient: `geometry.outputShape`
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `geometry.inputShape`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: kernelHeight x kernelWidth comparisons for every output; no scratch.
public func maxPool2DGradient<Scalar>(
  _ geometry: PoolingGeometry, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try geometry.check(input: input)
  try geometry.check(outputGradient: outputGradient)
  return try Engine.maxPoolGradient(
    geometry, input: input, outputGradient: outputGradient, options: options)
}
