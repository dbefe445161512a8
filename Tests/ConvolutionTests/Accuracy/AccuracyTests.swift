// AccuracyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Real numbers, on which every element of every result has to be within the bound that the theory
/// of rounding gives for its sum.
@Suite("Accurate, on real numbers")
struct AccuracyTests {
  @Test("Float", arguments: Problem.all)
  func float(_ problem: Problem) throws {
    try expectAccurate(Operands<Float>.reals(problem, seed: 2))
  }

  @Test("Double", arguments: Problem.all)
  func double(_ problem: Problem) throws {
    try expectAccurate(Operands<Double>.reals(problem, seed: 3))
  }

  @Test("Every border", arguments: Problem.samples, [Border.constant(-0.75)] + Border.everyKind)
  func everyBorder(_ problem: Problem, _ border: Border) throws {
    try expectAccurate(Operands<Float>.reals(problem.with(border), seed: 4))
  }

  @Test("Every threading")
  func everyThreading() throws {
    let operands = try Operands<Float>.reals("ic16_ih20_iw19_oc41_kh3_ph1", seed: 5)
    try expectAccurate(operands, options: ConvolutionOptions.everyWay)
  }

  /// Sums over several tiles are sums of sums.
  @Test("Several tiles", arguments: Problem.tiled)
  func tiled(_ problem: Problem) throws {
    try expectAccurate(Operands<Float>.reals(problem, seed: 6))
  }
}
