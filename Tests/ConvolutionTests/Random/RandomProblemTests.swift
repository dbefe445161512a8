// RandomProblemTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Testing

/// Problems that nobody thought of.
///
/// The search goes on for `CONVOLUTION_RANDOM_SECONDS`, and starts at `CONVOLUTION_SEED`: let it run
/// over night with another one. It is the same search every time otherwise. `make random MINUTES=10`
/// runs it optimized, on all processors.
@Suite("Random problems")
struct RandomProblemTests {
  @Test("Every algorithm, exact and accurate")
  func search() async throws {
    let seconds = TestEnvironment.randomSeconds ?? 4
    let outcome = try await RandomSearch.run(
      firstSeed: TestEnvironment.seed ?? 1_000_000, seconds: seconds,
      tasks: TestEnvironment.randomTasks ?? 1)
    for mistake in outcome.mistakes { Issue.record(Comment(rawValue: mistake)) }
    print("\(outcome.tally)\n\(outcome.tally.problems) random problems in \(Int(seconds)) s")
    #expect(outcome.tally.problems > 0)
    // A few problems need not meet everything, but many do.
    guard outcome.tally.problems >= 1000 else { return }
    for key in Tally.expected {
      #expect((outcome.tally.elements[key] ?? 0) > 0, "no \(key.way) was compared, \(key)")
    }
  }

  @Test("The list of problems that failed once, under all circumstances")
  func regressions() throws {
    var tally = Tally()
    let list = try RegressionList.problems()
    for (problem, seed) in list {
      for mistake in try RandomSearch.mistakes(in: problem, seed: seed, &tally) {
        Issue.record(Comment(rawValue: mistake))
      }
    }
    #expect(tally.problems == list.count)
  }

  @Test("The list is read line by line")
  func list() throws {
    let problems = try RegressionList.problems(in: "# why\n\nih8_kh3_reflect 7\nih8_kh3\n")
    #expect(problems.map(\.problem) == ["ih8_kh3_reflect", "ih8_kh3"])
    #expect(problems.map(\.seed) == [7, 1])
    #expect(throws: RegressionList.Failure.self) { try RegressionList.problems(in: "ih8_kh 7") }
    #expect(throws: RegressionList.Failure.self) { try RegressionList.problems(in: "ih8_kh3 x") }
  }

  /// What the search is meant to meet, it meets.
  @Test("Awkward problems come up")
  func variety() throws {
    let problems = try (0..<2000).map { (seed: UInt64) in
      var generator = SplitMix64(seed: seed)
      return try generator.problem(multiplyAdds: 3e5)
    }
    func count(_ isSo: (Problem) -> Bool) -> Int { problems.count(where: isSo) }
    #expect(count { $0.inputHeight == 0 || $0.inputWidth == 0 } >= 20)
    #expect(count { $0.inputHeight == 1 || $0.inputWidth == 1 } >= 100)
    #expect(count { $0.batch == 0 } >= 50)
    #expect(count { $0.strideHeight > $0.kernelHeight } >= 100)
    #expect(count { $0.paddingTop >= $0.kernelHeight } >= 100)
    #expect(count { $0.dilationWidth > 1 } >= 100)
    #expect(count { $0.groups > 1 && $0.groups == $0.inputChannels } >= 100)
    #expect(count { $0.inputChannels == 33 && $0.groups == 1 } >= 10)
    for border in [Border.zeros, .constant(3), .reflect, .symmetric, .replicate, .circular] {
      #expect(count { $0.border == border } >= 50)
    }
    #expect(
      try problems.count {
        ConvolutionAlgorithm.winograd.accepts(try $0.geometry(), accuracy: .fast, Float.self)
      } >= 50)
  }
}

/// The problems of `Resources/Regressions/problems.txt`, a line each, with the seed of their numbers.
enum RegressionList {
  struct Failure: Error { let line: String }

  static func problems() throws -> [(problem: Problem, seed: UInt64)] {
    let file = Bundle.module.bundleURL.appendingPathComponent("Resources/Regressions/problems.txt")
    return try problems(in: String(contentsOf: file, encoding: .utf8))
  }

  static func problems(in text: String) throws -> [(problem: Problem, seed: UInt64)] {
    try text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ")
      guard (1...2).contains(words.count), let problem = Problem(String(words[0])),
        let seed = words.count == 1 ? 1 : UInt64(words[1])
      else { throw Failure(line: String(line)) }
      return (problem, seed)
    }
  }
}
