// PromiseCheck.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Measures, on one problem, how near every algorithm comes to what is promised of it.
package struct PromiseCheck {
  package let accuracies: Set<Accuracy>
  package let threads: Int
  package let rounds: Int
  /// GFLOP that the naive loop may spend on one pass over the output of a problem.
  package let budget: Double

  package init(accuracies: Set<Accuracy>, threads: Int, rounds: Int, budget: Double) {
    self.accuracies = accuracies
    self.threads = threads
    self.rounds = rounds
    self.budget = budget
  }

  /// Measures all algorithms that accept a problem.
  package func run(_ problem: Problem) throws -> [PromiseFinding] {
    let operands = try Operands(problem)
    let algorithms = algorithms(operands.geometry)
    let outputs = try algorithms.map { algorithm, accuracy in
      let run = try run(operands, algorithm, accuracy)
      try run.run()
      return run.output
    }
    let errors = try errors(of: outputs, problem, operands)
    let slowdowns = try slowdowns(of: algorithms, operands)
    return algorithms.indices.map { index in
      let (algorithm, accuracy) = algorithms[index]
      return PromiseFinding(
        problem: problem, algorithm: algorithm,
        strictShare: accuracy == .strict && accuracies.contains(.strict)
          ? errors[index].strictShare : nil,
        fastError: accuracies.contains(.fast) ? errors[index].relative : nil,
        slowdown: slowdowns[index])
    }
  }

  /// The algorithms that accept a geometry, each with the most that it can be asked for.
  private func algorithms(
    _ geometry: ConvolutionGeometry
  ) -> [(ConvolutionAlgorithm, Accuracy)] {
    ConvolutionAlgorithm.allCases.compactMap { algorithm in
      guard algorithm != .automatic else { return nil }
      if algorithm.accepts(geometry, accuracy: .strict, Float.self) { return (algorithm, .strict) }
      let isAdmitted =
        accuracies.contains(.fast) && algorithm.accepts(geometry, accuracy: .fast, Float.self)
      return isAdmitted ? (algorithm, .fast) : nil
    }
  }

  private func run(
    _ operands: Operands, _ algorithm: ConvolutionAlgorithm, _ accuracy: Accuracy
  ) throws -> LibraryRun {
    try LibraryRun(
      operands, ConvolutionOptions(algorithm: algorithm, threads: threads), accuracy: accuracy)
  }

  // MARK: - Errors

  /// The errors of outputs of one problem, in the windows that the budget allows.
  func errors(
    of outputs: [Tensor<Float>], _ problem: Problem, _ operands: Operands
  ) throws -> [OutputError] {
    // The largest output is promised of the whole, and the first algorithm's is near enough.
    let size = outputs.first.map { Double($0.elements.reduce(0) { max($0, abs($1)) }) } ?? 0
    var errors = outputs.map { _ in OutputError(size: size) }
    OutputWindow.forEachOutput(of: problem, operands, budget: budget) { offset, expected, bound in
      for index in outputs.indices {
        let output = outputs[index]
        errors[index].add(Double(output.span[offset]), expected: expected, bound: bound)
      }
    }
    return errors
  }

  // MARK: - Subnormal numbers

  /// How many times longer every algorithm takes with subnormal weights, or subnormal inputs,
  /// whichever is worse, than with normal numbers of the same digits.
  private func slowdowns(
    of algorithms: [(ConvolutionAlgorithm, Accuracy)], _ operands: Operands
  ) throws -> [Double] {
    let variants = [
      operands, operands.withSubnormalInput,
      operands.withDigitsOfSubnormalWeight, operands.withSubnormalWeight,
    ]
    return try algorithms.map { algorithm, accuracy in
      let runs = try variants.map { try run($0, algorithm, accuracy) }
      let times = try InterleavedTimer(
        clock: ContinuousClock(), rounds: rounds, sampleDuration: .milliseconds(2)
      ).times(runs.map { run in InterleavedTimer.Work { try run.run() } })
      let milliseconds = times.map(\.milliseconds)
      return max(milliseconds[1] / milliseconds[0], milliseconds[3] / milliseconds[2])
    }
  }
}

/// How far an output is from the oracle's.
struct OutputError {
  /// The size of the largest output.
  let size: Double
  /// The largest difference, as a share of the bound of strict accuracy at its element.
  private(set) var strictShare = 0.0
  /// The largest difference, as a share of `size`.
  private(set) var relative = 0.0

  init(size: Double) {
    self.size = size
  }

  mutating func add(_ actual: Double, expected: Double, bound: Double) {
    let difference = abs(actual - expected)
    guard difference != 0 else { return }
    // What is not a number is beyond every bound.
    guard difference.isFinite, bound > 0, size > 0 else {
      (strictShare, relative) = (.infinity, .infinity)
      return
    }
    strictShare = max(strictShare, difference / bound)
    relative = max(relative, difference / size)
  }
}
