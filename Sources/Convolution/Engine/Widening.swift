// Widening.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Numbers as `Double`.
enum Widening {
  /// Writes `count` elements, less an offset, as `Double`.
  ///
  /// The loops are written for the types that there are: in builds without optimization a conversion
  /// from any type takes several times as long.
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

  /// Adds `count` elements to numbers of `Double`.
  @inline(__always)
  static func add<Scalar: TensorScalar>(
    _ source: UnsafePointer<Scalar>, count: Int, to target: UnsafeMutablePointer<Double>
  ) {
    if Scalar.self == Float.self {
      let floats: UnsafePointer<Float> = unsafe cast(source)
      for index in 0..<count { unsafe target[index] += Double(floats[index]) }
    } else {
      let doubles: UnsafePointer<Double> = unsafe cast(source)
      for index in 0..<count { unsafe target[index] += doubles[index] }
    }
  }
}
