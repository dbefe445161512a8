// SuiteTotal.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sum of a suite's problems, each counted as often as the suite repeats it: for the layers of a
/// network, the work and the time of the network.
package struct SuiteTotal: Hashable, Sendable {
  package let suite: String
  /// Problems, repetitions counted.
  package let count: Int
  package let gflop: Double
  /// The sums of the contenders that took part in every problem.
  package let milliseconds: [Contender: Double]
  /// The sum of the least times, if all are known.
  package let limitMilliseconds: Double?

  init(suite: String, rows: [Row]) {
    self.suite = suite
    count = rows.reduce(0) { $0 + $1.repeats }
    gflop = rows.reduce(0) { $0 + $1.gflop * Double($1.repeats) }
    var sums: [Contender: Double] = [:]
    for contender in Contender.allCases {
      let times = rows.compactMap { row in
        row.milliseconds[contender].map { $0 * Double(row.repeats) }
      }
      if times.count == rows.count { sums[contender] = times.reduce(0, +) }
    }
    milliseconds = sums
    let limits = rows.compactMap { row in row.limitMilliseconds.map { $0 * Double(row.repeats) } }
    limitMilliseconds = limits.count == rows.count ? limits.reduce(0, +) : nil
  }

  /// The totals of all suites, in order of their first rows.
  package static func totals(of rows: [Row]) -> [SuiteTotal] {
    var suites: [String] = []
    for row in rows where !suites.contains(row.suite) { suites.append(row.suite) }
    return suites.map { suite in
      SuiteTotal(suite: suite, rows: rows.filter { $0.suite == suite })
    }
  }
}
