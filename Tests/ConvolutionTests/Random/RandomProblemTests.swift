// RandomProblemTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Problems that nobody thought of.
///
/// The search goes on for `CONVOLUTION_RANDOM_SECONDS`, and starts at `CONVOLUTION_SEED`: let it run
/// over night with another one. It is the same search every time otherwise.
@Suite("Random problems")
struct RandomProblemTests {
  private let seconds = TestEnvironment.randomSeconds ?? 5
  private let firstSeed = TestEnvironment.seed ?? 1_000_000

  @Test("Exact and accurate")
  func search() throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var seed = firstSeed
    repeat {
      try check(seed: seed)
      seed += 1
    } while clock.now < end
  }

  /// The problem of a seed, with numbers from the same seed: line and seed of a failure are what
  /// `RerunTests` takes.
  private func check(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let problem = try generator.problem(multiplyAdds: 100_000)
    try expectExact(problem, seed: seed, options: [ConvolutionOptions()], mayBeSparse: true)
    try expectAccurate(Operands<Float>.reals(problem, seed: seed))
  }
}
