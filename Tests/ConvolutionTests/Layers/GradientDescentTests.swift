// GradientDescentTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Gradient descent")
struct GradientDescentTests {
  @Test("Squared error: loss and gradient")
  func squaredError() throws {
    let error = try SquaredError(
      prediction: [[1, 2], [3, 4]] as Tensor<Float>, target: [[1, 0], [5, 4]])
    #expect(error.loss == 8)
    #expect(error.gradient == [[0, 4], [-4, 0]])
  }

  @Test("Squared error of nothing")
  func emptyError() throws {
    let error = try SquaredError(prediction: [] as Tensor<Double>, target: [])
    #expect(error.loss == 0)
    #expect(error.gradient == [])
  }

  @Test("Squared error of different shapes")
  func errorShapes() {
    expectError(
      .exactly(.shapeMismatch(name: "prediction", expected: [3], actual: [2])), "[2] and [3]"
    ) { () throws(ConvolutionError) in
      _ = try SquaredError(prediction: [1, 2] as Tensor<Float>, target: [1, 2, 3])
    }
  }

  @Test("A step goes against the gradients")
  func step() throws {
    var layer = try Conv2D<Float>(weight: [[[[1, 2]]]], bias: [3])
    try layer.descend(along: gradients, learningRate: 0.5)
    #expect(layer.weight == [[[[-4, 12]]]])
    #expect(layer.bias == [2.5])
  }

  @Test("A layer without bias has none to move")
  func withoutBias() throws {
    var layer = try Conv2D<Float>(weight: [[[[1, 2]]]])
    try layer.descend(along: gradients, learningRate: 0.5)
    #expect(layer.weight == [[[[-4, 12]]]])
    #expect(layer.bias == nil)
  }

  @Test("A learning rate that is no number", arguments: [Float.nan, .infinity, -.infinity])
  func learningRate(_ rate: Float) throws {
    try expectUnchanged(
      gradients, rate: rate,
      .invalidValue(name: "learning rate", value: "\(rate)", accepted: "a finite number"))
  }

  @Test("A weight gradient of another shape")
  func weightShape() throws {
    var gradients = gradients
    gradients.weight = [[[[1], [2]]]]
    try expectUnchanged(
      gradients,
      .shapeMismatch(name: "weight gradient", expected: [1, 1, 1, 2], actual: [1, 1, 2, 1]))
  }

  @Test("A bias gradient of another shape")
  func biasShape() throws {
    var gradients = gradients
    gradients.bias = [1, 2]
    try expectUnchanged(
      gradients, .shapeMismatch(name: "bias gradient", expected: [1], actual: [2]))
  }

  private let gradients = ConvolutionGradients<Float>(
    input: [[[[0, 0]]]], weight: [[[[10, -20]]]], bias: [1])

  private func expectUnchanged(
    _ gradients: ConvolutionGradients<Float>, rate: Float = 1, _ error: ConvolutionError,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var layer = try Conv2D<Float>(weight: [[[[1, 2]]]], bias: [3])
    expectError(.exactly(error), "descend", sourceLocation: sourceLocation) {
      () throws(ConvolutionError) in
      try layer.descend(along: gradients, learningRate: rate)
    }
    #expect(layer.weight == [[[[1, 2]]]], sourceLocation: sourceLocation)
    #expect(layer.bias == [3], sourceLocation: sourceLocation)
  }
}
