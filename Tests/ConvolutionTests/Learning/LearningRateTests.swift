// LearningRateTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Automatic learning rate")
struct LearningRateTests {
  /// Layers of every kind: bias, groups, strides, borders, inputs without and with a mean.
  private static let layers: [(name: String, layer: Conv2D<Double>, input: Tensor<Double>)] = {
    var generator = SplitMix64(seed: 12)
    func make(
      _ name: String, _ shape: [Int], _ outputs: Int, _ size: Size2D, stride: Size2D = 1,
      padding: Padding = .valid, groups: Int = 1, bias: Bool = false, border: Border = .zeros,
      range: Range<Double> = -1..<1
    ) throws -> (String, Conv2D<Double>, Tensor<Double>) {
      (
        name,
        try Conv2D(
          inputChannels: shape[1], outputChannels: outputs, kernelSize: size, stride: stride,
          padding: padding, groups: groups, bias: bias, border: border, using: &generator),
        try .random(shape, in: range, using: &generator)
      )
    }
    do {
      return [
        try make("picture", [1, 1, 12, 14], 1, [1, 2], range: 0..<1),
        try make("zero mean", [2, 3, 9, 9], 4, 3, padding: 1),
        try make("bias", [3, 2, 8, 7], 3, [3, 2], stride: 2, bias: true, range: 0..<4),
        try make("depthwise", [2, 4, 8, 8], 4, 3, padding: .same, groups: 4, border: .reflect),
      ]
    } catch {
      Issue.record("\(error)")
      return []
    }
  }()

  /// Two taps that see (1, 0), (0, 1) and (1, 1): XᵀX is [[2, 1], [1, 2]], with eigenvalues 3 and 1.
  @Test("Worked by hand")
  func byHand() throws {
    let layer = try Conv2D<Float>(weight: [[[[5, -7]]]])
    let input: Tensor<Float> = [[[[1, 0]]], [[[0, 1]]], [[[1, 1]]]]
    let rate = try LearningRate.automatic(for: layer, input: input)
    #expect(abs(rate - 1.0 / 6) < 1e-6)
  }

  @Test("Descent makes the loss smaller in every step", arguments: 0..<layers.count)
  func descends(_ index: Int) throws {
    let (name, layer, input) = Self.layers[index]
    let rate = try LearningRate.automatic(for: layer, input: input)
    let all = try losses(layer, input, rate: rate, steps: 200)
    // What is left in the end are rounding errors.
    let losses = all.prefix { $0 > 1e-24 * all[0] }
    #expect(losses.count > 50, "\(name), \(all)")
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(name), \(losses)")
  }

  /// A rate of `2 / lambda` is where descent stops converging: `automatic` is half of that, so four
  /// times it is twice the limit, and just above twice it is above the limit.
  @Test("#63 Descent diverges with twice the limit, and just above it", arguments: 0..<layers.count)
  func diverges(_ index: Int) throws {
    let (name, layer, input) = Self.layers[index]
    let rate = try LearningRate.automatic(for: layer, input: input)
    for factor in [4, 2.2] {
      let losses = try losses(layer, input, rate: factor * rate, steps: 200)
      #expect(losses[199] > 1e6 * losses[0], "\(name), \(factor), \(losses)")
    }
  }

  @Test("A layer that saw other numbers gets the same rate")
  func independent() throws {
    var (_, layer, input) = Self.layers[1]
    let rate = try LearningRate.automatic(for: layer, input: input)
    layer.weight = layer.weight.map { _ in 1e9 }
    layer.activation = .relu
    #expect(try LearningRate.automatic(for: layer, input: input) == rate)
  }

  @Test(
    "#63 Inputs without a curvature, or with too much", arguments: [0, 1e-200, 1e200, Double.nan])
  func extremes(_ value: Double) throws {
    let (_, layer, _) = Self.layers[0]
    let input = try Tensor<Double>(shape: [1, 1, 4, 4], repeating: value)
    #expect {
      _ = try LearningRate.automatic(for: layer, input: input)
    } throws: { error in
      guard case .invalidValue(let name, _, _)? = error as? ConvolutionError else { return false }
      return name == "the largest curvature of the loss"
    }
  }

  @Test("An input of another layer")
  func channels() throws {
    let (_, layer, _) = Self.layers[0]
    let input = try Tensor<Double>.ones([1, 2, 4, 4])
    expectError(
      .exactly(.channelMismatch(inputChannels: 2, weightChannels: 1, groups: 1)), "channels"
    ) { () throws(ConvolutionError) in _ = try LearningRate.automatic(for: layer, input: input) }
  }

  /// The losses of learning what another layer of the same kind does.
  private func losses(
    _ layer: Conv2D<Double>, _ input: Tensor<Double>, rate: Double, steps: Int
  ) throws -> [Double] {
    var generator = SplitMix64(seed: 3)
    var teacher = layer
    teacher.weight = try .random(layer.weight.shape, in: -1..<1, using: &generator)
    let target = try teacher(input)
    var layer = layer
    var optimizer = try SGD<Double>(learningRate: rate)
    var losses: [Double] = []
    try Training.run(steps: steps) { _ throws(ConvolutionError) in
      let error = try SquaredError(prediction: layer(input), target: target)
      let gradients = try layer.gradients(input: input, outputGradient: error.gradient)
      try optimizer.update(&layer, along: gradients, key: "layer")
      losses.append(error.loss)
      return error.loss
    }
    return losses
  }
}
