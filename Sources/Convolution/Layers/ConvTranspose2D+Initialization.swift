// ConvTranspose2D+Initialization.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ConvTranspose2D {
  /// A layer with random parameters: PyTorch's default initialization.
  ///
  /// Weight and bias are uniform between plus and minus `1 / sqrt(fanIn)`, where `fanIn` is
  /// `outputChannels / groups x kernelHeight x kernelWidth`: PyTorch takes the second axis of the
  /// weight for the inputs of an output here too.
  ///
  /// Source: `torch.nn.modules.conv._ConvNd.reset_parameters`, as in ``Conv2D``.
  ///
  /// - Parameters:
  ///   - inputChannels: A multiple of `groups`.
  ///   - outputChannels: A multiple of `groups`.
  ///   - kernelSize: The height and width of the kernel.
  ///   - stride: The step from one position of the kernel, on the output, to the next.
  ///   - padding: How much of the output is cut off at its edges.
  ///   - outputPadding: Rows and columns after the last that the kernel reaches, fewer than the
  ///     stride or the dilation.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  ///   - hasBias: Whether the layer has a bias.
  ///   - options: How to compute it.
  ///   - generator: Where the numbers come from; the weight is drawn first, in order.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Size2D = 1,
    padding: Padding = .valid, outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1,
    bias hasBias: Bool = true, options: ConvolutionOptions = ConvolutionOptions(),
    using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) {
    guard groups >= 1 else { throw .notPositive(name: "groups", value: groups) }
    guard outputChannels.isMultiple(of: groups) else {
      throw .channelsNotDivisible(
        name: "output channels", channels: outputChannels, groups: groups)
    }
    let weightShape = [
      inputChannels, outputChannels / groups, kernelSize.height, kernelSize.width,
    ]
    // Sizes are checked before numbers are drawn: a refused layer leaves the generator as it was.
    try TransposedConvolutionGeometry.checkParameters(
      weightShape: weightShape, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups)
    let parameters = try RandomParameters<Scalar>(
      weightShape: weightShape, biasCount: hasBias ? outputChannels : nil, using: &generator)
    try self.init(
      weight: parameters.weight, bias: parameters.bias, stride: stride, padding: padding,
      outputPadding: outputPadding, dilation: dilation, groups: groups, options: options)
  }

  /// A layer with random parameters, drawn from the system's generator: other ones in every run.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Size2D = 1,
    padding: Padding = .valid, outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1,
    bias hasBias: Bool = true, options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    var generator = SystemRandomNumberGenerator()
    try self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, padding: padding, outputPadding: outputPadding, dilation: dilation,
      groups: groups, bias: hasBias, options: options, using: &generator)
  }
}
