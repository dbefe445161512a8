// CentralDifferenceTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Gradients are what the loss does when a number is changed a little.
///
/// The step and the tolerances are those of PyTorch's `gradcheck`: a step of 1e-6, and a difference
/// of at most 1e-5 + 1e-3 times the gradient.
@Suite("Gradients are slopes")
struct CentralDifferenceTests {
  private let step = 1e-6

  @Test("Random problems", arguments: Border.everyKind, 0..<8)
  func random(_ border: Border, _ index: UInt64) throws {
    let seed = 55_000 + index
    var generator = SplitMix64(seed: seed)
    var problem = try generator.problem(multiplyAdds: 20_000)
    problem.border = border
    problem.batch = max(1, problem.batch)
    let operands = try Operands<Double>.reals(problem, seed: seed)
    let target = operands.outputGradient

    let gradients = try gradients(operands, target: target)
    for _ in 0..<12 {
      try check(operands, \.input, gradients.input, target, &generator)
      try check(operands, \.weight, gradients.weight, target, &generator)
      try check(operands, \.bias, gradients.bias, target, &generator)
    }
  }

  /// Compares one element of a gradient, picked at random, with the slope of the loss.
  private func check(
    _ operands: Operands<Double>, _ parameter: WritableKeyPath<Operands<Double>, Tensor<Double>>,
    _ gradient: Tensor<Double>, _ target: Tensor<Double>, _ generator: inout SplitMix64
  ) throws {
    let index = Int.random(in: 0..<gradient.count, using: &generator)
    func loss(_ change: Double) throws -> Double {
      var operands = operands
      operands[keyPath: parameter].withUnsafeMutableBufferPointer { $0[index] += change }
      return try SquaredError(prediction: output(operands), target: target).loss
    }
    let slope = try (loss(step) - loss(-step)) / (2 * step)
    let value = gradient.elements[index]
    #expect(
      abs(value - slope) <= 1e-5 + 1e-3 * abs(slope), "\(parameter)[\(index)], \(operands)")
  }

  private func output(_ operands: Operands<Double>) throws -> Tensor<Double> {
    try layer(operands)(operands.input)
  }

  private func gradients(
    _ operands: Operands<Double>, target: Tensor<Double>
  ) throws -> ConvolutionGradients<Double> {
    let error = try SquaredError(prediction: output(operands), target: target)
    return try layer(operands).gradients(input: operands.input, outputGradient: error.gradient)
  }

  private func layer(_ operands: Operands<Double>) throws -> Conv2D<Double> {
    let problem = operands.problem
    return try Conv2D(
      weight: operands.weight, bias: operands.bias, stride: problem.stride,
      padding: problem.padding, dilation: problem.dilation, groups: problem.groups,
      border: problem.border)
  }
}
