// FourierTwiddles.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The factors between the passes of a transform.
enum FourierTwiddles {
  /// For every pass, over spans of `size` numbers and of a quarter of the span before, down to 16:
  /// for every j below a quarter of the span, the powers 1, 2 and 3 of exp(-2 pi i j / span), real
  /// and imaginary part.
  static func tensor<Scalar: TensorScalar>(
    size: Int
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    var elements: [Scalar] = []
    elements.reserveCapacity(2 * size)
    var span = size
    while span >= 16 {
      for index in 0..<span / 4 {
        for power in 1...3 {
          let angle = -2 * Double.pi * Double(index * power) / Double(span)
          elements.append(Scalar(cos(angle)))
          elements.append(Scalar(sin(angle)))
        }
      }
      span /= 4
    }
    return try Tensor(shape: [elements.count], elements: elements)
  }
}
