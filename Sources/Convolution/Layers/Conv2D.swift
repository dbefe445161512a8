// Conv2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A convolutional layer: a weight, a bias, and the geometry that they are applied with.
///
/// ```swift
/// var generator = SplitMix64(seed: 1)
/// let layer = try Conv2D<Float>(
///   inputChannels: 3, outputChannels: 64, kernelSize: 3, stride: 2, padding: 1,
///   using: &generator)
/// let output = try layer(batch)
/// ```
///
/// PyTorch's `torch.nn.Conv2d`. A layer is a value, and any number of tasks may call one at once.
public struct Conv2D<Scalar: TensorScalar>: Sendable {
  /// `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
  public var weight: Tensor<Scalar>
  /// `[outputChannels]`, or nil for a layer without bias.
  public var bias: Tensor<Scalar>?
  public var stride: Size2D
  public var padding: Padding
  public var dilation: Size2D
  public var groups: Int
  /// What the padding holds: PyTorch's `padding_mode`.
  public var border: Border
  /// How to compute it.
  public var options: ConvolutionOptions

  /// A layer with the given parameters.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1, border: Border = .zeros,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.border = border
    self.options = options
    try ConvolutionGeometry.checkParameters(
      weightShape: weight.shape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    if let bias { try check(bias, "bias", is: [weight.shape[0]]) }
  }

  /// The output for a batch of images.
  ///
  /// - Parameter input: `[batch, inputChannels, height, width]`
  /// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As ``conv2D(_:weight:bias:stride:padding:dilation:groups:border:options:)``.
  public func callAsFunction(
    _ input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try conv2D(
      input, weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation,
      groups: groups, border: border, options: options)
  }

  /// The geometry of this layer on an input of the given shape.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func geometry(inputShape: [Int]) throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: inputShape, weightShape: weight.shape, stride: stride, padding: padding,
      dilation: dilation, groups: groups, border: border)
  }

}
