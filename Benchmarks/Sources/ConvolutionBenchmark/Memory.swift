// Memory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkKit
import Convolution

extension ConvolutionBenchmark {
  struct Memory: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks the memory that a filter of a large image takes.",
      discussion: """
        Filters a one-channel image and compares the most memory that the process ever held with \
        input and output. The rest, which is the program itself, its libraries and all scratch, \
        may be 64 MiB; above that the exit code is 1. An im2col matrix made whole would take nine \
        times the image for a kernel of 3x3.
        """)

    @Option(help: "Rows of the image.")
    var height = 8192

    @Option(help: "Columns of the image.")
    var width = 8192

    @Option(help: "Rows and columns of the kernel, an odd number.")
    var kernel = 3

    @Option(help: "Threads to work with, at most the processors of the machine.")
    var threads = Convolution.Machine.processorCount

    func validate() throws {
      try checkThreads(threads)
      for (name, value) in [("height", height), ("width", width), ("kernel", kernel)]
      where value < 1 {
        throw ValidationError("--\(name) must be at least 1")
      }
      guard !kernel.isMultiple(of: 2) else {
        throw ValidationError("--kernel must be odd, for the output to be as large as the image")
      }
    }

    func run() throws {
      let problem = Problem(
        suite: "memory", name: "filter", inputChannels: 1,
        inputSize: Size2D(height: height, width: width), outputChannels: 1,
        kernelSize: Size2D(height: kernel, width: kernel),
        padding: Size2D(height: kernel / 2, width: kernel / 2))
      guard let result = try MemoryBenchmark.run(problem, threads: threads) else {
        throw ValidationError("this system does not tell how much memory a process has held")
      }
      print("shape   \(problem), \(threads) thread\(threads == 1 ? "" : "s")\n\(result)")
      guard result.isWithinAllowance else {
        print("The peak is above what is allowed.")
        throw ExitCode.failure
      }
    }
  }
}
