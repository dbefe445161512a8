// ConvolutionBenchmark.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct ConvolutionBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolution-benchmark",
    abstract: "Measures the convolutions of swift-convolution.",
    subcommands: [
      Run.self, LimitsCommand.self, MicrokernelsCommand.self, PromisesCommand.self,
      SoakCommand.self, Memory.self, Serve.self,
    ],
    defaultSubcommand: Run.self)
}
