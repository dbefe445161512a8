// Conv1D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A convolutional layer of one dimension: ``Conv2D`` on images of one row.
///
/// ```swift
/// var generator = SplitMix64(seed: 1)
/// let layer = try Conv1D<Float>(
///   inputChannels: 16, outputChannels: 32, kernelLength: 5, padding: 2, using: &generator)
/// let output = try layer(sequences)
/// ```
///
/// PyTorch's `torch.nn.Conv1d`. Errors call the length the width. A layer is a value, and any number
/// of tasks may call one at once.
public struct Conv1D<Scalar: TensorScalar>: Sendable {
  /// `[outputChannels, inputChannels / groups, kernelLength]`
  public var weight: Tensor<Scalar> { didSet { images.weight = weight.asImages } }
  /// `[outputChannels]`, or nil for a layer without bias.
  public var bias: Tensor<Scalar>? {
    get { images.bias }
    set { images.bias = newValue }
  }
  public var stride: Int {
    get { images.stride.width }
    set { images.stride.width = newValue }
  }
  public var padding: Padding1D { didSet { images.padding = padding.ofRow } }
  public var dilation: Int {
    get { images.dilation.width }
    set { images.dilation.width = newValue }
  }
  public var groups: Int {
    get { images.groups }
    set { images.groups = newValue }
  }
  /// What the padding holds: PyTorch's `padding_mode`.
  public var border: Border {
    get { images.border }
    set { images.border = newValue }
  }
  /// What becomes of every output.
  public var activation: Activation {
    get { images.activation }
    set { images.activation = newValue }
  }
  /// What the output is promised to be within.
  public var accuracy: Accuracy {
    get { images.accuracy }
    set { images.accuracy = newValue }
  }
  /// How to compute it.
  public var options: ConvolutionOptions {
    get { images.options }
    set { images.options = newValue }
  }

  /// The layer that computes, whose parameters and plans these are.
  private var images: Conv2D<Scalar>

  /// A layer with the given parameters.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, stride: Int = 1,
    padding: Padding1D = .valid, dilation: Int = 1, groups: Int = 1, border: Border = .zeros,
    activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    try RowAxes.check(weight: weight, is: RowAxes.weight)
    self.weight = weight
    self.padding = padding
    images = try Conv2D(
      weight: weight.asImages, bias: bias, stride: Size2D(height: 1, width: stride),
      padding: padding.ofRow, dilation: Size2D(height: 1, width: dilation), groups: groups,
      border: border, activation: activation, accuracy: accuracy, options: options)
  }

  /// The output for a batch of sequences.
  ///
  /// - Parameter input: `[batch, inputChannels, length]`
  /// - Returns: `[batch, outputChannels, outputLength]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As ``conv1D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)``.
  public func callAsFunction(
    _ input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try RowAxes.check(input: input, weight: weight, is: RowAxes.weight)
    return try images(input.asImages).asRows
  }

  /// The gradients of a loss with respect to input, weight and bias, from its gradient with respect
  /// to this layer's output.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, length]`, what the output was computed from.
  ///   - outputGradient: `[batch, outputChannels, outputLength]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As ``Conv2D/gradients(input:outputGradient:)``.
  public func gradients(
    input: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
    try RowAxes.check(input: input, weight: weight, is: RowAxes.weight)
    let geometry = try images.geometry(inputShape: input.asImages.shape)
    try check(outputGradient, "output gradient", is: Shape.ofRows(geometry.outputShape))
    return try images.gradients(
      input: input.asImages, outputGradient: outputGradient.asImages
    ).asRows
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

// MARK: - Random parameters

extension Conv1D {
  /// A layer with random parameters: PyTorch's default initialization, as of ``Conv2D``.
  ///
  /// - Parameters:
  ///   - inputChannels: A multiple of `groups`.
  ///   - outputChannels: A multiple of `groups`.
  ///   - kernelLength: The elements of the kernel.
  ///   - stride: The step from one position of the kernel to the next.
  ///   - padding: How far the input continues beyond its ends.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  ///   - hasBias: Whether the layer has a bias.
  ///   - border: What the padding holds.
  ///   - activation: What becomes of every output.
  ///   - accuracy: What the output is promised to be within.
  ///   - options: How to compute it.
  ///   - generator: Where the numbers come from; the weight is drawn first, in order.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelLength: Int, stride: Int = 1,
    padding: Padding1D = .valid, dilation: Int = 1, groups: Int = 1, bias hasBias: Bool = true,
    border: Border = .zeros, activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions(),
    using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) {
    images = try Conv2D(
      inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: Size2D(height: 1, width: kernelLength),
      stride: Size2D(height: 1, width: stride), padding: padding.ofRow,
      dilation: Size2D(height: 1, width: dilation), groups: groups, bias: hasBias, border: border,
      activation: activation, accuracy: accuracy, options: options, using: &generator)
    weight = images.weight.asRows
    self.padding = padding
  }

  /// A layer with random parameters, drawn from the system's generator: other ones in every run.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelLength: Int, stride: Int = 1,
    padding: Padding1D = .valid, dilation: Int = 1, groups: Int = 1, bias hasBias: Bool = true,
    border: Border = .zeros, activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    var generator = SystemRandomNumberGenerator()
    try self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelLength: kernelLength,
      stride: stride, padding: padding, dilation: dilation, groups: groups, bias: hasBias,
      border: border, activation: activation, accuracy: accuracy, options: options,
      using: &generator)
  }
}
