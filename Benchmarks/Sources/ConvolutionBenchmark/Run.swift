// Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution
import Foundation

extension ConvolutionBenchmark {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Times the naive loop, im2col, the automatic choice and bare matrix products.",
      discussion: """
        On every problem the results are compared first: im2col and automatic must be within \
        2 K eps of the sum of the sizes of the K products, at every element, of what the naive \
        loop computes. A wrong result is an error: the run ends with exit code 1 and writes no \
        JSON. Where the naive loop would take too long (--check-budget), it is run for samples of \
        the output, and im2col and automatic are compared with each other at every element.

        Then the contenders take turns, round by round, each repeating its work for 5 ms or more; \
        the shortest time counts. What the machine can do at most is measured before. The naive loop runs on one thread, and only once where it takes \
        more than a second.

        The lists that the program carries: \(ProblemSource.names.joined(separator: ", ")).
        """)

    @OptionGroup var selection: ProblemSelection

    @Option(help: "Threads to work with, at most the processors of the machine.")
    var threads = Convolution.Machine.processorCount

    @Option(
      help: ArgumentHelp(
        "Time only these, of naive, im2col, automatic and gemm, separated by commas.",
        valueName: "contenders"))
    var only = ContenderList(contenders: Set(Contender.allCases))

    @Option(help: "Rounds; in each, every contender takes one sample.")
    var rounds = 5

    @Option(
      help: ArgumentHelp(
        "The work, for one problem, that the naive loop may check all outputs of.",
        valueName: "GFLOP"))
    var checkBudget = 2.0

    @Option(help: ArgumentHelp("Also write the results to a file.", valueName: "file"))
    var json: String?

    @Flag(
      help: ArgumentHelp(
        "Time every algorithm that can compute a problem instead, and show where the automatic "
          + "choice was not the fastest, worst first.",
        discussion: "Within a tenth of the fastest is as good as the machine can be measured."))
    var audit = false

    @Option(help: "What --audit admits: strict or fast.")
    var accuracy: Accuracy = .strict

    @OptionGroup var build: BuildOptions

    func validate() throws {
      try checkThreads(threads)
      guard rounds >= 1 else { throw ValidationError("--rounds must be at least 1") }
      guard checkBudget > 0 else { throw ValidationError("--check-budget must be above 0") }
    }

    func run() throws {
      try build.check()
      let problems = try selection.problems()
      try checkIsWritable()
      try BLASRuntime.setThreadCount(threads)
      if audit { return try auditChoices(problems) }
      let machine = Machine.current
      print("convolution-benchmark, \(threads) thread\(threads == 1 ? "" : "s")\n\(machine)")
      fflush(nil)
      let limits = Limits.measured(threads: threads)
      print("limits       \(limits)\n")
      let rows = try measure(problems, limits)
      if let json {
        try Report(machine, limits: limits, rows: rows).json().write(
          to: URL(fileURLWithPath: json), options: .atomic)
      }
    }

    /// Prints what all algorithms take, and then the choices that cost more than a tenth.
    private func auditChoices(_ problems: [Problem]) throws {
      print("convolution-benchmark --audit, \(threads) threads, \(accuracy)\n\(Machine.current)\n")
      print(Audit.Finding.header)
      let audit = Audit(accuracy: accuracy, threads: threads, rounds: rounds)
      var findings: [(problem: Problem, finding: Audit.Finding)] = []
      for problem in problems {
        let finding = try audit.run(problem)
        findings.append((problem, finding))
        print(finding.line(problem))
        fflush(nil)
      }
      let losses = findings.filter { $0.finding.loss > 1.1 }
        .sorted { $0.finding.loss > $1.finding.loss }
      print("\n\(losses.count) of \(problems.count) choices cost more than a tenth")
      for (problem, finding) in losses { print(finding.line(problem)) }
    }

    /// An early word about a file that cannot be written beats one after a long run.
    private func checkIsWritable() throws {
      guard let json else { return }
      let file = URL(fileURLWithPath: json)
      let target =
        FileManager.default.fileExists(atPath: file.path) ? file : file.deletingLastPathComponent()
      guard FileManager.default.isWritableFile(atPath: target.path) else {
        throw ValidationError("--json \(json): cannot be written")
      }
    }

    /// Prints a line for each of `problems`, and the totals of their suites.
    private func measure(_ problems: [Problem], _ limits: Limits) throws -> [Row] {
      let benchmark = ProblemBenchmark(
        contenders: only.contenders, threads: threads, rounds: rounds, checkBudget: checkBudget,
        limits: limits)
      let table = Table(problems)
      print("\(Table.legend)\n\n\(table.header)")
      var rows: [Row] = []
      for problem in problems {
        fflush(nil)
        do {
          let row = try benchmark.run(problem)
          rows.append(row)
          print(table.line(row, problem))
        } catch let mismatch as Mismatch {
          // The other problems are checked all the same: one wrong result seldom comes alone.
          FileHandle.standardError.write(Data("ERROR: \(mismatch)\n".utf8))
        }
      }
      guard rows.count == problems.count else { throw ExitCode.failure }
      print()
      for total in SuiteTotal.totals(of: rows) { print(table.line(total)) }
      return rows
    }
  }
}
