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
