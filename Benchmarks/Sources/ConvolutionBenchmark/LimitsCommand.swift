// LimitsCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution

extension ConvolutionBenchmark {
  struct LimitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "limits",
      abstract: "Measures what the machine can do at most.",
      discussion: """
        The arithmetic of multiply-adds that stay in registers, with the vector instructions that \
        the library uses, and the traffic of copies that stay in the second and third level of \
        cache or go to memory, bytes read and bytes written both counted. Shares of the limit are \
        shares of these.
        """)

    @Option(help: "Threads to work with, at most the processors of the machine.")
    var threads = Convolution.Machine.processorCount

    @OptionGroup var build: BuildOptions

    func validate() throws {
      try checkThreads(threads)
    }

    func run() throws {
      try build.check()
      print("\(Machine.current)\nlimits       \(Limits.measured(threads: threads))")
    }
  }
}
