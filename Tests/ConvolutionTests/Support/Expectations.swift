// Expectations.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Checks all results of a problem against the oracle, bit by bit, as `Float` and as `Double`.
///
/// - Parameter mayBeSparse: Whether the problem is known to have results of little but zeros. Others
///   may not: wrong code finds zeros too easily.
func expectExact(
  _ problem: Problem, seed: UInt64 = 1,
  options: [ConvolutionOptions] = ConvolutionOptions.everyWay, mayBeSparse: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let operands = try Operands<Double>.integers(problem, seed: seed)
  let expected = Results(ofOracleFor: operands)
  for part in expected.parts where !mayBeSparse {
    let zeros = part.elements.count { $0 == 0 }
    #expect(
      zeros * 5 <= part.elements.count * 4, "\(part.name) proves too little, \(operands)",
      sourceLocation: sourceLocation)
  }
  let mistakes =
    try mistakes(in: operands, expected, options: options)
    + mistakes(in: operands.converted(to: Float.self), expected, options: options)
  for mistake in mistakes {
    Issue.record(Comment(rawValue: mistake), sourceLocation: sourceLocation)
  }
}

/// Where the library's results for `operands` are not exactly the expected ones.
private func mistakes<Scalar>(
  in operands: Operands<Scalar>, _ expected: Results<Double>, options: [ConvolutionOptions]
) throws -> [String] {
  let geometry = try operands.problem.geometry()
  return try options.filter { $0.algorithm.accepts(geometry, Scalar.self) }.flatMap { options in
    zip(try Results(of: operands, options: options).parts, expected.parts).compactMap {
      $0.difference(from: $1).map { "\($0), in \(operands), \(options.testDescription)" }
    }
  }
}

/// Checks all results of a problem on real numbers against the oracle, every element.
///
/// A sum of `K` products is right if it is off by at most `2 K eps` times the sum of the products'
/// sizes. That covers every order of summation, with fused multiply-add or without. The sum of the
/// sizes is the oracle's result for operands without signs, and `K` its result for ones.
func expectAccurate<Scalar>(
  _ operands: Operands<Scalar>, options: [ConvolutionOptions] = ConvolutionOptions.everyAlgorithm,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = Results(ofOracleFor: operands)
  let bounds = Results.errorBounds(of: operands)
  let geometry = try operands.problem.geometry()
  for options in options where options.algorithm.accepts(geometry, Scalar.self) {
    let results = try Results(of: operands, options: options)
    for (index, actual) in results.parts.enumerated() {
      if let difference = actual.difference(from: expected.parts[index], within: bounds[index]) {
        Issue.record(
          "\(difference), in \(operands), \(options.testDescription)",
          sourceLocation: sourceLocation)
      }
    }
  }
}

extension Results where Element == Double {
  /// How far results for `operands` may be from the exact ones.
  static func errorBounds<Scalar>(of operands: Operands<Scalar>) -> [[Double]] {
    errorBounds(
      counts: Results(ofOracleFor: operands.ones), sizes: Results(ofOracleFor: operands.magnitudes),
      Scalar.self)
  }

  /// How far results may be from the exact ones, from the results for ones, and for the operands
  /// without their signs.
  static func errorBounds<Scalar: TensorScalar>(
    counts: Results, sizes: Results, _: Scalar.Type
  ) -> [[Double]] {
    zip(counts.parts, sizes.parts).map { counts, sizes in
      zip(counts.elements, sizes.elements).map { count, size in
        2 * count * Double(Scalar.ulpOfOne) * size
      }
    }
  }
}
