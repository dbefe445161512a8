// Forward.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The convolution of deep learning: a batch of images of many channels, correlated with a weight.
///
/// ```
/// output[n][o][y][x] = bias[o] +
///   sum over c, r, s of weight[o][c][r][s] *
///     input[n][g C/groups + c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// PyTorch's `torch.nn.functional.conv2d`, ONNX's `Conv`.
///
/// - Parameters:
///   - input: `[batch, inputChannels, height, width]`
///   - weight: `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
///   - bias: `[outputChannels]`, or nil for none.
///   - stride: The step from one position of the kernel to the next.
///   - padding: How far the input continues beyond its edges.
///   - dilation: The step from one element of the kernel to the next.
///   - groups: The number of groups that the channels are divided into; as many as there are
///     channels makes a depthwise convolution.
///   - border: What the padding holds.
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`; see ``Padding`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x batch x outputChannels x outputHeight x outputWidth x inputChannels / groups x
///   kernelHeight x kernelWidth FLOPs, and at most 4 MiB of scratch a thread.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func conv2D<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
  stride: Size2D = 1, padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1,
  border: Border = .zeros, accuracy: Accuracy = .strict,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let geometry = try ConvolutionGeometry(
    inputShape: input.shape, weightShape: weight.shape, stride: stride, padding: padding,
    dilation: dilation, groups: groups, border: border)
  return try ConvolutionPlan(
    geometry, weight: weight, bias: bias, accuracy: accuracy, options: options)(input)
}

/// The convolution of deep learning, into a tensor that exists.
///
/// Every element of `output` is overwritten, whatever it held. What is allocated is the plan, with
/// its packed weight: who runs a convolution many times makes a ``ConvolutionPlan`` once, which then
/// allocates nothing.
///
/// - Parameters:
///   - input: `geometry.inputShape`
///   - weight: `geometry.weightShape`
///   - bias: `[outputChannels]`, or nil for none.
///   - geometry: The sizes.
///   - output: `geometry.outputShape`
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Throws: A ``ConvolutionError`` that names the argument at fault; nothing has been written then.
/// - Complexity: As ``conv2D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)``.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func conv2D<Scalar>(
  _ input: Tensor<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
  geometry: ConvolutionGeometry, into output: inout Tensor<Scalar>,
  accuracy: Accuracy = .strict, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) {
  try geometry.check(input: input)
  try geometry.check(output: output)
  try ConvolutionPlan(
    geometry, weight: weight, bias: bias, accuracy: accuracy, options: options
  ).run(input, into: &output)
}

// MARK: - Checks

extension ConvolutionGeometry {
  // These compare with the shapes in place: a plan that runs allocates nothing.

  func check<Scalar>(input: Tensor<Scalar>) throws(ConvolutionError) {
    guard hasInputShape(input.shape) else {
      throw .shapeMismatch(name: "input", expected: inputShape, actual: input.shape)
    }
  }

  func hasInputShape(_ shape: [Int]) -> Bool {
    shape.count == 4 && shape[0] == batch && shape[1] == inputChannels
      && shape[2] == height.input && shape[3] == width.input
  }

  func check<Scalar>(weight: Tensor<Scalar>) throws(ConvolutionError) {
    let shape = weight.shape
    guard shape.count == 4, shape[0] == outputChannels, shape[1] == groupInputChannels,
      shape[2] == height.kernel, shape[3] == width.kernel
    else { throw .shapeMismatch(name: "weight", expected: weightShape, actual: shape) }
  }

  func check<Scalar>(output: Tensor<Scalar>) throws(ConvolutionError) {
    let shape = output.shape
    guard shape.count == 4, shape[0] == batch, shape[1] == outputChannels,
      shape[2] == height.output, shape[3] == width.output
    else { throw .shapeMismatch(name: "output", expected: outputShape, actual: shape) }
  }

  func check<Scalar>(bias: Tensor<Scalar>?) throws(ConvolutionError) {
    if let bias { try Convolution.check(bias, "bias", is: [outputChannels]) }
  }
}

/// Throws unless `tensor` has the shape that the other arguments call for.
func check<Scalar>(
  _ tensor: Tensor<Scalar>, _ name: String, is shape: [Int]
) throws(ConvolutionError) {
  guard tensor.shape == shape else {
    throw .shapeMismatch(name: name, expected: shape, actual: tensor.shape)
  }
}
