// Conv2D+Initialization.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Conv2D {
  /// A layer with random parameters: PyTorch's default initialization.
  ///
  /// Weight and bias are uniform between plus and minus `1 / sqrt(fanIn)`, where `fanIn` is
  /// `inputChannels / groups x kernelHeight x kernelWidth`. (PyTorch writes this as Kaiming's
  /// uniform initialization with `a = sqrt(5)`; the numbers drawn differ from PyTorch's, as the
  /// generators do.)
  ///
  /// Source: `torch.nn.modules.conv._ConvNd.reset_parameters`; K. He et al., "Delving Deep into
  /// Rectifiers", ICCV 2015, arXiv:1502.01852.
  ///
  /// - Parameters:
  ///   - inputChannels: A multiple of `groups`.
  ///   - outputChannels: A multiple of `groups`.
  ///   - kernelSize: The height and width of the kernel.
  ///   - stride: The step from one position of the kernel to the next.
  ///   - padding: How far the input continues beyond its edges.
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
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1, bias hasBias: Bool = true,
    border: Border = .zeros, activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions(),
    using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) {
    guard groups >= 1 else { throw .notPositive(name: "groups", value: groups) }
    guard inputChannels.isMultiple(of: groups) else {
      throw .channelsNotDivisible(name: "input channels", channels: inputChannels, groups: groups)
    }
    let weightShape = [
      outputChannels, inputChannels / groups, kernelSize.height, kernelSize.width,
    ]
    // Sizes are checked before numbers are drawn: a refused layer leaves the generator as it was.
    try ConvolutionGeometry.checkParameters(
      weightShape: weightShape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    let parameters = try RandomParameters<Scalar>(
      weightShape: weightShape, biasCount: hasBias ? outputChannels : nil, using: &generator)
    try self.init(
      weight: parameters.weight, bias: parameters.bias, stride: stride, padding: padding,
      dilation: dilation, groups: groups, border: border, activation: activation,
      accuracy: accuracy, options: options)
  }

  /// A layer with random parameters, drawn from the system's generator: other ones in every run.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1, bias hasBias: Bool = true,
    border: Border = .zeros, activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    var generator = SystemRandomNumberGenerator()
    try self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, padding: padding, dilation: dilation, groups: groups, bias: hasBias,
      border: border, activation: activation, accuracy: accuracy, options: options,
      using: &generator)
  }
}
