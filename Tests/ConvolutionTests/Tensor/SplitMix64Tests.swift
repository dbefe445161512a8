// SplitMix64Tests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  /// The first numbers of the C implementation by S. Vigna, <https://prng.di.unimi.it/splitmix64.c>,
  /// as other libraries test theirs against.
  @Test("The published sequence")
  func knownNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("A copy goes its own way")
  func value() {
    var generator = SplitMix64(seed: 1)
    var copy = generator
    let first = generator.next()
    #expect(copy.next() == first)
  }
}
