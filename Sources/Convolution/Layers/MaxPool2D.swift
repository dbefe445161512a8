// MaxPool2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A layer that keeps the largest element under each position of a window.
///
/// ```swift
/// let pool = MaxPool2D(kernelSize: 2)
/// let smaller = try pool(output)      // half as high and wide
/// ```
///
/// PyTorch's `torch.nn.MaxPool2d`. What its parameters may be is decided when it meets an input.
public struct MaxPool2D: Hashable, Sendable {
  public var kernelSize: Size2D
  /// nil is the size of the window.
  public var stride: Size2D?
  public var padding: Padding
  public var dilation: Size2D
  /// Whether the size of the output is rounded up.
  public var ceilMode: Bool
  /// How to compute it.
  public var options: ConvolutionOptions

  /// A layer; see ``maxPool2D(_:kernelSize:stride:padding:dilation:ceilMode:options:)``.
  public init(
    kernelSize: Size2D, stride: Size2D? = nil, padding: Padding = .valid, dilation: Size2D = 1,
    ceilMode: Bool = false, options: ConvolutionOptions = ConvolutionOptions()
  ) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
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
    try Engine.maxPool(geometry(inputShape: input.shape), input: input, options: options)
  }

  /// The gradient of a loss with respect to the input, from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - input: `[batch, channels, height, width]`, what the output was computed from.
  ///   - outputGradient: `[batch, channels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func inputGradient<Scalar>(
    input: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try maxPool2DGradient(
      geometry(inputShape: input.shape), input: input, outputGradient: outputGradient,
      options: options)
  }
}
