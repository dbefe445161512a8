// ConvTranspose2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A layer of transposed convolution: a weight, a bias, and the geometry that they are applied with.
///
/// ```swift
/// var generator = SplitMix64(seed: 1)
/// let layer = try ConvTranspose2D<Float>(
///   inputChannels: 64, outputChannels: 3, kernelSize: 4, stride: 2, padding: 1,
///   using: &generator)
/// let output = try layer(batch)   // twice as high and wide
/// ```
///
/// PyTorch's `torch.nn.ConvTranspose2d`. A layer is a value, and any number of tasks may call one
/// at once.
public struct ConvTranspose2D<Scalar: TensorScalar>: Sendable {
  /// `[inputChannels, outputChannels / groups, kernelHeight, kernelWidth]`
  public var weight: Tensor<Scalar> { didSet { plans = PlanCache() } }
  /// `[outputChannels]`, or nil for a layer without bias.
  public var bias: Tensor<Scalar>? { didSet { plans = PlanCache() } }
  public var stride: Size2D { didSet { plans = PlanCache() } }
  /// What is cut off at the output's edges.
  public var padding: Padding { didSet { plans = PlanCache() } }
  /// Rows and columns of the output after the last that the kernel reaches.
  public var outputPadding: Size2D { didSet { plans = PlanCache() } }
  public var dilation: Size2D { didSet { plans = PlanCache() } }
  public var groups: Int { didSet { plans = PlanCache() } }
  /// How to compute it.
  public var options: ConvolutionOptions { didSet { plans = PlanCache() } }

  /// The plans of the inputs that this layer has seen. Copies of the layer share them until one is
  /// changed.
  private var plans = PlanCache<TransposedPlan<Scalar>>()

  /// A layer with the given parameters.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, stride: Size2D = 1,
    padding: Padding = .valid, outputPadding: Size2D = 0, dilation: Size2D = 1, groups: Int = 1,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
    self.dilation = dilation
    self.groups = groups
    self.options = options
    try TransposedConvolutionGeometry.checkParameters(
      weightShape: weight.shape, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups)
    if let bias { try check(bias, "bias", is: [weight.shape[1] * groups]) }
  }

  /// The output for a batch of images.
  ///
  /// The first call for an input and an output of some shapes packs the weight, for later calls too.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, height, width]`
  ///   - outputSize: The size of the output, where it is another one than `outputPadding` gives.
  /// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`; see
  ///   ``TransposedConvolutionGeometry`` for its size.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As
  ///   ``convTranspose2D(_:weight:bias:stride:padding:outputPadding:outputSize:dilation:groups:options:)``.
  public func callAsFunction(
    _ input: Tensor<Scalar>, outputSize: Size2D? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let geometry = try geometry(inputShape: input.shape, outputSize: outputSize)
    if let plan = plans.plan(where: { $0.geometry == geometry }) { return try plan(input) }
    let plan = try TransposedPlan(geometry, weight: weight, bias: bias, options: options)
    plans.add(plan)
    return try plan(input)
  }

  /// The geometry of this layer on an input of the given shape.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func geometry(
    inputShape: [Int], outputSize: Size2D? = nil
  ) throws(ConvolutionError) -> TransposedConvolutionGeometry {
    try TransposedConvolutionGeometry(
      inputShape: inputShape, weightShape: weight.shape, stride: stride, padding: padding,
      outputPadding: outputPadding, outputSize: outputSize, dilation: dilation, groups: groups)
  }

  /// The gradients of a loss with respect to input, weight and bias, from its gradient with respect
  /// to this layer's output.
  ///
  /// - Parameters:
  ///   - input: `[batch, inputChannels, height, width]`, what the output was computed from.
  ///   - outputGradient: `[batch, outputChannels, outputHeight, outputWidth]`
  ///   - outputSize: As in the call that computed the output.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: Twice the FLOPs of the forward pass, and at most 4 MiB of scratch a thread.
  public func gradients(
    input: Tensor<Scalar>, outputGradient: Tensor<Scalar>, outputSize: Size2D? = nil
  ) throws(ConvolutionError) -> ConvolutionGradients<Scalar> {
    try convTranspose2DGradients(
      geometry(inputShape: input.shape, outputSize: outputSize), input: input, weight: weight,
      outputGradient: outputGradient, options: options)
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
