// Adam.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Steps along a running mean of the gradients, divided by the root of a running mean of their
/// squares.
///
/// ```
/// g = gradient + weightDecay * parameter
/// m = beta1 * m + (1 - beta1) * g
/// s = beta2 * s + (1 - beta2) * g²              amsgrad: and the largest s so far in its place below
/// parameter -= learningRate / (1 - beta1^t) * m / (sqrt(s) / sqrt(1 - beta2^t) + epsilon)
/// ```
///
/// in step `t`, from 1. PyTorch's `torch.optim.Adam`. Source: D. Kingma, J. Ba, "Adam: A Method for
/// Stochastic Optimization", ICLR 2015, arXiv:1412.6980; AMSGrad: S. Reddi et al., "On the Convergence
/// of Adam and Beyond", ICLR 2018.
public struct Adam<Scalar: TensorScalar>: Optimizer {
  /// The size of a step; it may be changed between steps.
  public var learningRate: Double
  /// How much of the running means of gradients and of their squares is kept in a step.
  public let betas: (Double, Double)
  /// What keeps the divisor from 0.
  public let epsilon: Double
  /// The part of a parameter that is added to its gradient.
  public let weightDecay: Double
  /// Whether the divisor never becomes smaller.
  public let isAMSGrad: Bool

  /// What is remembered of one parameter.
  private struct Memory {
    var mean: Tensor<Scalar>
    var square: Tensor<Scalar>
    var largestSquare: Tensor<Scalar>?
    /// `beta1^t` and `beta2^t`.
    var powers = (1.0, 1.0)
  }

  private var memories: [String: Memory] = [:]

  /// A rule that remembers nothing yet.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for numbers below 0 or not
  ///   finite, and betas of 1 or more.
  public init(
    learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Double = 0, amsgrad isAMSGrad: Bool = false
  ) throws(ConvolutionError) {
    try OptimizerRules.check(nonNegative: learningRate, "learning rate")
    for (name, beta) in [("beta 1", betas.0), ("beta 2", betas.1)] {
      guard beta >= 0, beta < 1 else {
        throw .invalidValue(name: name, value: "\(beta)", accepted: "0 or more and less than 1")
      }
    }
    try OptimizerRules.check(nonNegative: epsilon, "epsilon")
    try OptimizerRules.check(nonNegative: weightDecay, "weight decay")
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isAMSGrad = isAMSGrad
  }

  public func check(
    _ parameter: Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError) {
    try OptimizerRules.check(nonNegative: learningRate, "learning rate")
    try OptimizerRules.check(parameter, along: gradient, memory: memories[key]?.mean, key: key)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public mutating func update(
    _ parameter: inout Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError) {
    try check(parameter, along: gradient, key: key)
    var gradient = gradient
    if weightDecay != 0 {
      let decay = Scalar(weightDecay)
      gradient.combine(with: parameter) { $0 + decay * $1 }
    }
    var memory = try memory(of: parameter, key: key)
    let (keep1, keep2) = (Scalar(betas.0), Scalar(betas.1))
    let (take1, take2) = (Scalar(1 - betas.0), Scalar(1 - betas.1))
    memory.mean.combine(with: gradient) { keep1 * $0 + take1 * $1 }
    memory.square.combine(with: gradient) { keep2 * $0 + take2 * ($1 * $1) }
    memory.largestSquare?.combine(with: memory.square) { $1 > $0 || $1.isNaN ? $1 : $0 }
    memory.powers = (memory.powers.0 * betas.0, memory.powers.1 * betas.1)

    let rate = Scalar(learningRate / (1 - memory.powers.0))
    let root = Scalar((1 - memory.powers.1).squareRoot())
    let epsilon = Scalar(epsilon)
    var step = memory.mean
    step.combine(with: memory.largestSquare ?? memory.square) {
      $0 / ($1.squareRoot() / root + epsilon)
    }
    parameter.combine(with: step) { $0 - rate * $1 }
    memories[key] = memory
  }

  /// What is remembered of a parameter, taken out of the dictionary so that it is changed in place.
  private mutating func memory(
    of parameter: Tensor<Scalar>, key: String
  ) throws(ConvolutionError) -> Memory {
    if let memory = memories.removeValue(forKey: key) { return memory }
    let zeros = try Tensor<Scalar>.zeros(parameter.shape)
    return Memory(mean: zeros, square: zeros, largestSquare: isAMSGrad ? zeros : nil)
  }
}
