// MicrokernelsCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit

extension ConvolutionBenchmark {
  struct MicrokernelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "microkernels",
      abstract: "Times every microkernel of every instruction set.",
      discussion: """
        Each computes on a problem that stays in the first level of cache, on one thread. Shown is \
        its part of the multiply-adds that the same instruction set does in registers, or the \
        bytes that it reads and writes in a second; by what its entries in the table differ in.
        """)

    @Option(help: "Only those with this in their line, as \"avx2 float direct\".")
    var filter = ""

    @Option(help: "Samples of each, of which the shortest counts.")
    var rounds = 5

    @OptionGroup var build: BuildOptions

    func validate() throws {
      guard rounds >= 1 else { throw ValidationError("--rounds is \(rounds); it is at least 1") }
    }

    func run() throws {
      try build.check()
      print("\(Machine.current)\n")
      try MicrokernelBenchmark(rounds: rounds).run(filter: filter) { print($0) }
    }
  }
}
