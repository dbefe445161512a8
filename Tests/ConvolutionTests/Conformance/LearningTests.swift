// LearningTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The textbook's ten steps of gradient descent, beside PyTorch's from the same start.
@Suite("Conformance: learning a kernel")
struct LearningTests {
  @Test("Losses and weights after every step")
  func learning() throws {
    let vectors = try ConformanceVector.all("pytorch", operation: "learn")
    let vector = try #require(vectors.first)
    let input: Tensor<Float> = try vector.tensor("input")
    let target: Tensor<Float> = try vector.tensor("output")
    let losses: Tensor<Float> = try vector.tensor("losses")
    let weights: Tensor<Float> = try vector.tensor("weights")
    let rate = try #require(Float(vector.attribute("learning_rate")))
    #expect(losses.shape == [10])

    var layer = try Conv2D<Float>(weight: vector.tensor("initial_weight"))
    for step in 0..<losses.count {
      let error = try SquaredError(prediction: layer(input), target: target)
      let gradients = try layer.gradients(input: input, outputGradient: error.gradient)
      try layer.descend(along: gradients, learningRate: rate)
      expectClose(error.loss, Double(losses[step]), "loss of step \(step)")
      for index in 0..<2 {
        expectClose(
          Double(layer.weight.elements[index]), Double(weights[step, index]),
          "weight \(index) after step \(step)")
      }
    }
  }

  private func expectClose(_ actual: Double, _ theirs: Double, _ comment: Comment) {
    #expect(abs(actual - theirs) <= 1e-5 * abs(theirs), comment)
  }
}
