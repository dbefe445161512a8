// ProblemBenchmark.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The benchmark of one problem: check the results, then take the times.
package struct ProblemBenchmark {
  package var contenders: Set<Contender>
  package var threads: Int
  package var rounds: Int
  /// GFLOP that the naive loop may spend on checking one problem.
  package var checkBudget: Double
  /// What the machine can do at most, if that is known.
  package var limits: Limits?

  package init(
    contenders: Set<Contender> = Set(Contender.allCases), threads: Int, rounds: Int,
    checkBudget: Double, limits: Limits? = nil
  ) {
    self.contenders = contenders
    self.threads = threads
    self.rounds = rounds
    self.checkBudget = checkBudget
    self.limits = limits
  }

  /// - Throws: A ``Mismatch`` if a result is wrong, and the `ConvolutionError` of a problem that
  ///   cannot be run.
  package func run(_ problem: Problem) throws -> Row {
    let operands = try Operands(problem)
    // Both are checked, whoever is timed: they are held against each other too.
    let im2col = try LibraryRun(operands, options(.im2col))
    let automatic = try LibraryRun(operands, options(.automatic))
    try im2col.run()
    try automatic.run()
    let verification = try Verification(
      problem, operands, [(.im2col, im2col.output), (.automatic, automatic.output)],
      budget: checkBudget)

    let timed = Contender.allCases.filter(contenders.contains)
    let times = try InterleavedTimer(clock: ContinuousClock(), rounds: rounds).times(
      timed.map { contender in
        switch contender {
        case .naive:
          let naive = NaiveRun(problem, operands)
          return InterleavedTimer.Work(onceAbove: .seconds(1)) { naive.run() }
        case .im2col:
          return InterleavedTimer.Work { try im2col.run() }
        case .automatic:
          return InterleavedTimer.Work { try automatic.run() }
        case .gemm:
          let gemm = try BareGEMM(operands)
          return InterleavedTimer.Work { gemm.run() }
        }
      })
    return Row(
      suite: problem.suite, name: problem.name, repeats: problem.repeats, batch: problem.batch,
      threads: threads, gflop: operands.geometry.gflop,
      milliseconds: Dictionary(uniqueKeysWithValues: zip(timed, times.map(\.milliseconds))),
      algorithm: automatic.algorithm.rawValue,
      largestDifference: verification.largestDifference, checkedShare: verification.checkedShare,
      limitMilliseconds: limits?.bound(operands.geometry).milliseconds)
  }

  private func options(_ algorithm: ConvolutionAlgorithm) -> ConvolutionOptions {
    ConvolutionOptions(algorithm: algorithm, threads: threads)
  }
}
