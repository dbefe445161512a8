// TransposedOperands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The numbers of a transposed problem, and the seed that they grew from.
struct TransposedOperands<Scalar: TensorScalar>: Sendable {
  let problem: TransposedProblem
  let seed: UInt64
  var input: Tensor<Scalar>
  var weight: Tensor<Scalar>
  var bias: Tensor<Scalar>
  /// Has the shape of the output.
  var outputGradient: Tensor<Scalar>

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

  /// Numbers that came from elsewhere.
  init(
    problem: TransposedProblem, seed: UInt64 = 0, input: Tensor<Scalar>, weight: Tensor<Scalar>,
    bias: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) {
    self.problem = problem
    self.seed = seed
    self.input = input
    self.weight = weight
    self.bias = bias
    self.outputGradient = outputGradient
  }

  func map(_ transform: (Scalar) -> Scalar) -> Self {
    Self(
      problem: problem, seed: seed, input: input.map(transform), weight: weight.map(transform),
      bias: bias.map(transform), outputGradient: outputGradient.map(transform))
  }

  func converted<Other: TensorScalar>(to type: Other.Type) -> TransposedOperands<Other> {
    TransposedOperands<Other>(
      problem: problem, seed: seed, input: Tensor(input), weight: Tensor(weight),
      bias: Tensor(bias), outputGradient: Tensor(outputGradient))
  }
}

extension TransposedOperands: CustomStringConvertible {
  var description: String { "\(problem) of \(Scalar.self), seed \(seed)" }
}
