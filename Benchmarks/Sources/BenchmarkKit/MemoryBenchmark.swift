// MemoryBenchmark.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The memory that a filter of a large image takes, beside the image and the result.
package struct MemoryBenchmark: Sendable {
  /// What a program may hold beside input and output: itself, its libraries and all scratch.
  package static let allowance = 64 << 20

  /// Bytes of the input and of the output.
  package let inputBytes: Int
  package let outputBytes: Int
  /// The most bytes that the process has held.
  package let peakBytes: Int

  package init(inputBytes: Int, outputBytes: Int, peakBytes: Int) {
    self.inputBytes = inputBytes
    self.outputBytes = outputBytes
    self.peakBytes = peakBytes
  }

  /// Filters an image, checks samples of the result, and returns what the memory was before the
  /// check.
  ///
  /// - Precondition: Nothing else has used much memory in this process.
  /// - Returns: nil where the system does not tell the peak.
  package static func run(_ problem: Problem, threads: Int) throws -> MemoryBenchmark? {
    let operands = try Operands(problem)
    let run = try LibraryRun(operands, ConvolutionOptions(threads: threads))
    try run.run()
    guard let peak = PeakMemory.current else { return nil }
    // The check uses memory of its own, after the peak has been read.
    _ = try Verification(problem, operands, [(.automatic, run.output)], budget: 0.05)
    return MemoryBenchmark(
      inputBytes: operands.input.count * MemoryLayout<Float>.size,
      outputBytes: run.output.count * MemoryLayout<Float>.size, peakBytes: peak)
  }

  /// Bytes beside input and output.
  package var excess: Int { peakBytes - inputBytes - outputBytes }
  package var isWithinAllowance: Bool { excess <= Self.allowance }
}

extension MemoryBenchmark: CustomStringConvertible {
  package var description: String {
    func mebibytes(_ bytes: Int) -> String {
      Decimals.fixed(Double(bytes) / Double(1 << 20), places: 1) + " MiB"
    }
    return """
      input   \(mebibytes(inputBytes))
      output  \(mebibytes(outputBytes))
      peak    \(mebibytes(peakBytes)), \(mebibytes(excess)) beside input and output; \
      \(mebibytes(Self.allowance)) are allowed
      """
  }
}
