// AveragePool.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The mean of the elements under each position of a window, in every channel by itself.
///
/// ```
/// output[n][c][y][x] = 1 / count * sum over r, s of
///   input[n][c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// where `count` is the number of elements of the window that lie within the input or, with
/// `countIncludePad`, within the input or its padding. What `ceilMode` lets reach beyond the padding
/// never counts. A window over padding alone gives 0.
///
/// PyTorch's `torch.nn.functional.avg_pool2d`; ONNX's `AveragePool`, whose `count_include_pad` is
/// false unless it is set.
///
/// - Parameters:
///   - input: `[batch, channels, height, width]`
///   - kernelSize: The height and width of the window.
///   - stride: The step from one position of the window to the next; nil is the window's size.
///   - padding: How far windows may begin before the input's edges, and end after them.
///   - dilation: The step from one element of the window to the next.
///   - ceilMode: Whether input that the last whole window leaves over gets one more; see
///     ``PoolingGeometry``.
///   - countIncludePad: Whether the padding counts, as if it held zeros.
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `[batch, channels, outputHeight, outputWidth]`; see ``Padding`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: kernelHeight x input width + kernelWidth x outputWidth additions for every output
///   row, and scratch for one input row a thread.
public func averagePool2D<Scalar>(
  _ input: Tensor<Scalar>, kernelSize: Size2D, stride: Size2D? = nil, padding: Padding = .valid,
  dilation: Size2D = 1, ceilMode: Bool = false, countIncludePad: Bool = true,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let geometry = try PoolingGeometry(
    inputShape: input.shape, kernelSize: kernelSize, stride: stride, padding: padding,
    dilation: dilation, ceilMode: ceilMode)
  return try Engine.averagePool(
    geometry, countIncludePad: countIncludePad, input: input, options: options)
}

/// The gradient of
/// ``averagePool2D(_:kernelSize:stride:padding:dilation:ceilMode:countIncludePad:options:)`` with
/// respect to its input: every element of the output's gradient goes to the elements that it is the
/// mean of, in equal parts.
///
/// - Parameters:
///   - geometry: The sizes of the pooling.
///   - outputGradient: `geometry.outputShape`
///   - countIncludePad: Whether the padding counts, as it did for the output.
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `geometry.inputShape`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: As the pooling itself.
public func averagePool2DGradient<Scalar>(
  _ geometry: PoolingGeometry, outputGradient: Tensor<Scalar>, countIncludePad: Bool = true,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try geometry.check(outputGradient: outputGradient)
  return try Engine.averagePoolGradient(
    geometry, countIncludePad: countIncludePad, outputGradient: outputGradient, options: options)
}
