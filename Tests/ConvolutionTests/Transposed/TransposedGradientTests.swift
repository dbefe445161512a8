// TransposedGradientTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Transposed: gradients")
struct TransposedGradientTests {
  /// <convT(x, w), dy> = <x, dx> = <w, dw>, exact on whole numbers.
  @Test("Adjoint to the output", arguments: 0..<10)
  func adjoint(_ block: UInt64) throws {
    for seed in block * 20..<(block + 1) * 20 {
      let problem = try problem(seed: 330_000 + seed, multiplyAdds: 300_000)
      try expectAdjoint(TransposedOperands<Float>.integers(problem, seed: seed))
      try expectAdjoint(TransposedOperands<Double>.integers(problem, seed: seed))
    }
  }

  private func expectAdjoint<Scalar>(_ operands: TransposedOperands<Scalar>) throws {
    let layer = try operands.problem.layer(weight: operands.weight, bias: nil)
    let gradients = try layer.gradients(
      input: operands.input, outputGradient: operands.outputGradient)
    let sum = dot(try layer(operands.input), operands.outputGradient)
    #expect(sum == dot(operands.input, gradients.input), "input, \(operands)")
    #expect(sum == dot(operands.weight, gradients.weight), "weight, \(operands)")
  }

  private func dot<Scalar>(_ left: Tensor<Scalar>, _ right: Tensor<Scalar>) -> Double {
    zip(left.elements, right.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// Steps and tolerances of PyTorch's `gradcheck`, as in `CentralDifferenceTests`.
  @Test("Slopes of the loss", arguments: 0..<12)
  func slopes(_ index: UInt64) throws {
    let seed = 340_000 + index
    var problem = try problem(seed: seed, multiplyAdds: 20_000)
    if problem.convolution.batch == 0 {
      var convolution = problem.convolution
      convolution.batch = 1
      problem = TransposedProblem(convolution)
    }
    let operands = try TransposedOperands<Double>.reals(problem, seed: seed)
    let layer = try problem.layer(weight: operands.weight, bias: operands.bias)
    let error = try SquaredError(
      prediction: layer(operands.input), target: operands.outputGradient)
    let gradients = try layer.gradients(input: operands.input, outputGradient: error.gradient)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<12 {
      try check(operands, \.input, gradients.input, &generator)
      try check(operands, \.weight, gradients.weight, &generator)
      try check(operands, \.bias, gradients.bias, &generator)
    }
  }

  private func check(
    _ operands: TransposedOperands<Double>,
    _ parameter: WritableKeyPath<TransposedOperands<Double>, Tensor<Double>>,
    _ gradient: Tensor<Double>, _ generator: inout SplitMix64
  ) throws {
    let index = Int.random(in: 0..<gradient.count, using: &generator)
    func loss(_ change: Double) throws -> Double {
      var changed = operands
      changed[keyPath: parameter].withUnsafeMutableBufferPointer { $0[index] += change }
      let layer = try changed.problem.layer(weight: changed.weight, bias: changed.bias)
      return try SquaredError(
        prediction: layer(changed.input), target: operands.outputGradient
      ).loss
    }
    let step = 1e-6
    let slope = try (loss(step) - loss(-step)) / (2 * step)
    let value = gradient.elements[index]
    #expect(abs(value - slope) <= 1e-5 + 1e-3 * abs(slope), "[\(index)], \(operands)")
  }

  private func problem(seed: UInt64, multiplyAdds: Double) throws -> TransposedProblem {
    var generator = SplitMix64(seed: seed)
    return try TransposedProblem.random(multiplyAdds: multiplyAdds, using: &generator)
  }
}
