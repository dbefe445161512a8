// Shape.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Arithmetic on shapes that cannot overflow unnoticed.
@usableFromInline
enum Shape {
  /// The number of elements of a tensor of this shape.
  ///
  /// - Throws: ``ConvolutionError/negativeDimension(shape:axis:)``, or
  ///   ``ConvolutionError/sizeOverflow(name:)`` when the elements cannot be counted, or their bytes
  ///   addressed, with an `Int`. The check does not depend on whether a later axis is zero: a shape
  ///   whose other axes overflow is refused in any order.
  @usableFromInline
  static func elementCount(_ shape: [Int]) throws(ConvolutionError) -> Int {
    var nonZero = 1
    var isEmpty = false
    for (axis, size) in shape.enumerated() {
      guard size >= 0 else { throw .negativeDimension(shape: shape, axis: axis) }
      if size == 0 {
        isEmpty = true
        continue
      }
      let (product, overflow) = nonZero.multipliedReportingOverflow(by: size)
      // 16: the widest element is 8 bytes, and an address is half of the unsigned range.
      guard !overflow, product <= Int.max / 16 else {
        throw .sizeOverflow(name: "shape \(shape)")
      }
      nonZero = product
    }
    return isEmpty ? 0 : nonZero
  }

  /// The distance between neighbors along every axis, in elements.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = shape
    var distance = 1
    for axis in shape.indices.reversed() {
      strides[axis] = distance
      distance *= shape[axis]
    }
    return strides
  }
}
