// RerunTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// One problem, from the outside: what to do with the line of a failure.
///
///     CONVOLUTION_PROBLEM=ic3_ih9_iw8_oc4_kh3_reflect CONVOLUTION_SEED=7 swift test --filter Rerun
@Suite("Rerun", .enabled(if: TestEnvironment.problem != nil, "CONVOLUTION_PROBLEM is not set"))
struct RerunTests {
  @Test("The problem of CONVOLUTION_PROBLEM")
  func problem() throws {
    let line = try #require(TestEnvironment.problem)
    let problem = try #require(Problem(line), "not the line of a problem: \(line)")
    let seed = TestEnvironment.seed ?? 1
    try expectExact(problem, seed: seed, mayBeSparse: true)
    try expectAccurate(
      Operands<Float>.reals(problem, seed: seed), options: ConvolutionOptions.everyWay)
    try expectAccurate(
      Operands<Double>.reals(problem, seed: seed), options: ConvolutionOptions.everyWay)
    var tally = Tally()
    for mistake in try RandomSearch.mistakes(in: problem, seed: seed, &tally) {
      Issue.record(Comment(rawValue: mistake))
    }
  }
}
