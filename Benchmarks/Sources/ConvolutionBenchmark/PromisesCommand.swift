// PromisesCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution
import Foundation

extension ConvolutionBenchmark {
  struct PromisesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "promises",
      abstract: "Measures how near the algorithms come to what is promised of them.",
      discussion: """
        On every problem of the lists, for every algorithm that accepts it: the largest difference \
        from the naive loop, as a share of the bound of strict accuracy, and as a share of the \
        largest output, which .fast promises to be 1e-5 at most; and how much longer it takes with \
        subnormal weights or inputs, at most 3 times. Prints the worst cases, the worst first. The \
        exit code is 1 where a promise is broken.

        Where the naive loop would take too long (--check-budget), it is run for samples of the \
        output.
        """)

    @OptionGroup var selection: ProblemSelection

    @Option(help: "What is checked, strict or fast; both if it is not given.")
    var accuracy: Accuracy?

    @Option(help: "Threads to work with, at most the processors of the machine.")
    var threads = 1

    @Option(help: "Rounds of timing; the shortest time counts.")
    var rounds = 3

    @Option(
      help: ArgumentHelp(
        "The work, for one problem, that the naive loop may check all outputs of.",
        valueName: "GFLOP"))
    var checkBudget = 0.2

    @Option(help: "How many of the worst cases are printed of each kind.")
    var cases = 10

    @OptionGroup var build: BuildOptions

    func validate() throws {
      try checkThreads(threads)
      guard rounds >= 1 else { throw ValidationError("--rounds must be at least 1") }
      guard cases >= 1 else { throw ValidationError("--cases must be at least 1") }
      guard checkBudget > 0 else { throw ValidationError("--check-budget must be above 0") }
    }

    func run() throws {
      try build.check()
      let problems = try selection.problems(unlessNamed: ProblemSource.names)
      try BLASRuntime.setThreadCount(threads)
      let name = accuracy.map(\.rawValue) ?? "strict and fast"
      print(
        "convolution-benchmark promises, \(name), \(threads) thread\(threads == 1 ? "" : "s")\n"
          + "\(Machine.current)\n")
      fflush(nil)
      let check = PromiseCheck(
        accuracies: accuracy.map { [$0] } ?? Set(Accuracy.allCases), threads: threads,
        rounds: rounds, budget: checkBudget)
      var findings: [PromiseFinding] = []
      for (index, problem) in problems.enumerated() {
        let progress = "\(index + 1) of \(problems.count): \(problem.title)\n"
        FileHandle.standardError.write(Data(progress.utf8))
        findings += try check.run(problem)
      }
      print(PromiseFinding.summary(of: findings, cases: cases))
      guard findings.allSatisfy(\.isKept) else { throw ExitCode.failure }
    }
  }
}
