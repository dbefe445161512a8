// Tensor+Elementwise.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Tensor: Equatable {
  /// Whether shapes and elements are equal. As for numbers, -0 equals 0 and NaN nothing.
  @inlinable
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    for index in 0..<left.count
    where unsafe left.storage.baseAddress[index] != right.storage.baseAddress[index] {
      return false
    }
    return true
  }
}

extension Tensor {
  /// The tensor of `transform` of every element.
  @inlinable
  public func map(_ transform: (Scalar) -> Scalar) -> Tensor {
    var result = self
    unsafe result.withUnsafeMutableBufferPointer { buffer in
      for index in 0..<buffer.count { unsafe buffer[index] = transform(buffer[index]) }
    }
    return result
  }

  /// The tensor of `combine` of the elements of two tensors of one shape.
  ///
  /// - Throws: ``ConvolutionError/shapeMismatch(name:expected:actual:)``.
  @inlinable
  public func combined(
    with other: Tensor, _ combine: (Scalar, Scalar) -> Scalar
  ) throws(ConvolutionError) -> Tensor {
    guard other.shape == shape else {
      throw .shapeMismatch(name: "other", expected: shape, actual: other.shape)
    }
    var result = self
    result.combine(with: other, combine)
    return result
  }

  /// Replaces every element by `combine` of it and the one of `other`.
  ///
  /// - Precondition: The tensors have one shape.
  @inlinable
  mutating func combine(with other: Tensor, _ combine: (Scalar, Scalar) -> Scalar) {
    unsafe withUnsafeMutableBufferPointer { buffer in
      for index in 0..<buffer.count {
        unsafe buffer[index] = combine(buffer[index], other.storage.baseAddress[index])
      }
    }
  }

  /// The sum of the elements, accumulated in `Double`.
  @inlinable
  public func sum() -> Double {
    var sum = 0.0
    for index in 0..<count { sum += unsafe Double(storage.baseAddress[index]) }
    return sum
  }

  /// The largest difference between elements at the same place, 0 for empty tensors, NaN when a
  /// difference is.
  ///
  /// - Throws: ``ConvolutionError/shapeMismatch(name:expected:actual:)``.
  @inlinable
  public func largestDifference(from other: Tensor) throws(ConvolutionError) -> Double {
    guard other.shape == shape else {
      throw .shapeMismatch(name: "other", expected: shape, actual: other.shape)
    }
    var largest = 0.0
    for index in 0..<count {
      let difference = unsafe abs(
        Double(storage.baseAddress[index]) - Double(other.storage.baseAddress[index]))
      if difference.isNaN { return difference }
      largest = max(largest, difference)
    }
    return largest
  }
}
