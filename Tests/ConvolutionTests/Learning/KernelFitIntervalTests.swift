// KernelFitIntervalTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Testing

/// 95% of the intervals have to hold what they are about.
@Suite("Kernel fit, confidence")
struct KernelFitIntervalTests {
  /// Of 400 fits with 9 taps, 5% of 3600 intervals may miss; they are independent from fit to fit.
  /// The taps of one fit are not: the share of misses then has a standard deviation of at most
  /// sqrt(0.05 x 0.95 / 400), 1.1%, and 4 of them are allowed.
  @Test(
    "Intervals of weights and bias hold the true ones, of any degrees of freedom",
    arguments: [4, 30])
  func coverage(outputs: Int) throws {
    let seed: UInt64 = 31
    var generator = SplitMix64(seed: seed)
    var (inside, insideBias, count) = (0, 0, 0)
    let kernel: Tensor<Double> = [[1, -2, 0.5], [0, 3, 1], [-1, 0.25, 2]]
    for _ in 0..<400 {
      let picture = try Tensor<Double>.random([2 + outputs, 6], using: &generator)
      let noise = try normal([outputs, 4], using: &generator)
      let output = try correlate2D(picture, kernel).combined(with: noise) { 0.7 + $0 + 0.1 * $1 }
      let fit = try KernelFit.solve(input: picture, output: output, kernelSize: 3, bias: true)
      for tap in 0..<9
      where
        abs(fit.weight.elements[tap] - kernel.elements[tap]) <= fit.weightMargin.elements[tap]
      {
        inside += 1
      }
      let (bias, margin) = try (#require(fit.bias)[0], #require(fit.biasMargin)[0])
      if abs(bias - 0.7) <= margin { insideBias += 1 }
      count += 1
    }
    #expect(abs(Double(inside) / Double(9 * count) - 0.95) < 0.044, "\(inside), seed \(seed)")
    #expect(abs(Double(insideBias) / Double(count) - 0.95) < 0.044, "\(insideBias), seed \(seed)")
  }

  /// Normal numbers, by G. Box and M. Muller's transform of uniform ones.
  private func normal(
    _ shape: [Int], using generator: inout SplitMix64
  ) throws -> Tensor<Double> {
    let radii = try Tensor<Double>.random(shape, in: 0..<1, using: &generator)
    let angles = try Tensor<Double>.random(shape, in: 0..<2 * .pi, using: &generator)
    return try radii.combined(with: angles) { (-2 * log(1 - $0)).squareRoot() * cos($1) }
  }
}
