// Operands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The numbers of a problem, and the seed that they grew from.
struct Operands<Scalar: TensorScalar>: Sendable {
  let problem: Problem
  let seed: UInt64
  var input: Tensor<Scalar>
  var weight: Tensor<Scalar>
  var bias: Tensor<Scalar>
  /// Has the shape of the output.
  var outputGradient: Tensor<Scalar>

  /// Whole numbers from -8 to 8.
  ///
  /// Sums of up to 2^18 products of them are exact even in `Float`, in any order: what is computed
  /// from them is right or wrong, with nothing between.
  static func integers(_ problem: Problem, seed: UInt64) throws -> Self {
    try Self(problem, seed: seed) { generator in
      Scalar(Int.random(in: -8...8, using: &generator))
    }
  }

  /// Numbers of both signs, uniform in [-1, 1).
  static func reals(_ problem: Problem, seed: UInt64) throws -> Self {
    try Self(problem, seed: seed) { generator in
      Scalar(Float.random(in: -1..<1, using: &generator))
    }
  }

  private init(
    _ problem: Problem, seed: UInt64, element: (inout SplitMix64) -> Scalar
  ) throws {
    var generator = SplitMix64(seed: seed)
    func tensor(_ shape: [Int]) throws -> Tensor<Scalar> {
      let elements = (0..<shape.reduce(1, *)).map { _ in element(&generator) }
      return try Tensor(shape: shape, elements: elements)
    }
    self.problem = problem
    self.seed = seed
    input = try tensor(problem.inputShape)
    weight = try tensor(problem.weightShape)
    bias = try tensor([problem.outputChannels])
    outputGradient = try tensor(problem.geometry().outputShape)
  }

  /// Numbers that came from elsewhere.
  init(
    problem: Problem, seed: UInt64 = 0, input: Tensor<Scalar>, weight: Tensor<Scalar>,
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
  func converted<Other: TensorScalar>(to type: Other.Type) -> Operands<Other> {
    Operands<Other>(
      problem: problem, seed: seed, input: Tensor(input), weight: Tensor(weight),
      bias: Tensor(bias), outputGradient: Tensor(outputGradient))
  }

  /// The sizes of the numbers, without their signs.
  var magnitudes: Self { map(abs) }

  /// Ones in place of the numbers: results then count the products that they sum.
  var ones: Self { map { _ in 1 } }

  /// The operands with every number changed, those of a constant border too.
  private func map(_ transform: (Scalar) -> Scalar) -> Self {
    var problem = problem
    if case .constant(let value) = problem.border {
      problem.border = .constant(Double(transform(Scalar(value))))
    }
    return Self(
      problem: problem, seed: seed, input: input.map(transform), weight: weight.map(transform),
      bias: bias.map(transform), outputGradient: outputGradient.map(transform))
  }
}

extension Operands: CustomStringConvertible {
  /// What a failure prints: all that it takes to see it again, see `RerunTests`.
  var description: String { "\(problem) of \(Scalar.self), seed \(seed)" }
}
