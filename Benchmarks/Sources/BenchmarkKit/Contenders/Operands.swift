// Operands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

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
    switch problem.kernel {
    case .random:
      weight = try .random(geometry.weightShape, in: -1..<1, using: &generator)
    case .gaussian:
      let kernel = Self.gaussian(problem.kernelSize)
      let count = geometry.weightShape[0] * geometry.weightShape[1]
      weight = try Tensor(
        shape: geometry.weightShape, elements: (0..<count).flatMap { _ in kernel })
    }
  }

  /// Operands that come from elsewhere, to be checked by who uses them.
  init(_ problem: Problem, input: Tensor<Float>, weight: Tensor<Float>) throws(ConvolutionError) {
    self.init(try problem.geometry(), input: input, weight: weight)
  }

  /// The elements of a Gaussian kernel.
  private static func gaussian(_ size: Size2D) -> [Float] {
    func line(_ count: Int) -> [Double] {
      let deviation = 0.15 * Double(count) + 0.35
      let values = (0..<count).map { index in
        let distance = Double(index) - Double(count - 1) / 2
        return exp(-distance * distance / (2 * deviation * deviation))
      }
      let sum = values.reduce(0, +)
      return values.map { $0 / sum }
    }
    let row = line(size.width)
    return line(size.height).flatMap { factor in row.map { Float(factor * $0) } }
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

  /// The same with an input of subnormal numbers: its products are subnormal, too.
  var withSubnormalInput: Operands {
    Operands(geometry, input: input.map { $0 * Self.subnormalScale }, weight: weight)
  }

  /// The same with a weight of subnormal numbers.
  var withSubnormalWeight: Operands {
    Operands(geometry, input: input, weight: weight.map { $0 * Self.subnormalScale })
  }

  /// The same with a weight of the digits that ``withSubnormalWeight`` has left, in normal numbers. A
  /// kernel that has lost digits may be the product of a column and a row no more.
  var withDigitsOfSubnormalWeight: Operands {
    Operands(
      geometry, input: input,
      weight: weight.map { $0 * Self.subnormalScale / Self.subnormalScale })
  }

  /// What makes numbers between -1 and 1 subnormal, and leaves them a few digits; a power of two.
  private static let subnormalScale = Float.leastNormalMagnitude
}
