// AlgorithmExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of "Choosing an algorithm".
@Suite("Examples: algorithms")
struct AlgorithmExamples {
  @Test func page() throws {
    var generator = SplitMix64(seed: 1)
    let input = try Tensor<Float>.random([1, 32, 28, 28], using: &generator)
    let weight = try Tensor<Float>.random([32, 32, 3, 3], using: &generator)
    let bias = try Tensor<Float>.zeros([32])

    let geometry = try ConvolutionGeometry(
      inputShape: input.shape, weightShape: weight.shape, padding: 1)
    let plan = try ConvolutionPlan(
      geometry, weight: weight, bias: bias, activation: .relu, accuracy: .fast)
    var output = try Tensor<Float>.zeros(geometry.outputShape)
    try plan.run(input, into: &output)
    #expect("\(plan)".contains("chosen"))

    #expect(Set(plan.candidates.map(\.algorithm)) == [.winograd, .direct, .im2col])

    let picture = try Tensor<Float>.random([90, 120], using: &generator)
    let kernel = try Tensor<Float>.random([31, 31], using: &generator)

    let filtered = try correlate2D(picture, kernel, padding: .same, accuracy: .fast)

    let strict = try correlate2D(picture, kernel, padding: .same)
    let largest = strict.elements.reduce(0) { max($0, abs($1)) }
    #expect(filtered.shape == [90, 120])
    #expect(filtered != strict)
    #expect(
      zip(filtered.elements, strict.elements).allSatisfy { abs($0 - $1) <= 1e-5 * largest })

    let named = try conv2D(
      input, weight: weight, padding: 1, options: ConvolutionOptions(algorithm: .im2col))
    #expect(named.shape == output.shape)

    do {
      _ = try conv2D(
        input, weight: weight, padding: 1, options: ConvolutionOptions(algorithm: .planar))
      Issue.record("planar accepts a dense layer")
    } catch {
      #expect("\(error)".contains("planar"))
    }
  }
}
