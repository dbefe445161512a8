// ConformanceCase+Learning.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Kernels learned by gradient descent on the sum of squared errors.
extension ConformanceCase {
  /// Losses and weights at every step, within 1e-5 of their own size.
  func verifyLearn<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let learningRate = try number("learning_rate")
    let steps = try integers("steps", count: 1)[0]
    guard steps >= 0 else {
      throw ConformanceError(
        description: "attribute \"steps\" is \"\(steps)\"; expected 0 or more")
    }
    let descent = try KernelDescent<Scalar>(
      layer: Conv2D(weight: tensor("initial_weight", Scalar.self)),
      input: tensor("input", Scalar.self), target: tensor("output", Scalar.self),
      learningRate: Scalar(learningRate))
    var losses: [Scalar] = []
    var weights: [Scalar] = []
    _ = try descent.run(steps: steps) { _, loss, layer in
      losses.append(Scalar(loss))
      weights += layer.weight.elements
    }
    return Verdict([
      try compareRelative("losses", losses),
      try compareRelative("weights", weights),
    ])
  }

  private func compareRelative<Scalar: TensorScalar>(
    _ name: String, _ actual: [Scalar]
  ) throws -> Comparison {
    let expected = try tensor(name, Scalar.self)
    let sizes = expected.elements.map { abs(Double($0)) }
    return try Comparison(name, Tensor(shape: expected.shape, elements: actual), expected) {
      1e-5 * sizes[$0]
    }
  }
}
