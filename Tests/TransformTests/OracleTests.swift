// OracleTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Winograd's algorithm against the oracle, over many shapes.
@Suite struct OracleTests {
  private func check<Scalar: TensorScalar>(
    _ problem: Problem, seed: UInt64, threads: [Int] = [1, 2], _: Scalar.Type
  ) throws {
    let operands = problem.operands(seed: seed, Scalar.self)
    let expected = problem.expected(operands)
    for threads in threads {
      let output = try problem.output(operands, threads: threads)
      #expect(
        expected.relativeError(of: output) <= Accuracy.bound(Scalar.self),
        "\(problem), seed \(seed), \(threads) threads")
    }
  }

  @Test(arguments: Array(1...40))
  func everySize(height: Int) throws {
    // Every height, and widths that meet every remainder of it.
    for width in [41 - height, 1 + height * 7 % 40] {
      let problem = Problem(inputChannels: 16, outputChannels: 17, height: height, width: width)
      try check(problem, seed: UInt64(width), Float.self)
    }
    let narrow = Problem(inputChannels: 17, outputChannels: 16, height: height, width: 5)
    try check(narrow, seed: UInt64(height), Double.self)
  }

  @Test(arguments: [16, 17, 23, 31, 32, 33, 47, 48, 63, 64, 65, 70])
  func everyRemainderOfChannels(channels: Int) throws {
    for other in [16, 86 - channels, 37] {
      let problem = Problem(
        inputChannels: channels, outputChannels: other, height: 5, width: 7, hasBias: true)
      try check(problem, seed: UInt64(other), Float.self)
      try check(problem, seed: UInt64(other), Double.self)
    }
  }

  static let borders: [Border] = [
    .zeros, .constant(-1.5), .reflect, .symmetric, .replicate, .circular,
  ]

  @Test(arguments: borders)
  func everyPadding(border: Border) throws {
    for code in 0..<256 {
      let padding = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3]
      // A third of the combinations for every border, and others for another.
      guard (code + Self.borders.count) % 3 == (Self.borders.firstIndex(of: border) ?? 0) % 3 else {
        continue
      }
      let problem = Problem(
        inputChannels: 16, outputChannels: 18, height: 3 + code % 7, width: 3 + code % 11,
        padding: padding, border: border)
      try check(problem, seed: UInt64(code), threads: [1], Float.self)
    }
  }

  @Test(arguments: [Activation.none, .relu, .clamp(-0.25, 0.5)])
  func batchesGroupsAndActivations(activation: Activation) throws {
    for (batch, groups) in [(2, 1), (1, 3), (3, 2), (8, 1)] {
      for size in [5, 9] {
        let problem = Problem(
          batch: batch, inputChannels: 19 * groups, outputChannels: 18 * groups, height: size,
          width: size + 1, groups: groups, hasBias: true, activation: activation)
        try check(problem, seed: UInt64(batch * 10 + groups), Float.self)
        try check(problem, seed: UInt64(batch * 10 + groups), Double.self)
      }
    }
  }

  @Test func imagesThatAreCutIntoPiecesOfRows() throws {
    try check(
      Problem(inputChannels: 16, outputChannels: 16, height: 3, width: 460), seed: 1, Float.self)
    try check(
      Problem(inputChannels: 16, outputChannels: 16, height: 9, width: 231), seed: 2, Double.self)
  }
}
