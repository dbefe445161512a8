// Audit.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The audit of one problem: whether the algorithm that is chosen is the fastest of those that can
/// compute it.
package struct Audit {
  package let accuracy: Accuracy
  package let threads: Int
  package let rounds: Int

  package init(accuracy: Accuracy, threads: Int, rounds: Int) {
    self.accuracy = accuracy
    self.threads = threads
    self.rounds = rounds
  }

  /// What the algorithms take.
  package struct Finding {
    package let chosen: ConvolutionAlgorithm
    /// Milliseconds of a run.
    package let milliseconds: [ConvolutionAlgorithm: Double]

    package var fastest: ConvolutionAlgorithm {
      milliseconds.min { $0.value < $1.value }?.key ?? chosen
    }
    /// How many times longer than the fastest algorithm the chosen one takes, at least 1.
    package var loss: Double {
      (milliseconds[chosen] ?? 1) / (milliseconds[fastest] ?? 1)
    }
  }

  /// Times all algorithms that accept a problem, in turns.
  package func run(_ problem: Problem) throws -> Finding {
    let operands = try Operands(problem)
    let chosen = try LibraryRun(
      operands, ConvolutionOptions(threads: threads), accuracy: accuracy
    ).algorithm
    let accepting = ConvolutionAlgorithm.allCases.filter {
      $0 != .automatic && $0.accepts(operands.geometry, accuracy: accuracy, Float.self)
    }
    let runs = try accepting.map {
      try LibraryRun(
        operands, ConvolutionOptions(algorithm: $0, threads: threads), accuracy: accuracy)
    }
    let times = try InterleavedTimer(clock: ContinuousClock(), rounds: rounds).times(
      runs.map { run in InterleavedTimer.Work { try run.run() } })
    return Finding(
      chosen: chosen,
      milliseconds: Dictionary(uniqueKeysWithValues: zip(accepting, times.map(\.milliseconds))))
  }
}

// MARK: - As text

extension Audit.Finding {
  package static let header =
    "chosen    fastest   loss   im2col ms  direct ms  planar ms  winograd ms  fourier ms  problem"

  package func line(_ problem: Problem) -> String {
    func text(_ algorithm: ConvolutionAlgorithm) -> String {
      milliseconds[algorithm].map(Decimals.readable) ?? "-"
    }
    func padded(_ text: String, _ width: Int) -> String {
      let space = String(repeating: " ", count: max(0, abs(width) - text.count))
      return width < 0 ? text + space : space + text
    }
    return [
      padded(chosen.rawValue, -8), padded(fastest.rawValue, -8),
      padded(Decimals.fixed(loss, places: 2), 5), padded(text(.im2col), 10),
      padded(text(.direct), 9), padded(text(.planar), 9), padded(text(.winograd), 11),
      padded(text(.fourier), 10),
      "\(problem.title) \(problem)",
    ].joined(separator: "  ")
  }
}
