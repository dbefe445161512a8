// OptimizerTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Optimizers")
struct OptimizerTests {
  @Test("Momentum, worked by hand")
  func momentum() throws {
    var optimizer = try SGD<Double>(learningRate: 0.5, momentum: 0.5)
    var parameter: Tensor<Double> = [1, 2]
    try optimizer.update(&parameter, along: [4, -8], key: "w")
    #expect(parameter == [-1, 6])
    try optimizer.update(&parameter, along: [0, 2], key: "w")
    // The velocity is 0.5 [4, -8] + [0, 2].
    #expect(parameter == [-2, 7])
  }

  /// In the first step of Adam mean and root of the squares are the gradient and its size.
  @Test("Adam's first step is the learning rate, towards the smaller loss")
  func adam() throws {
    var optimizer = try Adam<Double>(learningRate: 0.25, epsilon: 0)
    var parameter: Tensor<Double> = [1, 2, 3]
    try optimizer.update(&parameter, along: [1e-5, -7, 1e5], key: "w")
    #expect(try parameter.largestDifference(from: [0.75, 2.25, 2.75]) < 1e-14)
  }

  @Test("A copy goes on by itself")
  func value() throws {
    var optimizer = try SGD<Double>(learningRate: 1, momentum: 1)
    var parameter: Tensor<Double> = [0]
    try optimizer.update(&parameter, along: [1], key: "w")
    var copy = optimizer
    var other = parameter
    try copy.update(&other, along: [10], key: "w")
    try optimizer.update(&parameter, along: [0], key: "w")
    #expect(other == [-12])
    #expect(parameter == [-2])
  }

  @Test("The learning rate may change between steps")
  func schedule() throws {
    var optimizer = try SGD<Float>(learningRate: 1)
    var parameter: Tensor<Float> = [0]
    try optimizer.update(&parameter, along: [1], key: "w")
    optimizer.learningRate = 0.5
    try optimizer.update(&parameter, along: [1], key: "w")
    #expect(parameter == [-1.5])
  }

  @Test("Without momentum a step of a layer is that of Conv2D.descend")
  func layer() throws {
    var generator = SplitMix64(seed: 4)
    var layer = try Conv2D<Float>(
      inputChannels: 2, outputChannels: 3, kernelSize: 3, using: &generator)
    var other = layer
    let input = try Tensor<Float>.random([1, 2, 5, 5], using: &generator)
    let gradients = try layer.gradients(input: input, outputGradient: layer(input))
    var optimizer = try SGD<Float>(learningRate: 0.125)
    try optimizer.update(&layer, along: gradients, key: "layer")
    try other.descend(along: gradients, learningRate: 0.125)
    #expect(layer.weight == other.weight)
    #expect(layer.bias == other.bias)
  }

  @Test("A layer whose bias gradient is wrong is unchanged, and so is the optimizer")
  func layerUnchanged() throws {
    var layer = try Conv2D<Double>(weight: [[[[1, 2]]]], bias: [3])
    var optimizer = try SGD<Double>(learningRate: 1, momentum: 1)
    var gradients = ConvolutionGradients<Double>(
      input: [[[[0]]]], weight: [[[[1, 1]]]], bias: [1, 2])
    expectError(
      .exactly(.shapeMismatch(name: "gradient of a.bias", expected: [1], actual: [2])), "bias"
    ) { () throws(ConvolutionError) in
      try optimizer.update(&layer, along: gradients, key: "a")
    }
    #expect(layer.weight == [[[[1, 2]]]])
    gradients.bias = [1]
    try optimizer.update(&layer, along: gradients, key: "a")
    #expect(layer.weight == [[[[0, 1]]]])
    #expect(layer.bias == [2])
  }

  @Test("Shapes that do not fit", arguments: ["SGD", "Adam"])
  func shapes(_ rule: String) throws {
    func check(_ optimizer: some Optimizer<Float>) throws {
      var optimizer = optimizer
      var parameter: Tensor<Float> = [1, 2]
      let error = ConvolutionError.shapeMismatch(
        name: "gradient of w", expected: [2], actual: [3])
      expectError(.exactly(error), "gradient") { () throws(ConvolutionError) in
        try optimizer.update(&parameter, along: [1, 2, 3], key: "w")
      }
      #expect(parameter == [1, 2])
      try optimizer.update(&parameter, along: [1, 1], key: "w")
      var other: Tensor<Float> = [1, 2, 3]
      expectError(
        .exactly(.shapeMismatch(name: "parameter w", expected: [2], actual: [3])), "another's key"
      ) { () throws(ConvolutionError) in
        try optimizer.update(&other, along: [1, 2, 3], key: "w")
      }
      #expect(other == [1, 2, 3])
    }
    if rule == "SGD" {
      try check(SGD(learningRate: 0.1, momentum: 0.5))
    } else {
      try check(Adam())
    }
  }

  @Test("Numbers that cannot be", arguments: [-0.5, .nan, .infinity])
  func numbers(_ number: Double) {
    expectRefused("learning rate", number) { () throws(ConvolutionError) in
      _ = try SGD<Float>(learningRate: number)
    }
    expectRefused("momentum", number) { () throws(ConvolutionError) in
      _ = try SGD<Float>(learningRate: 1, momentum: number)
    }
    expectRefused("weight decay", number) { () throws(ConvolutionError) in
      _ = try SGD<Float>(learningRate: 1, weightDecay: number)
    }
    expectRefused("learning rate", number) { () throws(ConvolutionError) in
      _ = try Adam<Float>(learningRate: number)
    }
    expectRefused("epsilon", number) { () throws(ConvolutionError) in
      _ = try Adam<Float>(epsilon: number)
    }
    expectRefused("weight decay", number) { () throws(ConvolutionError) in
      _ = try Adam<Float>(weightDecay: number)
    }
    expectRefused("learning rate", number) { () throws(ConvolutionError) in
      var optimizer = try SGD<Float>(learningRate: 1)
      optimizer.learningRate = number
      var parameter: Tensor<Float> = [1]
      try optimizer.update(&parameter, along: [1], key: "w")
    }
  }

  private func expectRefused(
    _ name: String, _ value: Double, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws(ConvolutionError) -> Void
  ) {
    expectError(
      .exactly(
        .invalidValue(
          name: name, value: "\(value)", accepted: "a finite number that is 0 or more")),
      "\(name) \(value)", sourceLocation: sourceLocation, body)
  }

  @Test("Betas of 1 and more, below 0, and none", arguments: [1, 2, -0.1, Double.nan])
  func betas(_ beta: Double) {
    for (name, betas) in [("beta 1", (beta, 0.9)), ("beta 2", (0.9, beta))] {
      expectError(
        .exactly(
          .invalidValue(name: name, value: "\(beta)", accepted: "0 or more and less than 1")),
        "\(name)"
      ) { () throws(ConvolutionError) in _ = try Adam<Double>(betas: betas) }
    }
  }

  @Test("Nesterov's rule without momentum, or with dampening", arguments: [(0.0, 0.0), (0.9, 0.1)])
  func nesterov(_ momentum: Double, _ dampening: Double) {
    expectError(
      .exactly(
        .invalidValue(
          name: "nesterov", value: "true with momentum \(momentum) and dampening \(dampening)",
          accepted: "a momentum above 0 and no dampening")), "nesterov"
    ) { () throws(ConvolutionError) in
      _ = try SGD<Float>(
        learningRate: 1, momentum: momentum, dampening: dampening, nesterov: true)
    }
  }
}
