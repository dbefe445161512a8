// LayerRelativesTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// `ConvTranspose2D`, `Conv1D` and `ConvTranspose1D`: their parameters, and what they learn.
@Suite("Layers: transposed and one-dimensional")
struct LayerRelativesTests {
  /// PyTorch's bound is 1 / sqrt(weight.shape[1] x kernel elements), which for transposed layers are
  /// the outputs: 6 / 2 x 5 x 4 = 60, where the inputs would be 80.
  @Test("Random parameters of ConvTranspose2D")
  func transposed() throws {
    for seed in 400..<410 {
      var generator = SplitMix64(seed: UInt64(seed))
      let layer = try ConvTranspose2D<Double>(
        inputChannels: 8, outputChannels: 6, kernelSize: [5, 4], groups: 2, using: &generator)
      #expect(layer.weight.shape == [8, 3, 5, 4])
      #expect(layer.bias?.shape == [6])
      expectUniform(layer.weight.elements, bound: 1 / 60.0.squareRoot(), "seed \(seed)")
      let bound = 1 / 60.0.squareRoot()
      #expect(layer.bias?.elements.allSatisfy { abs($0) <= bound } == true, "seed \(seed)")
    }
  }

  @Test("Random parameters in one dimension")
  func oneDimension() throws {
    var generator = SplitMix64(seed: 411)
    let layer = try Conv1D<Double>(
      inputChannels: 24, outputChannels: 20, kernelLength: 5, groups: 2, using: &generator)
    #expect(layer.weight.shape == [20, 12, 5])
    #expect(layer.bias?.shape == [20])
    expectUniform(layer.weight.elements, bound: 1 / 60.0.squareRoot(), "Conv1D")
    let transposed = try ConvTranspose1D<Double>(
      inputChannels: 20, outputChannels: 24, kernelLength: 5, groups: 2, bias: false,
      using: &generator)
    #expect(transposed.weight.shape == [20, 12, 5])
    #expect(transposed.bias == nil)
    expectUniform(transposed.weight.elements, bound: 1 / 60.0.squareRoot(), "ConvTranspose1D")
  }

  /// Of 480 or more numbers one is in each outer twentieth of the range, but for one in 1e10.
  private func expectUniform(_ elements: [Double], bound: Double, _ comment: Comment) {
    #expect(elements.count >= 480, comment)
    #expect(elements.allSatisfy { -bound <= $0 && $0 < bound }, comment)
    #expect(elements.contains { $0 > 0.95 * bound }, comment)
    #expect(elements.contains { $0 < -0.95 * bound }, comment)
  }

  @Test("A refused layer leaves the generator as it was, and names what is wrong")
  func refused() {
    var generator = SplitMix64(seed: 412)
    expectError(
      .exactly(.channelsNotDivisible(name: "output channels", channels: 5, groups: 2)), "groups"
    ) { () throws(ConvolutionError) in
      _ = try ConvTranspose2D<Float>(
        inputChannels: 4, outputChannels: 5, kernelSize: 3, groups: 2, using: &generator)
    }
    expectError(
      .exactly(.channelsNotDivisible(name: "input channels", channels: 3, groups: 2)), "groups"
    ) { () throws(ConvolutionError) in
      _ = try ConvTranspose1D<Float>(
        inputChannels: 3, outputChannels: 4, kernelLength: 3, groups: 2, using: &generator)
    }
    expectError(.exactly(.notPositive(name: "groups", value: 0)), "groups") {
      () throws(ConvolutionError) in
      _ = try Conv1D<Float>(
        inputChannels: 3, outputChannels: 4, kernelLength: 3, groups: 0, using: &generator)
    }
    expectError(
      .exactly(.outputPaddingTooLarge(axis: "width", outputPadding: 1, stride: 1, dilation: 1)),
      "output padding"
    ) { () throws(ConvolutionError) in
      _ = try ConvTranspose2D<Float>(
        inputChannels: 3, outputChannels: 4, kernelSize: 3, stride: [2, 1], outputPadding: 1,
        using: &generator)
    }
    var fresh = SplitMix64(seed: 412)
    #expect(generator.next() == fresh.next())
  }

  @Test("Parameters that were changed take part")
  func changes() throws {
    var layer = try Conv1D<Float>(weight: [[[1, 10]]])
    let x: Tensor<Float> = [[[1, 2, 3, 4]]]
    #expect(try layer(x) == [[[21, 32, 43]]])
    layer.weight = [[[1, 100]]]
    layer.bias = [5]
    #expect(try layer(x) == [[[206, 307, 408]]])
    layer.stride = 2
    layer.padding = [1, 0]
    layer.border = .replicate
    #expect(try layer(x) == [[[106, 307]]])
    layer.dilation = 2
    layer.activation = .clamp(0, 6)
    #expect(try layer(x) == [[[6, 6]]])
    #expect(layer.stride == 2 && layer.dilation == 2 && layer.groups == 1)

    var transposed = try ConvTranspose1D<Float>(weight: [[[1, 10]]])
    #expect(try transposed([[[1, 2]]]) == [[[1, 12, 20]]])
    transposed.weight = [[[1, 100]]]
    transposed.stride = 2
    transposed.outputPadding = 1
    transposed.bias = [5]
    transposed.padding = [1, 0]
    #expect(try transposed([[[1, 2]]]) == [[[105, 7, 205, 5]]])
  }

