// ProblemOperands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A problem that operands are the numbers of.
protocol OperandProblem: CustomStringConvertible, Sendable {
  /// The same, with the numbers that the problem itself has changed.
  func map(_ transform: (Double) -> Double) -> Self
}

/// The numbers of a problem, and the seed that they grew from.
struct ProblemOperands<Subject: OperandProblem, Scalar: TensorScalar>: Sendable {
  let problem: Subject
  let seed: UInt64
  var input: Tensor<Scalar>
  var weight: Tensor<Scalar>
  var bias: Tensor<Scalar>
  /// Has the shape of the output.
  var outputGradient: Tensor<Scalar>

  /// Numbers that came from elsewhere have no seed.
  init(
    problem: Subject, seed: UInt64 = 0, input: Tensor<Scalar>, weight: Tensor<Scalar>,
    bias: Tensor<Scalar>, outputGradient: Tensor<Scalar>
  ) {
    self.problem = problem
    self.seed = seed
    self.input = input
    self.weight = weight
    self.bias = bias
    self.outputGradient = outputGradient
  }

  /// The same numbers in another type, rounded where they must be.
  func converted<Other: TensorScalar>(to type: Other.Type) -> ProblemOperands<Subject, Other> {
    ProblemOperands<Subject, Other>(
      problem: problem, seed: seed, input: Tensor(input), weight: Tensor(weight),
      bias: Tensor(bias), outputGradient: Tensor(outputGradient))
  }

  /// The sizes of the numbers, without their signs.
  var magnitudes: Self { map(abs) }

  /// Ones in place of the numbers: results then count the products that they sum.
  var ones: Self { map { _ in 1 } }

  /// The operands with every number changed, those of the problem too.
  private func map(_ transform: (Scalar) -> Scalar) -> Self {
    Self(
      problem: problem.map { Double(transform(Scalar($0))) }, seed: seed,
      input: input.map(transform), weight: weight.map(transform), bias: bias.map(transform),
      outputGradient: outputGradient.map(transform))
  }
}

extension ProblemOperands: CustomStringConvertible {
  /// What a failure prints: all that it takes to see it again, see `RerunTests`.
  var description: String { "\(problem) of \(Scalar.self), seed \(seed)" }
}
