// Summation.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Sums of many numbers.
enum Summation {
  /// The sum of `count` elements, accumulated in `Double`.
  ///
  /// Eight sums side by side hide the latency of the additions; the order is fixed, and so are the
  /// bits.
  @inline(__always)
  static func sum<Scalar: TensorScalar>(_ start: UnsafePointer<Scalar>, count: Int) -> Double {
    var sums = SIMD8<Double>()
    let whole = count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      for lane in 0..<8 { sums[lane] += unsafe Double(start[index + lane]) }
    }
    var sum = sums.sum()
    for index in whole..<count { sum += unsafe Double(start[index]) }
    return sum
  }
}
