// Comparison.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// One result held against another, element by element.
struct Comparison {
  private let problem: Problem
  private let result: Verification.Result
  private let reference: String

  init(_ problem: Problem, _ result: Verification.Result, with reference: String) {
    self.problem = problem
    self.result = result
    self.reference = reference
  }

  /// The size of the difference at `offset` of the output.
  ///
  /// - Throws: A ``Mismatch`` when it is above the bound, or not a number.
  func difference(
    at offset: Int, from expected: Double, bound: Double
  ) throws(Mismatch) -> Double {
    let actual = Double(result.output.span[offset])
    let difference = abs(actual - expected)
    // Written so that NaN fails.
    guard difference <= bound else {
      throw Mismatch(
        problem: problem, contender: result.contender, reference: reference,
        position: Self.position(of: offset, in: result.output.shape), actual: actual,
        expected: expected, bound: bound)
    }
    return difference
  }

  /// The index along every axis.
  private static func position(of offset: Int, in shape: [Int]) -> [Int] {
    var rest = offset
    let reversed = shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }
    return reversed.reversed()
  }
}

/// A result that is wrong.
package struct Mismatch: Error {
  package let problem: Problem
  package let contender: Contender
  /// What the result was compared with.
  package let reference: String
  /// `[image, channel, row, column]`
  package let position: [Int]
  package let actual: Double
  package let expected: Double
  package let bound: Double
}

extension Mismatch: CustomStringConvertible {
  package var description: String {
    "\(problem.title) (\(problem)): wrong result of \(contender.rawValue): output\(position) is "
      + "\(actual), but \(reference) gives \(expected); they differ by \(abs(actual - expected)), "
      + "and may by \(bound)"
  }
}
