// SplitMix64.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Vigna's SplitMix64: the same numbers from the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Normally distributed numbers, by Box and Muller.
  mutating func normal<Scalar: BinaryFloatingPoint>(_ count: Int, deviation: Double = 1) -> [Scalar]
  {
    (0..<count).map { _ in
      let radius = (-2 * log(Double.random(in: 0x1p-53...1, using: &self))).squareRoot()
      return Scalar(deviation * radius * cos(Double.random(in: 0..<2 * .pi, using: &self)))
    }
  }
}
