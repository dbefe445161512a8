// AveragePool2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A layer that takes the mean of the elements under each position of a window.
///
/// PyTorch's `torch.nn.AvgPool2d`. What its parameters may be is decided when it meets an input.
public struct AveragePool2D: Hashable, Sendable {
  public var kernelSize: Size2D
  /// nil is the size of the window.
  public var stride: Size2D?
  public var padding: Padding
  public var dilation: Size2D
  /// Whether the size of the output is rounded up.
  public var ceilMode: Bool
  /// Whether the padding counts, as if it held zeros.
  public var countIncludePad: Bool
  /// How to compute it.
  public var options: ConvolutionOptions

  /// A layer; see
  /// ``averagePool2D(_:kernelSize:stride:padding:dilation:ceilMode:countIncludePad:options:)``.
  public init(
    kernelSize: Size2D, stride: Size2D? = nil, padding: Padding = .valid, dilation: Size2D = 1,
    ceilMode: Bool = false, countIncludePad: Bool = true,
    options: ConvolutionOptions = ConvolutionOptions()
  ) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
    self.countIncludePad = countIncludePad
    self.options = options
  }

  /// The geometry of this layer on an input of the given shape.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func geometry(inputShape: [Int]) throws(ConvolutionError) -> PoolingGeometry {
    try PoolingGeometry(
      inputShape: inputShape, kernelSize: kernelSize, stride: stride, padding: padding,
      dilation: dilation, ceilMode: ceilMode)
  }

  /// The output for a batch of images.
  ///
  /// - Parameter input: `[batch, channels, height, width]`
  /// - Returns: `[batch, channels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func callAsFunction<Scalar>(
    _ input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try Engine.averagePool(
      geometry(inputShape: input.shape), countIncludePad: countIncludePad, input: input,
      options: options)
  }

  /// The gradient of a loss with respect to the input, from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - inputShape: `[batch, channels, height, width]`
  ///   - outputGradient: `[batch, channels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func inputGradient<Scalar>(
    inputShape: [Int], outputGradient: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try averagePool2DGradient(
      geometry(inputShape: inputShape), outputGradient: outputGradient,
      countIncludePad: countIncludePad, options: options)
  }
}
