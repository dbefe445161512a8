// ProblemSelection.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit

/// The options that say which problems are run.
struct ProblemSelection: ParsableArguments {
  @Option(
    name: .customLong("problems"),
    help: ArgumentHelp(
      "A CSV file of problems, or the name of a list; may be repeated. "
        + "(default: \(ProblemSource.standard), or all lists for promises, unless there is a "
        + "--problem)",
      valueName: "file"))
  var sources: [String] = []

  @Option(
    name: .customLong("problem"),
    help: ArgumentHelp(
      "A single problem, as a row of such a file or as in \"1x64x56x56 k128 3x3 s2 p1\": "
        + "batch, channels, height and width, output channels, kernel, then stride, padding, "
        + "dilation (d1) and groups (g1) where they are not the default; may be repeated.",
      valueName: "line"))
  var lines: [String] = []

  @Option(
    help: ArgumentHelp(
      "The number of images, instead of the problem's. (default: 1 for problems of a list, and "
        + "for a --problem its own)",
      valueName: "n"))
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "Only the problems with this in \"suite/name\".", valueName: "substring"))
  var filter: String?

  func validate() throws {
    if let batch, batch < 1 { throw ValidationError("--batch must be at least 1") }
  }

  /// The problems that the options ask for.
  ///
  /// - Parameter standard: The lists that are taken where the options name no problem.
  func problems(unlessNamed standard: [String] = [ProblemSource.standard]) throws -> [Problem] {
    let sources = sources.isEmpty && lines.isEmpty ? standard : sources
    // Lists keep the batch that they were published with, which is that of training for some; what
    // most programs run is one image.
    var problems = try sources.flatMap { try ProblemSource.problems(of: $0) }
    for index in problems.indices { problems[index].batch = batch ?? 1 }
    for line in lines {
      var problem = try Problem(argument: line, source: "--problem")
      if let batch { problem.batch = batch }
      problems.append(problem)
    }
    guard let filter else { return problems }
    let chosen = problems.filter { $0.title.contains(filter) }
    guard !chosen.isEmpty else {
      throw ValidationError("no problem has \"\(filter)\" in its \"suite/name\"")
    }
    return chosen
  }
}
