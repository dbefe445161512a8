// Operands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The input and weight of a problem, the same on every run.
package struct Operands: Sendable {
  package let geometry: ConvolutionGeometry
  package let input: Tensor<Float>
  package let weight: Tensor<Float>

  /// Elements between -1 and 1: both signs, so that sums stay small and cancel, as they do in a
  /// network.
  package init(_ problem: Problem, seed: UInt64 = 1) throws(ConvolutionError) {
    var generator = SplitMix64(seed: seed)
    geometry = try problem.geometry()
    input = try .random(geometry.inputShape, in: -1..<1, using: &generator)
    weight = try .random(geometry.weightShape, in: -1..<1, using: &generator)
  }

  private init(_ geometry: ConvolutionGeometry, input: Tensor<Float>, weight: Tensor<Float>) {
    self.geometry = geometry
    self.input = input
    self.weight = weight
  }

  /// The absolute values: their convolution is the sum of the sizes of the products, which rounding
  /// errors are measured in.
  var magnitudes: Operands {
    Operands(geometry, input: input.map { abs($0) }, weight: weight.map { abs($0) })
  }
}
