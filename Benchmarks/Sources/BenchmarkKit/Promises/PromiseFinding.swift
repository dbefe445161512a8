// PromiseFinding.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// What was measured of one algorithm on one problem.
package struct PromiseFinding: Sendable {
  package let problem: Problem
  package let algorithm: ConvolutionAlgorithm
  /// The largest difference from the naive loop, as a share of 2 K eps times the sum of the sizes of
  /// the products; nil where strict accuracy is not promised, or was not asked for.
  package let strictShare: Double?
  /// The largest difference as a share of the largest output; nil where `.fast` was not asked for.
  package let fastError: Double?
  /// How many times longer it takes with subnormal numbers.
  package let slowdown: Double

  package init(
    problem: Problem, algorithm: ConvolutionAlgorithm, strictShare: Double?, fastError: Double?,
    slowdown: Double
  ) {
    self.problem = problem
    self.algorithm = algorithm
    self.strictShare = strictShare
    self.fastError = fastError
    self.slowdown = slowdown
  }

  /// What is promised: the most that each number may be.
  package enum Limit {
    package static let strictShare = 1.0
    package static let fastError = 1e-5
    package static let slowdown = 3.0
  }

  /// Whether all that was measured is within its limit; a number that is none is not.
  package var isKept: Bool {
    (strictShare.map { $0 <= Limit.strictShare } ?? true)
      && (fastError.map { $0 <= Limit.fastError } ?? true) && slowdown <= Limit.slowdown
  }
}

// MARK: - As text

extension PromiseFinding {
  /// The findings as tables: for every promise the worst cases first, and of the times the worst of
  /// each algorithm.
  package static func summary(of findings: [PromiseFinding], cases: Int) -> String {
    let strict = table(
      "share of the strict bound, 2 K eps sum |x| |w|, at most \(fixed(Limit.strictShare, 3))",
      findings.compactMap { finding in finding.strictShare.map { (finding, $0) } }, cases
    ) { fixed($0, 6) }
    let fast = table(
      "error over the largest output, at most \(scientific(Limit.fastError))",
      findings.compactMap { finding in finding.fastError.map { (finding, $0) } }, cases
    ) { scientific($0) }
    let slowest = Dictionary(grouping: findings, by: \.algorithm).values
      .compactMap { $0.max { $0.slowdown < $1.slowdown } }
    let subnormal = table(
      "times longer with subnormal numbers, the worst problem of each algorithm, at most "
        + "\(fixed(Limit.slowdown, 1))", slowest.map { ($0, $0.slowdown) }, slowest.count
    ) { fixed($0, 2) }
    let broken = findings.count { !$0.isKept }
    return [strict, fast, subnormal].compactMap(\.self).joined(separator: "\n\n")
      + "\n\n\(findings.count) cases, \(broken) of them beyond a promise"
  }

  private static func table(
    _ title: String, _ cases: [(PromiseFinding, value: Double)], _ count: Int,
    _ text: (Double) -> String
  ) -> String? {
    guard !cases.isEmpty else { return nil }
    // NaN is the worst.
    let worst = cases.sorted { $0.value > $1.value || $0.value.isNaN && !$1.value.isNaN }
    let lines = worst.prefix(count).map { finding, value in
      let number = text(value)
      let algorithm = finding.algorithm.rawValue
      return String(repeating: " ", count: max(0, 10 - number.count)) + number + "  " + algorithm
        + String(repeating: " ", count: max(0, 10 - algorithm.count))
        + "\(finding.problem.title) \(finding.problem)"
    }
    return ([title] + lines).joined(separator: "\n")
  }

  private static func fixed(_ value: Double, _ places: Int) -> String {
    Decimals.fixed(value, places: places)
  }

  private static func scientific(_ value: Double) -> String { Decimals.scientific(value) }
}
