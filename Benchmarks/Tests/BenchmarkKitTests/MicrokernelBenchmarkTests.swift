// MicrokernelBenchmarkTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Testing

struct MicrokernelBenchmarkTests {
  private func findings(_ filter: String) throws -> [MicrokernelBenchmark.Finding] {
    var findings: [MicrokernelBenchmark.Finding] = []
    try MicrokernelBenchmark(rounds: 1).run(filter: filter) { findings.append($0) }
    return findings
  }

  @Test func whatComputesHasAShareOfTheLimit() throws {
    let findings = try findings("baseline double direct, 1 vector")
    #expect(
      findings.map(\.name) == [
        "direct, 1 vector of channels, stride 1", "direct, 1 vector of channels, stride 2",
        "direct, 1 vector of channels, edges", "direct, 1 vector of channels, any stride",
        "direct, 1 vector of channels, adding",
      ])
    for finding in findings {
      #expect(finding.instructionSet == .baseline && finding.scalar == "double")
      #expect(finding.rates.map(\.size) == Array(1...finding.rates.count))
      #expect(finding.rates.allSatisfy { $0.value > 0 && ($0.share ?? 0) > 0 })
      #expect(finding.description.contains("% of the limit by pixels  1: "))
    }
  }

  @Test func whatMovesDataHasABandwidth() throws {
    let findings = try findings("baseline float pack")
    #expect(findings.map(\.name) == ["pack"])
    for finding in findings {
      #expect(finding.rates.allSatisfy { $0.value > 0 && $0.share == nil })
      #expect(finding.description.contains("GB/s by channels  3: "))
    }
  }
}
