// Trial.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A problem with numbers, and what the oracle makes of them.
///
/// `Float` and `Double` have the same numbers: those of a `Float`.
struct Trial: Sendable {
  /// Whole numbers, on which results have to be equal, and others, on which they have to be within
  /// the bound of their sum.
  enum Numbers: String, CaseIterable, Hashable, Sendable {
    case whole, real
  }

  let problem: Problem
  let seed: UInt64
  let numbers: Numbers
  let hasBias: Bool
  let operands: Operands<Double>
  let expected: Results<Double>
  /// The oracle's results for ones and for the numbers without their signs: what bounds are made of.
  private let counts: Results<Double>?
  private let sizes: Results<Double>?

  init(_ problem: Problem, seed: UInt64, _ numbers: Numbers, hasBias: Bool) throws {
    self.problem = problem
    self.seed = seed
    self.numbers = numbers
    self.hasBias = hasBias
    var operands = try Self.operands(problem, seed: seed, numbers)
    var ones = operands.ones
    if !hasBias {
      operands.bias = operands.bias.map { _ in 0 }
      ones.bias = operands.bias
    }
    self.operands = operands
    expected = Results(ofOracleFor: operands)
    counts = numbers == .real ? Results(ofOracleFor: ones) : nil
    sizes = numbers == .real ? Results(ofOracleFor: operands.magnitudes) : nil
  }

  private static func operands(
    _ problem: Problem, seed: UInt64, _ numbers: Numbers
  ) throws -> Operands<Double> {
    guard numbers == .whole else { return try .reals(problem, seed: seed) }
    var operands = try Operands<Double>.integers(problem, seed: seed)
    let (height, width) = (problem.kernelHeight, problem.kernelWidth)
    if seed % 2 == 0, min(height, width) >= 6, problem.groups == problem.inputChannels {
      // Kernels that are products of a column and a row, which take two passes.
      let factors = operands.weight.elements.map { ($0 / 2).rounded(.towardZero) }
      let kernels = operands.weight.elements.indices.map { index in
        let (kernel, tap) = index.quotientAndRemainder(dividingBy: height * width)
        let first = kernel * height * width
        return factors[first + tap / width] * factors[first + height + tap % width]
      }
      operands.weight = try Tensor(shape: operands.weight.shape, elements: kernels)
    }
    return operands
  }

  /// How far each of the results may be off in arithmetic of a type; nil for not at all.
  func bounds<Scalar: TensorScalar>(_: Scalar.Type) -> [[Double]]? {
    guard let counts, let sizes else { return nil }
    return Results.errorBounds(counts: counts, sizes: sizes, Scalar.self)
  }
}

extension Trial: CustomStringConvertible {
  var description: String {
    "\(problem), seed \(seed), \(numbers) numbers, \(hasBias ? "with" : "without") bias"
  }
}

extension Problem {
  /// The words with which a user sees a failure again.
  func rerun(seed: UInt64) -> String {
    let benchmark = benchmarkLine.map {
      "; its speed: convolution-benchmark run --problem \"\($0)\""
    }
    return """
      again: CONVOLUTION_PROBLEM=\(self) CONVOLUTION_SEED=\(seed) swift test --filter Rerun\
      \(benchmark ?? ""); from now on: a line "\(self) \(seed)" in Resources/Regressions/problems.txt
      """
  }

  /// The problem as `convolution-benchmark run --problem` reads it; nil for one that cannot be timed
  /// there: without a batch, padded differently on two sides, or with another border than zeros.
  var benchmarkLine: String? {
    guard batch > 0, border == .zeros, paddingTop == paddingBottom, paddingLeft == paddingRight
    else { return nil }
    return """
      \(batch)x\(inputChannels)x\(inputHeight)x\(inputWidth) k\(outputChannels) \
      \(kernelHeight)x\(kernelWidth) s\(stride) p\(paddingTop)x\(paddingLeft) d\(dilation) \
      g\(groups)
      """
  }
}
