// SplitMix64+Normal.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

extension SplitMix64 {
  /// Normally distributed numbers, by Box and Muller.
  mutating func normal<Scalar: BinaryFloatingPoint>(_ count: Int, deviation: Double = 1) -> [Scalar]
  {
    (0..<count).map { _ in
      let radius = (-2 * log(Double.random(in: 0x1p-53...1, using: &self))).squareRoot()
      return Scalar(deviation * radius * cos(Double.random(in: 0..<2 * .pi, using: &self)))
    }
  }
}
