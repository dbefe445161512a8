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
  public var weight: Tensor<Scalar> { didSet { plans = PlanCache() } }
  /// `[outputChannels]`, or nil for a layer without bias.
  public var bias: Tensor<Scalar>? { didSet { plans = PlanCache() } }
  public var stride: Size2D { didSet { plans = PlanCache() } }
  public var padding: Padding { didSet { plans = PlanCache() } }
  public var dilation: Size2D { didSet { plans = PlanCache() } }
  public var groups: Int { didSet { plans = PlanCache() } }
  /// What the padding holds: PyTorch's `padding_mode`.
  public var border: Border { didSet { plans = PlanCache() } }
  /// What becomes of every output.
  public var activation: Activation { didSet { plans = PlanCache() } }
  /// What the output is promised to be within.
  public var accuracy: Accuracy { didSet { plans = PlanCache() } }
  /// How to compute it.
  public var options: ConvolutionOptions { didSet { plans = PlanCache() } }

  /// The plans of the inputs that this layer has seen. Copies of the layer share them until one is
  /// changed.
  private var plans = PlanCache<ConvolutionPlan<Scalar>>()

  /// A layer with the given parameters.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1, border: Border = .zeros,
    activation: Activation = .none, accuracy: Accuracy = .strict,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.border = border
    self.activation = activation
    self.accuracy = accuracy
    self.options = options
    try ConvolutionGeometry.checkParameters(
      weightShape: weight.shape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    if let bias { try check(bias, "bias", is: [weight.shape[0]]) }
  }

  /// The output for a batch of images.
  ///
  /// The first call for an input of some shape makes a ``ConvolutionPlan``, which later calls run.
  ///
  /// - Parameter input: `[batch, inputChannels, height, width]`
  /// - Returns: `[batch, outputChannels, outputHeight, outputWidth]`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  /// - Complexity: As ``conv2D(_:weight:bias:stride:padding:dilation:groups:border:accuracy:options:)``.
  public func callAsFunction(
    _ input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try plan(inputShape: input.shape)(input)
  }

  /// The plan that this layer runs for inputs of the given shape.
  ///
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  public func plan(inputShape: [Int]) throws(ConvolutionError) -> ConvolutionPlan<Scalar> {
    if let plan = plans.plan(where: { $0.geometry.hasInputShape(inputShape) }) { return plan }
    let plan = try ConvolutionPlan(
      geometry(inputShape: inputShape), weight: weight, bias: bias, activation: activation,
      accuracy: accuracy, options: options)
    plans.add(plan)
    return plan
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
