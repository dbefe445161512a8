// Summation.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Sums of many numbers, and whether they are numbers.
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

  /// Whether there is neither NaN nor infinity among `count` elements.
  @inline(__always)
  static func isFinite<Scalar: TensorScalar>(_ start: UnsafePointer<Scalar>, count: Int) -> Bool {
    Scalar.self == Float.self
      ? unsafe isFinite(cast(start), count: count, by: SIMD16<Float>.self)
      : unsafe isFinite(cast(start), count: count, by: SIMD8<Double>.self)
  }

  @inline(__always)
  private static func isFinite<Vector: SIMD>(
    _ start: UnsafePointer<Vector.Scalar>, count: Int, by: Vector.Type
  ) -> Bool where Vector.Scalar: BinaryFloatingPoint {
    // NaN and infinity times zero are NaN, and what is added to NaN stays it.
    var zeros = Vector()
    let whole = count - count % Vector.scalarCount
    for index in stride(from: 0, to: whole, by: Vector.scalarCount) {
      zeros += unsafe UnsafeRawPointer(start + index).loadUnaligned(as: Vector.self) * 0
    }
    var zero = zeros.sum()
    for index in whole..<count { zero += unsafe start[index] * 0 }
    return zero == 0
  }

  /// The sum of the squares of `count` elements, in an order that is fixed likewise.
  @inline(__always)
  static func sumOfSquares(_ start: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>()
    let whole = count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      for lane in 0..<8 { sums[lane] += unsafe start[index + lane] * start[index + lane] }
    }
    var sum = sums.sum()
    for index in whole..<count { sum += unsafe start[index] * start[index] }
    return sum
  }

  /// The sum of the squared differences of two rows of `count` elements, and the largest difference.
  @inline(__always)
  static func differences<Scalar: TensorScalar>(
    _ left: UnsafePointer<Scalar>, _ right: UnsafePointer<Scalar>, count: Int
  ) -> (squares: Double, largest: Double) {
    var squares = SIMD8<Double>()
    var largest = SIMD8<Double>()
    let whole = count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      var difference = SIMD8<Double>()
      for lane in 0..<8 {
        difference[lane] = unsafe Double(left[index + lane]) - Double(right[index + lane])
      }
      squares += difference * difference
      let size = difference.replacing(with: -difference, where: difference .< 0)
      largest.replace(with: size, where: size .> largest)
    }
    var (sum, peak) = (squares.sum(), largest.max())
    for index in whole..<count {
      let difference = unsafe Double(left[index]) - Double(right[index])
      sum += difference * difference
      peak = max(peak, abs(difference))
    }
    return (sum, peak)
  }
}
