// ReportTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Foundation
import Testing

struct ReportTests {
  static let machine = Machine(
    processor: "Test CPU 9000", instructionSet: .avx512, processors: 2,
    blas: Machine.BLAS(core: "SkylakeX", configuration: "OpenBLAS", threads: 2),
    environment: ["OMP_NUM_THREADS": "2"])

  static let rows = [
    Row(
      suite: "net", name: "a/b", repeats: 3, threads: 2, gflop: 2,
      milliseconds: [.im2col: 20, .automatic: 10, .gemm: 8], algorithm: "im2col",
      largestDifference: 0.5, limitMilliseconds: 9),
    Row(suite: "net", name: "c", gflop: 1, milliseconds: [.naive: 300, .im2col: 4, .automatic: 5]),
    Row(suite: "two", name: "d", gflop: 1, milliseconds: [.automatic: 1], limitMilliseconds: 0.5),
  ]

  @Test func jsonHasEveryKey() throws {
    let data = try Report(
      Self.machine, build: .release, limits: LimitsTests.limits, rows: Self.rows
    )
    .json()
    let json = try #require(JSONSerialization.jsonObject(with: data) as? NSDictionary)
    let expected: NSDictionary = [
      "suite": "net", "name": "a/b", "repeat": 3, "batch": 1, "threads": 2, "gflop": 2,
      "naive_ms": NSNull(), "im2col_ms": 20, "automatic_ms": 10, "gemm_ms": 8,
      "algorithm": "im2col", "largest_difference": 0.5, "checked_share": 1, "limit_ms": 9,
    ]
    #expect((json["rows"] as? [NSDictionary])?.first == expected)
    #expect((json["rows"] as? [NSDictionary])?.count == 3)
    #expect(json["machine"] as? String == "Test CPU 9000")
    #expect(json["processors"] as? Int == 2)
    #expect(json["isa"] as? String == "avx512")
    #expect(json["build"] as? String == "release")
    #expect(json["environment"] as? [String: String] == ["OMP_NUM_THREADS": "2"])
    let blas: NSDictionary = ["core": "SkylakeX", "configuration": "OpenBLAS", "threads": 2]
    #expect(json["blas"] as? NSDictionary == blas)
    #expect((json["limits"] as? NSDictionary)?["gflops"] as? Double == 100)
    #expect(json.count == 8)
  }

  @Test func totalsCountRepetitions() {
    let totals = SuiteTotal.totals(of: Self.rows)
    #expect(totals.map(\.suite) == ["net", "two"])
    #expect(totals[0].count == 4)
    #expect(totals[0].gflop == 7)
    // The naive loop and gemm missed a problem each: they have no sum.
    #expect(totals[0].milliseconds == [.im2col: 64, .automatic: 35])
    #expect(totals[1].milliseconds == [.automatic: 1])
    // The limit of a problem is missing, and so is that of its suite.
    #expect(totals.map(\.limitMilliseconds) == [nil, 0.5])
  }

  @Test func tableIsAligned() throws {
    let problem = try Problem(argument: ProblemCSVTests.row, source: "test")
    let table = Table([problem], build: .release)
    let lines = [table.header] + Self.rows.map { table.line($0, problem) }
    #expect(lines.allSatisfy { $0.count == lines[0].count })
    // Totals end with the last number.
    let end = try #require(table.header.range(of: "% limit")?.upperBound)
    let width = table.header.distance(from: table.header.startIndex, to: end)
    let totals = SuiteTotal.totals(of: Self.rows).map(table.line)
    #expect(totals.allSatisfy { $0.count == width })
    let words = lines[2].split(separator: " ")
    // 1 GFLOP in 5 ms, where the naive loop takes 300 ms and gemm was not timed.
    #expect(
      words.suffix(9) == ["300.0", "4.000", "5.000", "-", "200.0", "60.0", "-", "-", "all"])
    #expect(lines[3].split(separator: " ").suffix(3) == ["-", "50", "all"])
  }

  @Test func debugBuildsShowNoRates() throws {
    let problem = try Problem(argument: ProblemCSVTests.row, source: "test")
    let words = Table([problem], build: .debug).line(Self.rows[1], problem).split(separator: " ")
    #expect(words.suffix(6) == ["-", "-", "-", "-", "-", "all"])
  }
}