  /// A layer keeps what it packed for the shapes that it has seen.
  @Test("Inputs of several shapes in turn, and copies of a layer that change")
  func turns() throws {
    var generator = SplitMix64(seed: 414)
    let layer = try ConvTranspose2D<Double>(
      inputChannels: 3, outputChannels: 2, kernelSize: 3, stride: 2, padding: 1, using: &generator)
    var other = layer
    func expectSame(_ layer: ConvTranspose2D<Double>, _ shape: [Int], _ size: Size2D?) throws {
      let x = try Tensor<Double>.random(shape, in: -1..<1, using: &generator)
      let expected = try convTranspose2D(
        x, weight: layer.weight, bias: layer.bias, stride: layer.stride, padding: layer.padding,
        outputPadding: layer.outputPadding, outputSize: size, dilation: layer.dilation,
        groups: layer.groups)
      #expect(try layer(x, outputSize: size) == expected, "\(shape), \(String(describing: size))")
    }
    for turn in 0..<12 {
      let rows = 2 + turn % 6
      try expectSame(layer, [1 + turn % 2, 3, rows, 4], nil)
      try expectSame(layer, [1, 3, rows, 4], [2 * rows, 8])
      // Each change is another layer, which must not be given what the first one packed.
      switch turn % 6 {
      case 0: other.weight = try .random([3, 2, 3, 3], in: -1..<1, using: &generator)
      case 1: other.bias = try .random([2], in: -1..<1, using: &generator)
      case 2: other.stride = turn < 6 ? 1 : 3
      case 3: other.padding = turn < 6 ? .valid : 1
      case 4: other.dilation = turn < 6 ? 2 : 1
      default: other.bias = nil
      }
      try expectSame(other, [1, 3, rows, 4], nil)
    }
  }

  /// With the gradient of the squared error the loss falls, and the target's parameters are found.
  @Test("Layers learn another one's parameters")
  func descent() throws {
    var generator = SplitMix64(seed: 413)
    let x = try Tensor<Double>.random([4, 2, 5, 6], in: -1..<1, using: &generator)
    let teacher = try ConvTranspose2D<Double>(
      inputChannels: 2, outputChannels: 3, kernelSize: [2, 3], stride: 2, padding: [0, 1],
      outputPadding: [0, 1], using: &generator)
    var pupil = try ConvTranspose2D<Double>(
      inputChannels: 2, outputChannels: 3, kernelSize: [2, 3], stride: 2, padding: [0, 1],
      outputPadding: [0, 1], using: &generator)
    let target = try teacher(x)
    var losses: [Double] = []
    for _ in 0..<200 {
      let error = try SquaredError(prediction: pupil(x), target: target)
      losses.append(error.loss)
      try pupil.descend(
        along: pupil.gradients(input: x, outputGradient: error.gradient), learningRate: 0.002)
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 })
    #expect(losses[199] < 1e-3 * losses[0])

    let rows = try Tensor<Double>.random([4, 2, 30], in: -1..<1, using: &generator)
    let row = try Conv1D<Double>(
      inputChannels: 2, outputChannels: 3, kernelLength: 3, using: &generator)
    var rowPupil = try Conv1D<Double>(
      inputChannels: 2, outputChannels: 3, kernelLength: 3, using: &generator)
    let rowTarget = try row(rows)
    for _ in 0..<200 {
      let error = try SquaredError(prediction: rowPupil(rows), target: rowTarget)
      try rowPupil.descend(
        along: rowPupil.gradients(input: rows, outputGradient: error.gradient),
        learningRate: 0.002)
    }
    #expect(try rowPupil.weight.largestDifference(from: row.weight) < 1e-3)
  }

  @Test("A step along gradients that are not the layer's changes nothing")
  func badStep() throws {
    var layer = try ConvTranspose2D<Float>(weight: .ones([2, 3, 1, 1]), bias: .ones([3]))
    let before = layer.weight
    let gradients = ConvolutionGradients<Float>(
      input: [], weight: try .ones([3, 2, 1, 1]), bias: try .ones([3]))
    expectError(
      .exactly(
        .shapeMismatch(name: "weight gradient", expected: [2, 3, 1, 1], actual: [3, 2, 1, 1])),
      "weight"
    ) { () throws(ConvolutionError) in try layer.descend(along: gradients, learningRate: 1) }
    #expect(layer.weight == before)
  }
}
