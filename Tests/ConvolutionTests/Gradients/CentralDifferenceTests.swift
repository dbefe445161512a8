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

  @Test("200 random geometries, every border")
  func random() throws {
    var geometries: Set<Problem> = []
    var telling = 0
    for seed in 55_000..<56_000 as Range<UInt64> where geometries.count < 200 {
      var generator = SplitMix64(seed: seed)
      var problem = try generator.problem(multiplyAdds: 4_000)
      problem.batch = max(1, problem.batch)
      // An image without pixels has no gradient.
      guard problem.inputHeight * problem.inputWidth > 0 else { continue }
      problem.border = Border.everyKind[geometries.count % Border.everyKind.count]
      guard geometries.insert(problem).inserted else { continue }
      let operands = try Operands<Double>.reals(problem, seed: seed)
      let target = operands.outputGradient
      let gradients = try gradients(operands, target: target)
      for _ in 0..<3 {
        telling += try check(operands, \.input, gradients.input, target, &generator) ? 1 : 0
        telling += try check(operands, \.weight, gradients.weight, target, &generator) ? 1 : 0
        telling += try check(operands, \.bias, gradients.bias, target, &generator) ? 1 : 0
      }
    }
    #expect(geometries.count == 200)
    // Of 1800; the others are of elements that no window covers.
    #expect(telling >= 1200)
  }

  /// Compares one element of a gradient, picked at random, with the slope of the loss.
  ///
  /// - Returns: Whether it is more than 0.
  private func check(
    _ operands: Operands<Double>, _ parameter: WritableKeyPath<Operands<Double>, Tensor<Double>>,
    _ gradient: Tensor<Double>, _ target: Tensor<Double>, _ generator: inout SplitMix64
  ) throws -> Bool {
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
    return abs(value) > 1e-4
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
