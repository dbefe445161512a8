// ConvTranspose1D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A layer of transposed convolution of one dimension: ``ConvTranspose2D`` on images of one row.
///
/// PyTorch's `torch.nn.ConvTranspose1d`. Errors call the length the width. A layer is a value, and
/// any number of tasks may call one at once.
public struct ConvTranspose1D<Scalar: TensorScalar>: Sendable {
  /// `[inputChannels, outputChannels / groups, kernelLength]`
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
  /// What is cut off at the output's ends.
  public var padding: Padding1D { didSet { images.padding = padding.ofRow } }
  /// Elements of the output after the last that the kernel reaches.
  public var outputPadding: Int {
    get { images.outputPadding.width }
    set { images.outputPadding.width = newValue }
  }
  public var dilation: Int {
    get { images.dilation.width }
    set { images.dilation.width = newValue }
  }
  public var groups: Int {
    get { images.groups }
    set { images.groups = newValue }
  }
  /// How to compute it.
  public var options: ConvolutionOptions {
    get { images.options }
    set { images.options = newValue }
  }

  /// The layer that computes, whose parameters these are.
  private var images: ConvTranspose2D<Scalar>

  /// A layer with the given parameters.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, stride: Int = 1,
    padding: Padding1D = .valid, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    try RowAxes.check(weight: weight, is: RowAxes.transposedWeight)
    self.weight = weight
    self.padding = padding
    images = try ConvTranspose2D(
      weight: weight.asImages, bias: bias, stride: Size2D(height: 1, width: stride),
      padding: padding.ofRow, outputPadding: Size2D(height: 0, width: outputPadding),
      dilation: Size2D(height: 1, width: dilation), groups: groups, options: options)
  }

  /// The output for a batch of sequences.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, length]`
  ///   - outputLength: The length of the output, where it is another one than `outputPadding` gives.
  /// - Returns: `[batch, outputChannels, outputLength]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As
  ///   ``convTranspose1D(_:weight:bias:stride:padding:outputPadding:outputLength:dilation:groups:options:)``.
  public func callAsFunction(
    _ input: Tensor<Scalar>, outputLength: Int? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try RowAxes.check(input: input, weight: weight, is: RowAxes.transposedWeight)
    return try images(input.asImages, outputSize: Self.size(outputLength)).asRows
  }

  /// The gradients of a loss with respect to input, weight and bias, from its gradient with respect
  /// to this layer's output.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, length]`, what the output was computed from.
  ///   - outputGradient: `[batch, outputChannels, outputLength]`
  ///   - outputLength: As in the call that computed the output.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As ``ConvTranspose2D/gradients(input:outputGradient:outputSize:)``.
  public func gradients(
    input: Tensor<Scalar>, outputGradient: Tensor<Scalar>, outputLength: Int? = nil
  ) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
    try RowAxes.check(input: input, weight: weight, is: RowAxes.transposedWeight)
    let size = Self.size(outputLength)
    let geometry = try images.geometry(inputShape: input.asImages.shape, outputSize: size)
    try check(outputGradient, "output gradient", is: Shape.ofRows(geometry.outputShape))
    return try images.gradients(
      input: input.asImages, outputGradient: outputGradient.asImages, outputSize: size
    ).asRows
  }

  private static func size(_ length: Int?) -> Size2D? {
    length.map { Size2D(height: 1, width: $0) }
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

extension ConvTranspose1D {
  /// A layer with random parameters: PyTorch's default initialization, as of ``ConvTranspose2D``.
  ///
  /// - Parameters:
  ///   - inputChannels: A multiple of `groups`.
  ///   - outputChannels: A multiple of `groups`.
  ///   - kernelLength: The elements of the kernel.
  ///   - stride: The step from one position of the kernel, on the output, to the next.
  ///   - padding: How much of the output is cut off at its ends.
  ///   - outputPadding: Elements after the last that the kernel reaches, fewer than the stride or
  ///     the dilation.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  ///   - hasBias: Whether the layer has a bias.
  ///   - options: How to compute it.
  ///   - generator: Where the numbers come from; the weight is drawn first, in order.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelLength: Int, stride: Int = 1,
    padding: Padding1D = .valid, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias hasBias: Bool = true, options: ConvolutionOptions = ConvolutionOptions(),
    using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) {
    images = try ConvTranspose2D(
      inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: Size2D(height: 1, width: kernelLength),
      stride: Size2D(height: 1, width: stride), padding: padding.ofRow,
      outputPadding: Size2D(height: 0, width: outputPadding),
      dilation: Size2D(height: 1, width: dilation), groups: groups, bias: hasBias,
      options: options, using: &generator)
    weight = images.weight.asRows
    self.padding = padding
  }

  /// A layer with random parameters, drawn from the system's generator: other ones in every run.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelLength: Int, stride: Int = 1,
    padding: Padding1D = .valid, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias hasBias: Bool = true, options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    var generator = SystemRandomNumberGenerator()
    try self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelLength: kernelLength,
      stride: stride, padding: padding, outputPadding: outputPadding, dilation: dilation,
      groups: groups, bias: hasBias, options: options, using: &generator)
  }
}
