// Serve.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Foundation

extension ConvolutionBenchmark {
  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Times convolutions at the request of a program that compares libraries.",
      discussion: """
        Reads a request from every line of standard input and answers it with a line of standard \
        output, both of them JSON, until the input ends. `make compare` talks to it; the requests \
        are those of Request.swift.
        """)

    @OptionGroup var build: BuildOptions

    func run() throws {
      try build.check()
      let server = Server()
      while let line = readLine() {
        print(server.reply(to: line))
        fflush(nil)
      }
    }
  }
}
