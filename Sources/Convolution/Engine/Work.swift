// Work.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How many threads an amount of work is worth.
enum Work {
  /// Fewer multiply-adds than these are not worth waking a thread for: they take a few microseconds.
  static let multiplyAddsPerWorker = 0x1p20

  /// The same of what waits for memory more than it multiplies, in seconds as the cost model predicts
  /// them. It gains less from another thread, whose core has none of the data in its caches. On an AMD
  /// Zen 5 depthwise layers of 18 microseconds take 0.53 to 0.60 of the time on two cores that share
  /// a last-level cache, and 0.66 to 0.89 on two that do not; layers of 9 microseconds 0.71 and 1.2.
  static let secondsPerWorker = 9e-6

  static func workers(for multiplyAdds: Double, seconds: Double = 0, of allowed: Int) -> Int {
    let worthwhile = max(multiplyAdds / multiplyAddsPerWorker, seconds / secondsPerWorker)
    return worthwhile >= Double(allowed) ? allowed : max(1, Int(worthwhile))
  }

  static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? max(1, a) : greatestCommonDivisor(b, a % b)
  }
}
