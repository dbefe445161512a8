// Optimizer.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A rule by which parameters follow their gradients: ``SGD`` or ``Adam``.
///
/// ```swift
/// var optimizer = try SGD<Float>(learningRate: 0.1, momentum: 0.9)
/// try optimizer.update(&layer.weight, along: gradients.weight, key: "weight")
/// ```
///
/// What a rule remembers of the steps before is kept for every parameter by itself, under its key. An
/// optimizer is a value: a copy goes on from the same state, and is independent from then on.
public protocol Optimizer<Scalar>: Sendable {
  associatedtype Scalar: TensorScalar

  /// One step of one parameter.
  ///
  /// - Parameters:
  ///   - parameter: Of any shape.
  ///   - gradient: `parameter.shape`, the gradient of the loss.
  ///   - key: The name of the parameter, the same in every step and no other parameter's.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault; parameter and optimizer are
  ///   unchanged then.
  /// - Complexity: One pass over parameter, gradient and what is remembered of them.
  mutating func update(
    _ parameter: inout Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError)

  /// Throws what a step of these arguments would.
  func check(
    _ parameter: Tensor<Scalar>, along gradient: Tensor<Scalar>, key: String
  ) throws(ConvolutionError)
}

extension Optimizer {
  /// One step of a layer's weight and, if there is one, its bias.
  ///
  /// - Parameters:
  ///   - layer: The layer, which is changed.
  ///   - gradients: Those of weight and bias count.
  ///   - key: The name of the layer; its parameters are remembered as `key.weight` and `key.bias`.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault; layer and optimizer are
  ///   unchanged then.
  public mutating func update(
    _ layer: inout Conv2D<Scalar>, along gradients: ConvolutionGradients<Scalar>, key: String
  ) throws(ConvolutionError) {
    guard var bias = layer.bias else {
      return try update(&layer.weight, along: gradients.weight, key: key + ".weight")
    }
    try check(bias, along: gradients.bias, key: key + ".bias")
    try update(&layer.weight, along: gradients.weight, key: key + ".weight")
    try update(&bias, along: gradients.bias, key: key + ".bias")
    layer.bias = bias
  }
}

/// The rules that the numbers of an optimizer obey.
enum OptimizerRules {
  static func check(nonNegative value: Double, _ name: String) throws(ConvolutionError) {
    guard value.isFinite, value >= 0 else {
      throw .invalidValue(
        name: name, value: "\(value)", accepted: "a finite number that is 0 or more")
    }
  }

  /// Throws unless gradient and memory have the shape of the parameter.
  static func check<Scalar>(
    _ parameter: Tensor<Scalar>, along gradient: Tensor<Scalar>, memory: Tensor<Scalar>?,
    key: String
  ) throws(ConvolutionError) {
    try Convolution.check(gradient, "gradient of \(key)", is: parameter.shape)
    if let memory {
      // Another parameter's, or that of a layer which has been replaced.
      try Convolution.check(parameter, "parameter \(key)", is: memory.shape)
    }
  }
}
