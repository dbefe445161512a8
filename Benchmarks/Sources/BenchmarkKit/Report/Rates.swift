// Rates.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What the times of a problem, or of a suite, say about each other.
struct Rates {
  let gflop: Double
  let milliseconds: [Contender: Double]
  let limitMilliseconds: Double?

  /// GFLOP/s of the automatic choice: effective, as all operations of the definition are counted.
  var effective: Double? {
    milliseconds[.automatic].map { gflop / $0 * 1e3 }
  }

  /// How many times faster the automatic choice is than the naive loop.
  var speedUp: Double? { ratio(.naive) }

  /// The speed of the automatic choice as a part of the bare matrix product's. An algorithm that
  /// needs fewer operations may exceed 1.
  var shareOfGEMM: Double? { ratio(.gemm) }

  /// The least time that the machine's limits allow as a part of the automatic choice's. An
  /// algorithm that needs fewer operations may exceed 1.
  var shareOfLimit: Double? {
    guard let limitMilliseconds, let own = milliseconds[.automatic] else { return nil }
    return limitMilliseconds / own
  }

  private func ratio(_ other: Contender) -> Double? {
    guard let other = milliseconds[other], let own = milliseconds[.automatic] else { return nil }
    return other / own
  }
}
