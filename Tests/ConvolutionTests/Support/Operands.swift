// Operands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The numbers of a convolution to be checked.
typealias Operands<Scalar: TensorScalar> = ProblemOperands<Problem, Scalar>

extension ProblemOperands where Subject == Problem {
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
    self.init(
      problem: problem, seed: seed, input: try tensor(problem.inputShape),
      weight: try tensor(problem.weightShape), bias: try tensor([problem.outputChannels]),
      outputGradient: try tensor(problem.geometry().outputShape))
  }
}
