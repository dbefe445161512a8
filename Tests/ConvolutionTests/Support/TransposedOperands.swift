// TransposedOperands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The numbers of a transposed convolution to be checked.
typealias TransposedOperands<Scalar: TensorScalar> = ProblemOperands<TransposedProblem, Scalar>

extension ProblemOperands where Subject == TransposedProblem {
  /// Whole numbers from -8 to 8, as in `Operands`.
  static func integers(_ problem: TransposedProblem, seed: UInt64) throws -> Self {
    try Self(problem, Operands.integers(problem.convolution, seed: seed))
  }

  /// Numbers of both signs, uniform in [-1, 1).
  static func reals(_ problem: TransposedProblem, seed: UInt64) throws -> Self {
    try Self(problem, Operands.reals(problem.convolution, seed: seed))
  }

  /// The convolution's numbers: its output's are the input's here.
  private init(_ problem: TransposedProblem, _ operands: Operands<Scalar>) throws {
    var generator = SplitMix64(seed: operands.seed + 1)
    let shape = problem.inputShape
    let bias = try Tensor<Scalar>.random(
      [problem.convolution.inputChannels], in: -8..<8, using: &generator)
    self.init(
      problem: problem, seed: operands.seed,
      input: operands.outputGradient[0..., 0..., 0..<shape[2], 0..<shape[3]],
      weight: operands.weight, bias: bias.map { $0.rounded() }, outputGradient: operands.input)
  }
}
