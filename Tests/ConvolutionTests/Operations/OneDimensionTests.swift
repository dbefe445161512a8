// OneDimensionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// One dimension against the oracle, which has two, on images of one row.
@Suite("One dimension")
struct OneDimensionTests {
  @Test("Worked by hand")
  func byHand() throws {
    let x: Tensor<Float> = [[[1, 2, 3, 4]]]
    let weight: Tensor<Float> = [[[1, 10]]]
    #expect(try conv1D(x, weight: weight) == [[[21, 32, 43]]])
    #expect(try conv1D(x, weight: weight, bias: [5], stride: 2) == [[[26, 48]]])
    #expect(try conv1D(x, weight: weight, padding: 1) == [[[10, 21, 32, 43, 4]]])
    #expect(try conv1D(x, weight: weight, padding: [0, 1]) == [[[21, 32, 43, 4]]])
    #expect(try conv1D(x, weight: weight, padding: .same) == [[[21, 32, 43, 4]]])
    #expect(try conv1D(x, weight: weight, padding: .sameLower) == [[[10, 21, 32, 43]]])
    #expect(try conv1D(x, weight: weight, padding: .full) == [[[10, 21, 32, 43, 4]]])
    #expect(
      try conv1D(x, weight: weight, padding: [1, 0], border: .circular) == [[[14, 21, 32, 43]]])
    #expect(try conv1D(x, weight: weight, dilation: 2) == [[[31, 42]]])
  }

  @Test("The transposed one, worked by hand")
  func transposedByHand() throws {
    let x: Tensor<Float> = [[[1, 2, 3]]]
    let weight: Tensor<Float> = [[[1, 10]]]
    #expect(try convTranspose1D(x, weight: weight) == [[[1, 12, 23, 30]]])
    #expect(
      try convTranspose1D(x, weight: weight, bias: [5], stride: 3, outputPadding: 1)
        == [[[6, 15, 5, 7, 25, 5, 8, 35, 5]]])
    #expect(
      try convTranspose1D(x, weight: weight, stride: 3, padding: [1, 2], outputLength: 6)
        == [[[10, 0, 2, 20, 0, 3]]])
    #expect(try convTranspose1D(x, weight: weight, padding: .same) == [[[1, 12, 23]]])
    #expect(try convTranspose1D(x, weight: weight, dilation: 2) == [[[1, 2, 13, 20, 30]]])
  }

  @Test("Random problems, against the oracle", arguments: 0..<10)
  func random(_ block: UInt64) throws {
    for seed in block * 10..<(block + 1) * 10 {
      let problem = try problem(seed: 360_000 + seed)
      try check(problem, seed: seed, Float.self)
      try check(problem, seed: seed, Double.self)
      guard TransposedProblem.exists(for: problem) else { continue }
      try checkTransposed(TransposedProblem(problem), seed: seed, Float.self)
      try checkTransposed(TransposedProblem(problem), seed: seed, Double.self)
    }
  }

  private func problem(seed: UInt64) throws -> Problem {
    var generator = SplitMix64(seed: seed)
    var problem = try generator.problem(multiplyAdds: 50_000)
    (problem.inputHeight, problem.kernelHeight, problem.strideHeight) = (1, 1, 1)
    (problem.dilationHeight, problem.paddingTop, problem.paddingBottom) = (1, 0, 0)
    return problem
  }

  private func check<Scalar: TensorScalar>(
    _ problem: Problem, seed: UInt64, _: Scalar.Type
  ) throws {
    let operands = try Operands<Scalar>.integers(problem, seed: seed)
    let padding = Padding1D.sides(before: problem.paddingLeft, after: problem.paddingRight)
    let layer = try Conv1D(
      weight: rows(operands.weight), bias: operands.bias, stride: problem.strideWidth,
      padding: padding, dilation: problem.dilationWidth, groups: problem.groups,
      border: problem.border)
    let input = try rows(operands.input)
    let gradients = try layer.gradients(
      input: input, outputGradient: rows(operands.outputGradient))
    try expectEqual(
      layer(input), gradients, Results(ofOracleFor: operands), "\(operands)")

    let output = try conv1D(
      input, weight: layer.weight, bias: operands.bias, stride: problem.strideWidth,
      padding: padding, dilation: problem.dilationWidth, groups: problem.groups,
      border: problem.border)
    #expect(try output == layer(input), "\(operands)")
    let functionGradients = try conv1DGradients(
      input, weight: layer.weight, outputGradient: rows(operands.outputGradient),
      stride: problem.strideWidth, padding: padding, dilation: problem.dilationWidth,
      groups: problem.groups, border: problem.border)
    #expect(functionGradients == gradients, "\(operands)")
  }

  private func checkTransposed<Scalar: TensorScalar>(
    _ problem: TransposedProblem, seed: UInt64, _: Scalar.Type
  ) throws {
    let operands = try TransposedOperands<Scalar>.integers(problem, seed: seed)
    let convolution = problem.convolution
    let layer = try ConvTranspose1D(
      weight: rows(operands.weight), bias: operands.bias, stride: convolution.strideWidth,
      padding: .sides(before: convolution.paddingLeft, after: convolution.paddingRight),
      outputPadding: problem.outputPadding.width, dilation: convolution.dilationWidth,
      groups: convolution.groups)
    let input = try rows(operands.input)
    let gradients = try layer.gradients(
      input: input, outputGradient: rows(operands.outputGradient))
    try expectEqual(layer(input), gradients, Results(ofOracleFor: operands), "\(operands)")
    #expect(
      try convTranspose1D(
        input, weight: layer.weight, bias: layer.bias, stride: layer.stride,
        padding: layer.padding, outputPadding: layer.outputPadding, dilation: layer.dilation,
        groups: layer.groups) == layer(input), "\(operands)")
  }

  /// The oracle's shapes have a height of 1.
  private func expectEqual<Scalar>(
    _ output: Tensor<Scalar>, _ gradients: ConvolutionGradients<Scalar>,
    _ expected: Results<Double>, _ comment: Comment
  ) throws {
    let actual = Results(
      output: .init("output", try planes(output)),
      gradients: ConvolutionGradients(
        input: try planes(gradients.input), weight: try planes(gradients.weight),
        bias: gradients.bias))
    for (actual, expected) in zip(actual.parts, expected.parts) {
      #expect(actual.difference(from: expected) == nil, comment)
    }
  }

  private func rows<Scalar>(_ tensor: Tensor<Scalar>) throws -> Tensor<Scalar> {
    try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], tensor.shape[3]])
  }

  private func planes<Scalar>(_ tensor: Tensor<Scalar>) throws -> Tensor<Scalar> {
    try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], 1, tensor.shape[2]])
  }
}
