// ConcurrencyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Many callers at once")
struct ConcurrencyTests {
  /// dfdx#547, and the concurrency bugs of BLAS libraries: OpenBLAS#1401, #1844, #2136.
  @Test(
    "#60 Eight tasks call one layer, and each gets the bits of a call alone",
    arguments: [
      "mb2_ic16_ih14_iw13_oc24_kh3_ph1", "mb2_ic24_ih20_iw19_oc40_kh3_ph1",
      "ic3_ih100_iw97_oc4_kh7_ph3",
    ] as [Problem], [1, 2])
  func oneLayer(_ problem: Problem, threads: Int) async throws {
    let operands = try Operands<Float>.reals(problem, seed: 41)
    let layer = try Conv2D(
      weight: operands.weight, bias: operands.bias, padding: problem.padding,
      options: ConvolutionOptions(threads: threads))
    let output = try layer(operands.input)
    let gradients = try layer.gradients(
      input: operands.input, outputGradient: operands.outputGradient)

    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<3 {
            let again = try layer(operands.input)
            let gradientsAgain = try layer.gradients(
              input: operands.input, outputGradient: operands.outputGradient)
            guard again.hasSameBits(as: output), gradientsAgain == gradients else { return false }
          }
          return true
        }
      }
      for try await isSame in group { #expect(isSame, "\(operands)") }
    }
  }

  private static let planned: [Problem] = [
    "mb2_ic16_ih26_iw24_oc40_kh3_ph1", "ic64_ih20_iw21_oc48_kh1_sh2", "mb2_ih90_iw101_kh5_ph2",
    "g24_ic24_ih30_iw33_oc24_kh3_sh2_ph1",
  ]

  /// A plan has no state of its own: what its runs work in belongs to each.
  @Test("#60 Eight tasks run one plan, of every algorithm", arguments: planned, [1, 2])
  func onePlan(_ problem: Problem, threads: Int) async throws {
    try await expectSameConcurrently([problem], threads: threads, Float.self)
    try await expectSameConcurrently([problem], threads: threads, Double.self)
  }

  @Test("#60 Eight tasks run plans of all kinds at once", arguments: [1, 2])
  func manyPlans(threads: Int) async throws {
    try await expectSameConcurrently(Self.planned, threads: threads, Float.self)
  }

  /// Runs every plan alone, and then all of them in eight tasks, each beginning at another.
  private func expectSameConcurrently<Scalar: TensorScalar>(
    _ problems: [Problem], threads: Int, _: Scalar.Type
  ) async throws {
    var calls: [(plan: ConvolutionPlan<Scalar>, input: Tensor<Scalar>, output: Tensor<Scalar>)] = []
    for problem in problems {
      let operands = try Operands<Scalar>.reals(problem, seed: 42)
      let geometry = try problem.geometry()
      for algorithm in ConvolutionAlgorithm.allCases
      where algorithm.accepts(geometry, accuracy: .fast, Scalar.self) {
        let plan = try ConvolutionPlan(
          geometry, weight: operands.weight, bias: operands.bias, accuracy: .fast,
          options: ConvolutionOptions(algorithm: algorithm, threads: threads))
        calls.append((plan, operands.input, try plan(operands.input)))
      }
    }
    try await withThrowingTaskGroup(of: String?.self) { group in
      for task in 0..<8 {
        group.addTask { [calls] in
          for index in calls.indices {
            let (plan, input, output) = calls[(index + task) % calls.count]
            guard try plan(input).hasSameBits(as: output) else { return plan.description }
          }
          return nil
        }
      }
      for try await mistake in group { #expect(mistake == nil, "seed 42, \(threads) threads") }
    }
  }

  /// Problems of every size side by side take scratch memory from one pool.
  @Test("Tasks with different problems do not disturb each other")
  func differentProblems() async throws {
    let problems = Problem.samples + Problem.parallel
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, problem) in problems.enumerated() {
        group.addTask {
          try expectExact(
            problem, seed: UInt64(index), options: [ConvolutionOptions()], mayBeSparse: true)
        }
      }
      try await group.waitForAll()
    }
  }
}
