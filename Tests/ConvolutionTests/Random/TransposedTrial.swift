// TransposedTrial.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A transposed problem with numbers, and what the oracle makes of them.
///
/// `Float` and `Double` have the same numbers: those of a `Float`.
struct TransposedTrial {
  private let numbers: Trial.Numbers
  private let operands: TransposedOperands<Double>
  private let narrow: TransposedOperands<Float>
  private let expected: Results<Double>
  /// How far each of the results may be off; nil for not at all.
  private let bounds: [[Double]]?
  private let narrowBounds: [[Double]]?

  init(_ problem: TransposedProblem, seed: UInt64, _ numbers: Trial.Numbers) throws {
    self.numbers = numbers
    operands =
      try numbers == .whole ? .integers(problem, seed: seed) : .reals(problem, seed: seed)
    narrow = operands.converted(to: Float.self)
    expected = Results(ofOracleFor: operands)
    guard numbers == .real else {
      (bounds, narrowBounds) = (nil, nil)
      return
    }
    let counts = Results(ofOracleFor: operands.ones)
    let sizes = Results(ofOracleFor: operands.magnitudes)
    bounds = Results.errorBounds(counts: counts, sizes: sizes, Double.self)
    narrowBounds = Results.errorBounds(counts: counts, sizes: sizes, Float.self)
  }

  /// What is wrong with the output and the gradients, in both types: a sentence each.
  func mistakes(_ options: ConvolutionOptions, _ tally: inout Tally) throws -> [String] {
    try mistakes(operands, within: bounds, options, &tally)
      + mistakes(narrow, within: narrowBounds, options, &tally)
  }

  private func mistakes<Scalar>(
    _ operands: TransposedOperands<Scalar>, within bounds: [[Double]]?,
    _ options: ConvolutionOptions, _ tally: inout Tally
  ) throws -> [String] {
    let results = try Results(of: operands, options: options)
    return results.parts.indices.compactMap { index in
      let part = results.parts[index]
      tally.add("transposed \(part.name)", Scalar.self, numbers, elements: part.elements.count)
      let difference =
        if let bounds {
          part.difference(from: expected.parts[index], within: bounds[index])
        } else {
          part.difference(from: expected.parts[index])
        }
      return difference.map {
        """
        transposed: \($0), in \(operands), \(numbers) numbers, \(options.testDescription); \
        \(operands.problem.convolution.rerun(seed: operands.seed))
        """
      }
    }
  }
}
