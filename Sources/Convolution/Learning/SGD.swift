// SGD.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Stochastic gradient descent, with momentum if asked for.
///
/// ```
/// g = gradient + weightDecay * parameter
/// v = momentum * v + (1 - dampening) * g        in the first step v = g
/// parameter -= learningRate * v                 nesterov: learningRate * (g + momentum * v)
/// ```
///
/// PyTorch's `torch.optim.SGD`. Source: I. Sutskever et al., "On the importance of initialization and
/// momentum in deep learning", ICML 2013, with the learning rate outside of `v`.
public struct SGD<Scalar: TensorScalar>: Optimizer {
  /// The size of a step; it may be changed between steps.
  public var learningRate: Double
  /// The part of the last step that is taken again; 0 is plain gradient descent.
  public let momentum: Double
  /// The part of a gradient that the momentum leaves out.
  public let dampening: Double
  /// The part of a parameter that is added to its gradient.
  public let weightDecay: Double
  /// Whether a step looks ahead along the momentum.
  public let isNesterov: Bool

  private var velocities: [String: Tensor<Scalar>] = [:]

  /// A rule that remembers nothing yet.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a number that is not
  ///   finite or, but for the dampening, below 0; for Nesterov's rule without momentum or with
  ///   dampening.
  public init(
    learningRate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
    nesterov isNesterov: Bool = false
  ) throws(ConvolutionError) {
    try OptimizerRules.check(nonNegative: learningRate, "learning rate")
    try OptimizerRules.check(nonNegative: momentum, "momentum")
    try OptimizerRules.check(nonNegative: weightDecay, "weight decay")
    guard dampening.isFinite else {
      throw .invalidValue(name: "dampening", value: "\(dampening)", accepted: "a finite number")
    }
    guard !isNesterov || (momentum > 0 && dampening == 0) else {
      throw .invalidValue(
        name: "nesterov", value: "true with momentum \(momentum) and dampening \(dampening)",
        accepted: "a momentum above 0 and no dampening")
    }
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  public func check(
    _ parameter: Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError) {
    try OptimizerRules.check(nonNegative: learningRate, "learning rate")
    try OptimizerRules.check(parameter, along: gradient, memory: velocities[key], key: key)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func update(
    _ parameter: inout Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError) {
    try check(parameter, along: gradient, key: key)
    let (rate, decay) = (Scalar(learningRate), Scalar(weightDecay))
    var direction = gradient
    if decay != 0 {
      direction = try gradient.combined(with: parameter) { $0 + decay * $1 }
    }
    if momentum != 0 {
      let (momentum, share) = (Scalar(momentum), Scalar(1 - dampening))
      // Taken out of the dictionary, so that it is changed in place.
      var velocity = velocities.removeValue(forKey: key)
      velocity?.combine(with: direction) { momentum * $0 + share * $1 }
      let newVelocity = velocity ?? direction
      velocities[key] = newVelocity
      if isNesterov {
        direction.combine(with: newVelocity) { $0 + momentum * $1 }
      } else {
        direction = newVelocity
      }
    }
    parameter.combine(with: direction) { $0 - rate * $1 }
  }
}
