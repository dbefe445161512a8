// Kernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The kernels of picture filters, by name.
///
/// ```swift
/// let edges = try correlate2D(photo, Kernel.sobel(dx: 1), padding: .same, border: .reflect)
/// let soft = try correlate2D(photo, Kernel.gaussian(sigma: 5), padding: .same, border: .reflect)
/// let weight = try Kernel<Double>.sharpen()      // [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
/// ```
///
/// Every kernel is `[height, width]`, and written as
/// ``correlate2D(_:_:stride:padding:dilation:border:accuracy:options:)`` takes it: its first row
/// meets the upper neighbors, its first column the left ones. Derivatives are positive where the
/// picture gets brighter to the right, or downward. Where OpenCV has the kernel it is the same,
/// with border `.reflect` (OpenCV's `BORDER_REFLECT_101`) its filter gives the same picture.
///
/// Elements are computed in `Double` and rounded once. A size is odd unless a kernel says otherwise,
/// and has at most 2047 rows and columns; parameters whose kernel would have elements that `Scalar`
/// cannot hold are refused.
public enum Kernel<Scalar: TensorScalar> {}

extension Kernel {
  /// The kernel that changes nothing: 1 in the middle, 0 elsewhere.
  ///
  /// - Parameter size: Odd height and width.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a size that is not odd or
  ///   out of range, ``ConvolutionError/outOfMemory(bytes:)``.
  public static func identity(size: Size2D = 1) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.odd(size)
    return try make(size) { row, column in
      row == size.height / 2 && column == size.width / 2 ? 1 : 0
    }
  }
}

// MARK: - Making kernels

extension Kernel {
  /// The kernel of `element` of every row and column, for a size that was checked.
  static func make(
    _ size: Size2D, _ element: (_ row: Int, _ column: Int) -> Double
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    var kernel = try Tensor<Scalar>(shape: [size.height, size.width], repeating: 0)
    var isFinite = true
    unsafe kernel.withUnsafeMutableBufferPointer { elements in
      for row in 0..<size.height {
        for column in 0..<size.width {
          let value = Scalar(element(row, column))
          isFinite = isFinite && value.isFinite
          unsafe elements[row * size.width + column] = value
        }
      }
    }
    guard isFinite else {
      throw .invalidValue(
        name: "kernel", value: "infinite", accepted: "parameters that give finite elements")
    }
    return kernel
  }

  /// The kernel of two passes, one along the columns and one along the rows.
  static func product(
    column: [Double], row: [Double], scale: Double = 1
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try make(Size2D(height: column.count, width: row.count)) { scale * (column[$0] * row[$1]) }
  }
}

/// What the parameters of kernels must be.
enum KernelCheck {
  /// So that no parameter, wherever it comes from, asks for more than 16 MiB of floats.
  static let largestSide = 2047

  /// Throws unless the sides are within the limit.
  static func size(_ size: Size2D) throws(ConvolutionError) {
    guard (1...largestSide).contains(size.height), (1...largestSide).contains(size.width) else {
      throw .invalidValue(
        name: "size", value: "\(size)", accepted: "1 to \(largestSide) rows and columns")
    }
  }

  /// Throws unless the sides are odd and within the limit.
  static func odd(_ size: Size2D) throws(ConvolutionError) {
    try Self.size(size)
    guard !size.height.isMultiple(of: 2), !size.width.isMultiple(of: 2) else {
      throw .invalidValue(
        name: "size", value: "\(size)", accepted: "odd height and width, which have a middle")
    }
  }

  static func finite(_ value: Double, _ name: String) throws(ConvolutionError) {
    guard value.isFinite else {
      throw .invalidValue(name: name, value: "\(value)", accepted: "a finite number")
    }
  }

  static func positive(_ value: Double, _ name: String) throws(ConvolutionError) {
    guard value.isFinite, value > 0 else {
      throw .invalidValue(name: name, value: "\(value)", accepted: "a finite number above 0")
    }
  }

  /// The odd side nearest to `extent` on both sides of a middle, if it is within the limit.
  static func side(_ extent: Double, _ name: String, of value: Double) throws(ConvolutionError)
    -> Int
  {
    guard 2 * extent + 1 <= Double(largestSide) else {
      throw .invalidValue(
        name: name, value: "\(value)", accepted: "less, for a kernel of \(largestSide) a side")
    }
    return 2 * Int(extent) + 1
  }
}
