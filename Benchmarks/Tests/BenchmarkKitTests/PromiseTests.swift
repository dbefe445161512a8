// PromiseTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct PromiseTests {
  private let problem: Problem

  init() throws {
    problem = try Problem(argument: "1x16x14x13 k24 3x3 p1", source: "test")
  }

  private func findings(_ accuracies: Set<Accuracy>) throws -> [PromiseFinding] {
    try PromiseCheck(accuracies: accuracies, threads: 1, rounds: 1, budget: 1).run(problem)
  }

  @Test func everyAlgorithmThatAcceptsIsMeasured() throws {
    let both = try findings([.strict, .fast])
    #expect(both.map(\.algorithm) == [.im2col, .direct, .winograd])
    // Rounding leaves something, and keeps the promise; which the slowdown of a busy machine may not.
    for finding in both {
      #expect(finding.strictShare.map { 1e-4...1 ~= $0 } ?? (finding.algorithm == .winograd))
      #expect(1e-9...1e-5 ~= finding.fastError ?? 0, "\(finding)")
      #expect(finding.slowdown > 0)
    }
    let strict = try findings([.strict])
    #expect(strict.map(\.algorithm) == [.im2col, .direct])
    #expect(strict.allSatisfy { $0.fastError == nil && $0.strictShare != nil })
    #expect(try findings([.fast]).allSatisfy { $0.fastError != nil && $0.strictShare == nil })
  }

  @Test(
    arguments: [
      (1, 1e-5, 3, true), (nil, nil, 1, true), (1.01, 0, 1, false), (0, 1.1e-5, 1, false),
      (0, 0, 3.1, false), (.nan, 0, 1, false), (0, .nan, 1, false), (0, 0, .nan, false),
      (.infinity, nil, 1, false),
    ] as [(Double?, Double?, Double, Bool)])
  func promisesHaveLimits(
    strictShare: Double?, fastError: Double?, slowdown: Double, isKept: Bool
  ) {
    let finding = finding(strictShare, fastError, slowdown)
    #expect(finding.isKept == isKept)
  }

  @Test func theWorstComesFirst() {
    let findings = [
      finding(0.25, 2e-6, 1.5), finding(0.5, 1e-6, 1.25, .im2col), finding(.nan, 3e-6, 1),
    ]
    let lines = PromiseFinding.summary(of: findings, cases: 2).split(separator: "\n")
    #expect(
      lines == [
        "share of the strict bound, 2 K eps sum |x| |w|, at most 1.000",
        "       nan  direct    command line/\(problem) \(problem)",
        "  0.500000  im2col    command line/\(problem) \(problem)",
        "error over the largest output, at most 1.00e-05",
        "  3.00e-06  direct    command line/\(problem) \(problem)",
        "  2.00e-06  direct    command line/\(problem) \(problem)",
        "times longer with subnormal numbers, the worst problem of each algorithm, at most 3.0",
        "      1.50  direct    command line/\(problem) \(problem)",
        "      1.25  im2col    command line/\(problem) \(problem)",
        "3 cases, 1 of them beyond a promise",
      ])
  }

  private func finding(
    _ strictShare: Double?, _ fastError: Double?, _ slowdown: Double,
    _ algorithm: ConvolutionAlgorithm = .direct
  ) -> PromiseFinding {
    PromiseFinding(
      problem: problem, algorithm: algorithm, strictShare: strictShare, fastError: fastError,
      slowdown: slowdown)
  }
}
