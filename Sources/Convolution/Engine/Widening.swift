// Widening.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Numbers as `Double`.
enum Widening {
  /// Writes `count` elements, less an offset, as `Double`.
  ///
  /// The loop is written for the type that there is: a conversion of any type, which builds without
  /// optimization make of it otherwise, takes twenty times as long there.
  @inline(__always)
  static func widen<Scalar: TensorScalar>(
    _ source: UnsafePointer<Scalar>, count: Int, offset: Double = 0,
    into target: UnsafeMutablePointer<Double>
  ) {
    if Scalar.self == Float.self {
      let floats: UnsafePointer<Float> = unsafe cast(source)
      for index in 0..<count { unsafe target[index] = Double(floats[index]) - offset }
    } else {
      let doubles: UnsafePointer<Double> = unsafe cast(source)
      for index in 0..<count { unsafe target[index] = doubles[index] - offset }
    }
  }
}
