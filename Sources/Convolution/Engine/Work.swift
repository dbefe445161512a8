// Work.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How many threads an amount of work is worth.
enum Work {
  /// Fewer multiply-adds than these are not worth waking a thread for: they take a few microseconds.
  static let multiplyAddsPerWorker = 0x1p20

  /// The same of what waits for memory more than it multiplies, in seconds as the cost model predicts
  /// them. It gains less from another thread, whose core has none of the data in its caches: with
  /// AVX-512, depthwise layers of 20 to 40 microseconds take as long on two. On an AMD Zen 1, which takes
  /// two or three times as long as predicted, those of 25 to 40 take 0.61 to 0.72 of the time.
  static let secondsPerWorker = 12e-6

  static func workers(for multiplyAdds: Double, seconds: Double = 0, of allowed: Int) -> Int {
    let worthwhile = max(multiplyAdds / multiplyAddsPerWorker, seconds / secondsPerWorker)
    return worthwhile >= Double(allowed) ? allowed : max(1, Int(worthwhile))
  }

  static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? max(1, a) : greatestCommonDivisor(b, a % b)
  }
}
