// TransposedExactTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Transposed convolutions and their gradients against the oracle, whose input gradient is the
/// transposed output.
@Suite("Transposed: against the oracle")
struct TransposedExactTests {
  @Test("Every family, on whole numbers", arguments: Problem.all)
  func families(_ problem: Problem) throws {
    try expectExact(TransposedProblem(problem), seed: 1)
  }

  @Test("Work for several workers, and several tiles", arguments: Problem.parallel + Problem.tiled)
  func large(_ problem: Problem) throws {
    try expectExact(TransposedProblem(problem), seed: 2, options: [ConvolutionOptions()])
  }

  /// The output padding is larger than the stride in some of these, which takes a dilation.
  @Test("Random problems, on whole numbers", arguments: 0..<20)
  func random(_ block: UInt64) throws {
    for seed in block * 10..<(block + 1) * 10 {
      try expectExact(randomProblem(seed: 310_000 + seed), seed: seed)
    }
  }

  @Test("There are random problems with output paddings beyond the stride, and without a batch")
  func variety() throws {
    let problems = try (0..<200).map { try randomProblem(seed: 310_000 + $0) }
    #expect(problems.count { $0.omittedRows > 0 } >= 5)
    #expect(problems.count { $0.omittedColumns > 0 } >= 5)
    #expect(problems.count { $0.outputPadding.height > 0 } >= 20)
    #expect(problems.count { $0.convolution.batch == 0 } >= 5)
    #expect(problems.count { $0.convolution.groups > 1 } >= 20)
  }

  @Test("A 1x1 kernel under an output padding, which is not the matrix product that it looks like")
  func pointwise() throws {
    let convolution: Problem = "mb2_ic3_ih9_iw8_oc5_kh1_dh4_dw3"
    try expectExact(
      TransposedProblem(convolution, omittedRows: 3, omittedColumns: 2), seed: 3)
    try expectExact(TransposedProblem(convolution, omittedColumns: 1), seed: 4)
  }

  @Test("Random problems, on real numbers", arguments: 0..<10)
  func reals(_ block: UInt64) throws {
    for seed in block * 10..<(block + 1) * 10 {
      let problem = try randomProblem(seed: 320_000 + seed)
      try expectAccurate(TransposedOperands<Float>.reals(problem, seed: seed))
      try expectAccurate(TransposedOperands<Double>.reals(problem, seed: seed))
    }
  }

  private func randomProblem(seed: UInt64) throws -> TransposedProblem {
    var generator = SplitMix64(seed: seed)
    return try TransposedProblem.random(multiplyAdds: 50_000, using: &generator)
  }

  private func expectExact(
    _ problem: TransposedProblem, seed: UInt64,
    options: [ConvolutionOptions] = ConvolutionOptions.everyAlgorithm
      + ConvolutionOptions.everyThreading
  ) throws {
    let operands = try TransposedOperands<Double>.integers(problem, seed: seed)
    let expected = Results(ofOracleFor: operands)
    for options in options {
      try expectExact(operands, expected, options)
      try expectExact(operands.converted(to: Float.self), expected, options)
    }
  }

  private func expectExact<Scalar>(
    _ operands: TransposedOperands<Scalar>, _ expected: Results<Double>,
    _ options: ConvolutionOptions
  ) throws {
    let geometry = try operands.problem.geometry()
    #expect(geometry.inputShape == operands.problem.inputShape)
    guard options.algorithm.accepts(geometry.convolution, Scalar.self) else { return }
    let results = try Results(of: operands, options: options)
    for (actual, expected) in zip(results.parts, expected.parts) {
      let difference = actual.difference(from: expected)
      #expect(difference == nil, "\(operands), \(options.testDescription)")
    }
  }

  private func expectAccurate<Scalar>(_ operands: TransposedOperands<Scalar>) throws {
    let expected = Results(ofOracleFor: operands)
    let bounds = Results.errorBounds(of: operands)
    for (index, actual) in try Results(of: operands).parts.enumerated() {
      let difference = actual.difference(from: expected.parts[index], within: bounds[index])
      #expect(difference == nil, "\(operands)")
    }
  }
}
