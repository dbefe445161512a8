// Convolve.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line program: convolution to look at, to use, and to check.
@main
struct Convolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolve",
    abstract: "Convolution of pictures, and of the numbers of neural networks.",
    version: "0.1.0",
    subcommands: [
      DemoCommand.self, FilterCommand.self, ConvertCommand.self, LearnCommand.self,
      VerifyCommand.self, DoctorCommand.self,
    ])

  static func main() {
    StandardOutput.reportFailures()
    main(nil)
  }
}
