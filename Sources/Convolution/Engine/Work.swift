// Work.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How many threads an amount of work is worth.
enum Work {
  /// Fewer multiply-adds than these are not worth waking a thread for: they take a few microseconds.
  static let multiplyAddsPerWorker = 0x1p20

  static func workers(for multiplyAdds: Double, of allowed: Int) -> Int {
    let worthwhile = multiplyAdds / multiplyAddsPerWorker
    return worthwhile >= Double(allowed) ? allowed : max(1, Int(worthwhile))
  }

  static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? max(1, a) : greatestCommonDivisor(b, a % b)
  }
}
