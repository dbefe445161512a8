// ProblemBenchmarkTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Testing

struct ProblemBenchmarkTests {
  @Test func timesWhoTakesPart() throws {
    let problem = try Problem(argument: "2x4x8x8 k4 3x3 p1 g2", source: "test")
    for contenders: Set<Contender> in [Set(Contender.allCases), [.im2col, .gemm], []] {
      let benchmark = ProblemBenchmark(
        contenders: contenders, threads: 1, rounds: 1, checkBudget: 1)
      let row = try benchmark.run(problem)
      #expect(Set(row.milliseconds.keys) == contenders)
      #expect(row.milliseconds.values.allSatisfy { $0 > 0 })
      #expect(row.largestDifference < 1e-5)
      #expect(row.checkedShare == 1)
      #expect(row.algorithm != "automatic")
      #expect(row.batch == 2)
    }
  }
}
