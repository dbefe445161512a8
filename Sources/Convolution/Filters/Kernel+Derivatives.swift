// Kernel+Derivatives.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Kernel {
  /// I. Sobel's derivative of any order: differences along an axis, binomial smoothing across it.
  ///
  /// The row is the coefficients of `(1 + z)^(n - 1 - dx) (z - 1)^dx` for `n` columns, the column
  /// those of `dy`. `sobel(dx: 1)` is `[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]`.
  ///
  /// OpenCV's `Sobel`, `getDerivKernels` (5.0).
  ///
  /// - Parameters:
  ///   - dx: The order of the derivative across, 0 or more.
  ///   - dy: The order of the derivative down, 0 or more; at least one of the two is not 0.
  ///   - size: Odd, 1 to 31, and more than each order. 1 does not smooth: `[-1, 0, 1]` and
  ///     `[1, -2, 1]` along the axes that are derived, 1 along the other.
  ///   - scale: A factor of all elements. The sums are not normalized: `size: 3` gives 8 times the
  ///     slope from pixel to pixel.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)``.
  public static func sobel(
    dx: Int = 0, dy: Int = 0, size: Int = 3, scale: Double = 1
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(scale, "scale")
    try checkDerivativeSize(size)
    for (name, order) in [("dx", dx), ("dy", dy)] {
      let largest = max(size, 3) - 1
      guard (0...largest).contains(order) else {
        throw .invalidValue(
          name: name, value: "\(order)", accepted: "0 to \(largest) for a size of \(size)")
      }
    }
    guard dx > 0 || dy > 0 else {
      throw .invalidValue(name: "dx and dy", value: "0", accepted: "one of them above 0")
    }
    func side(_ order: Int) -> Int { size == 1 && order > 0 ? 3 : size }
    return try product(
      column: sobelProfile(order: dy, count: side(dy)),
      row: sobelProfile(order: dx, count: side(dx)), scale: scale)
  }

  /// H. Scharr's first derivative, whose direction is truer than Sobel's: `[-1, 0, 1]` along the
  /// axis, `[3, 10, 3]` across it.
  ///
  /// OpenCV's `Scharr` (5.0); H. Scharr, "Optimale Operatoren in der Digitalen Bildverarbeitung",
  /// Heidelberg 2000.
  ///
  /// - Parameters:
  ///   - dx: 1 for the derivative across, else 0.
  ///   - dy: 1 for the derivative down, else 0.
  ///   - scale: A factor of all elements; 1/32 gives the slope from pixel to pixel.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` unless one of `dx` and `dy` is
  ///   1 and the other 0, or for a scale that is not finite.
  public static func scharr(
    dx: Int = 0, dy: Int = 0, scale: Double = 1
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try firstDerivative(dx: dx, dy: dy, smoothing: [3, 10, 3], scale: scale)
  }

  /// J. Prewitt's first derivative: `[-1, 0, 1]` along the axis, `[1, 1, 1]` across it.
  ///
  /// J. Prewitt, "Object Enhancement and Extraction", 1970. scikit-image's `filters.prewitt` along an
  /// axis is this with `scale: 1.0 / 3` (0.26).
  ///
  /// - Parameters:
  ///   - dx: 1 for the derivative across, else 0.
  ///   - dy: 1 for the derivative down, else 0.
  ///   - scale: A factor of all elements; 1/6 gives the slope from pixel to pixel.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` unless one of `dx` and `dy` is
  ///   1 and the other 0, or for a scale that is not finite.
  public static func prewitt(
    dx: Int = 0, dy: Int = 0, scale: Double = 1
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try firstDerivative(dx: dx, dy: dy, smoothing: [1, 1, 1], scale: scale)
  }

  /// P.-S. Laplace's operator: the sum of the second derivatives across and down.
  ///
  /// `[[0, 1, 0], [1, -4, 1], [0, 1, 0]]` for size 1, `[[2, 0, 2], [0, -8, 0], [2, 0, 2]]` for size 3,
  /// and `sobel(dx: 2) + sobel(dy: 2)` from size 5 on.
  ///
  /// OpenCV's `Laplacian` (5.0), the odd choice for size 3 included.
  ///
  /// - Parameters:
  ///   - size: Odd, 1 to 31. Size 1 has 3 rows and columns, as size 3.
  ///   - scale: A factor of all elements.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)``.
  public static func laplacian(
    size: Int = 1, scale: Double = 1
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(scale, "scale")
    try checkDerivativeSize(size)
    guard size > 3 else {
      let (edge, corner, middle): (Double, Double, Double) = size == 1 ? (1, 0, -4) : (0, 2, -8)
      return try make(3) { row, column in
        scale * (row == 1 && column == 1 ? middle : row == 1 || column == 1 ? edge : corner)
      }
    }
    let second = sobelProfile(order: 2, count: size)
    let smooth = sobelProfile(order: 0, count: size)
    return try make(Size2D(height: size, width: size)) { row, column in
      scale * (second[row] * smooth[column] + smooth[row] * second[column])
    }
  }
}

extension Kernel {
  private static func checkDerivativeSize(_ size: Int) throws(ConvolutionError) {
    guard (1...31).contains(size), !size.isMultiple(of: 2) else {
      throw .invalidValue(name: "size", value: "\(size)", accepted: "an odd number from 1 to 31")
    }
  }

  /// The coefficients of `(1 + z)^(count - 1 - order) (z - 1)^order`, lowest power first.
  private static func sobelProfile(order: Int, count: Int) -> [Double] {
    var profile = [1.0]
    for factor in 1..<max(1, count) {
      // A factor (z + 1) or (z - 1): the profile moved by one, plus or minus itself.
      let sign: Double = factor <= order ? -1 : 1
      profile = (0...profile.count).map { power in
        (power > 0 ? profile[power - 1] : 0) + (power < profile.count ? sign * profile[power] : 0)
      }
    }
    return profile
  }

  private static func firstDerivative(
    dx: Int, dy: Int, smoothing: [Double], scale: Double
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(scale, "scale")
    guard (dx == 1 && dy == 0) || (dx == 0 && dy == 1) else {
      throw .invalidValue(
        name: "dx and dy", value: "\(dx) and \(dy)", accepted: "1 for one of them, 0 for the other")
    }
    let difference: [Double] = [-1, 0, 1]
    return dx == 1
      ? try product(column: smoothing, row: difference, scale: scale)
      : try product(column: difference, row: smoothing, scale: scale)
  }
}
