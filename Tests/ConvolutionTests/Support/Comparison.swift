// Comparison.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

// Comparisons return what is wrong as a sentence, or nil: nobody reads two arrays of ten thousand
// numbers that are not equal.

extension Results.Part {
  /// The first element that is not exactly the expected one.
  ///
  /// As numbers: zeros may differ in sign, and NaN is equal to nothing.
  func difference(from expected: Results<Double>.Part) -> String? {
    difference(from: expected) { actual, expected, _ in actual == expected }
  }

  /// The first element that is further from the expected one than its bound.
  func difference(from expected: Results<Double>.Part, within bounds: [Double]) -> String? {
    difference(from: expected) { actual, expected, index in
      abs(actual - expected) <= bounds[index]
    }
  }

  private func difference(
    from expected: Results<Double>.Part,
    isRight: (_ actual: Double, _ expected: Double, _ index: Int) -> Bool
  ) -> String? {
    guard shape == expected.shape else {
      return "\(name) has shape \(shape), expected \(expected.shape)"
    }
    let wrong = elements.indices.filter { index in
      !isRight(Double(elements[index]), expected.elements[index], index)
    }
    guard let first = wrong.first else { return nil }
    return """
      \(name)\(position(of: first, in: shape)) is \(elements[first]), \
      expected \(expected.elements[first]); \(wrong.count) of \(elements.count) are wrong
      """
  }
}

/// The index along every axis of an element, from its place in row-major order.
private func position(of offset: Int, in shape: [Int]) -> [Int] {
  var rest = offset
  var position: [Int] = []
  for size in shape.reversed() {
    position.append(rest % size)
    rest /= size
  }
  return position.reversed()
}

// MARK: - The same bits

/// "The same result" where even the sign of a zero counts.
private func haveSameBits<Scalar: BinaryFloatingPoint>(_ left: [Scalar], _ right: [Scalar]) -> Bool
{
  left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      guard left.count == right.count else { return false }
      guard let start = left.baseAddress, let other = right.baseAddress else { return true }
      return memcmp(start, other, left.count) == 0
    }
  }
}

extension Tensor {
  func hasSameBits(as other: Tensor) -> Bool {
    shape == other.shape && haveSameBits(elements, other.elements)
  }
}

extension Results.Part {
  func hasSameBits(as other: Self) -> Bool {
    shape == other.shape && haveSameBits(elements, other.elements)
  }
}
