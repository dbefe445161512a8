// RandomSearch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Synchronization

/// A search for a wrong result: problems, circumstances and numbers, all from a seed.
enum RandomSearch {
  /// What a search found.
  struct Outcome: Sendable {
    var tally = Tally()
    var mistakes: [String] = []

    /// More are not read anyway.
    fileprivate static let mostMistakes = 20
  }

  /// Searches from `firstSeed` on, for some time, in several tasks at once.
  static func run(firstSeed: UInt64, seconds: Double, tasks: Int) async throws -> Outcome {
    let end = ContinuousClock.now + .seconds(seconds)
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var outcome = Outcome()
          var seed = firstSeed + UInt64(task)
          repeat {
            outcome.mistakes += try mistakes(seed: seed, &outcome.tally)
            seed += UInt64(tasks)
          } while ContinuousClock.now < end && outcome.mistakes.count < Outcome.mostMistakes
          return outcome
        }
      }
      var outcome = Outcome()
      for try await part in group {
        outcome.tally.add(part.tally)
        outcome.mistakes += part.mistakes
      }
      return outcome
    }
  }

  /// The mistakes in all results of the problem of a seed.
  private static func mistakes(seed: UInt64, _ tally: inout Tally) throws -> [String] {
    var generator = SplitMix64(seed: seed)
    // Most are small, for there to be many.
    let limit = generator.pick(3e3, 3e3, 1e4, 1e4, 3e4, 3e4, 1e5, 3e5)
    let problem = try generator.problem(multiplyAdds: limit)
    let circumstances = Circumstances.random(using: &generator)
    let hasBias = generator.pick(true, true, false)
    tally.addProblem()
    var mistakes: [String] = []
    for numbers in Trial.Numbers.allCases {
      let trial = try Trial(problem, seed: seed, numbers, hasBias: hasBias)
      mistakes += try trial.mistakes(circumstances, &tally)
    }
    guard TransposedProblem.exists(for: problem) else { return mistakes }
    let transposed = TransposedProblem(problem).omitting(using: &generator)
    var options = circumstances.options
    options.algorithm = generator.pick(.automatic, .automatic, .im2col)
    mistakes += try TransposedTrial(transposed, seed: seed, .whole).mistakes(options, &tally)
    if generator.pick(true, false, false, false) {
      mistakes += try TransposedTrial(transposed, seed: seed, .real).mistakes(options, &tally)
    }
    return mistakes
  }

  /// The mistakes in all results of a problem, under all circumstances.
  static func mistakes(in problem: Problem, seed: UInt64, _ tally: inout Tally) throws -> [String] {
    tally.addProblem()
    var mistakes: [String] = []
    for hasBias in [true, false] {
      for numbers in Trial.Numbers.allCases {
        let trial = try Trial(problem, seed: seed, numbers, hasBias: hasBias)
        for circumstances in Circumstances.all {
          mistakes += try trial.mistakes(circumstances, &tally)
        }
      }
    }
    guard TransposedProblem.exists(for: problem) else { return mistakes }
    var generator = SplitMix64(seed: seed)
    for transposed in [
      TransposedProblem(problem), TransposedProblem(problem).omitting(using: &generator),
    ] {
      for numbers in Trial.Numbers.allCases {
        let trial = try TransposedTrial(transposed, seed: seed, numbers)
        for circumstances in Circumstances.all {
          mistakes += try trial.mistakes(circumstances.options, &tally)
        }
      }
    }
    return mistakes
  }
}
