// VerificationTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct VerificationTests {
  /// Problems with every kind of edge that a window can have.
  static let problems: [Problem] = [
    "2x6x11x9 k8 3x3 s2 p1 g2", "1x4x9x7 k6 3x5 p4x1 d2x1", "1x1x13x10 k1 5x5 p2",
    "3x4x6x6 k4 3x3 s3 p2 g4", "1x2x3x3 k2 1x1 p6 s2",
  ].map { text in
    do {
      return try Problem(argument: text, source: "test")
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private func verify(
    _ problem: Problem, budget: Double = 1, spoil: (inout Tensor<Float>) -> Void = { _ in }
  ) throws -> Verification {
    let operands = try Operands(problem)
    let run = try LibraryRun(operands, ConvolutionOptions(algorithm: .im2col))
    try run.run()
    var spoilt = run.output
    spoil(&spoilt)
    return try Verification(
      problem, operands, [(.im2col, run.output), (.automatic, spoilt)], budget: budget)
  }

  /// Budgets in GFLOP: for everything, for samples, and for less than a row.
  @Test(arguments: problems, [1, 3e-6, 0])
  func rightResultsPass(problem: Problem, budget: Double) throws {
    let verification = try verify(problem, budget: budget)
    #expect(verification.largestDifference < 1e-5)
    #expect(verification.checkedShare > 0)
    if budget == 1 { #expect(verification.checkedShare == 1) }
    if budget == 0 { #expect(verification.checkedShare < 1) }
  }

  @Test(arguments: problems)
  func everyWrongElementIsFound(problem: Problem) throws {
    let count = try problem.geometry().outputShape.reduce(1, *)
    for budget in [1.0, 0] {
      for index in stride(from: 0, to: count, by: 17) {
        let mismatch = try #require(throws: Mismatch.self) {
          try verify(problem, budget: budget) { output in
            var elements = output.mutableSpan
            elements[index] += 1e-2
          }
        }
        #expect(mismatch.contender == .automatic)
      }
    }
  }

  @Test func outputThatWasNotWrittenIsFound() throws {
    let problem = Self.problems[0]
    let operands = try Operands(problem)
    let run = try LibraryRun(operands, ConvolutionOptions())
    #expect(throws: Mismatch.self) {
      try Verification(problem, operands, [(.automatic, run.output)], budget: 1)
    }
  }

  @Test func mismatchSaysWhereAndWhat() throws {
    let mismatch = try #require(throws: Mismatch.self) {
      try verify(Self.problems[0]) { $0[1, 5, 2, 3] = .nan }
    }
    #expect(mismatch.position == [1, 5, 2, 3])
    #expect(
      mismatch.description.hasPrefix(
        "command line/2x6x11x9 k8 3x3 s2 p1 g2 (2x6x11x9 k8 3x3 s2 p1 g2): "
          + "wrong result of automatic: output[1, 5, 2, 3] is nan, but the naive loop gives "))
  }
}
