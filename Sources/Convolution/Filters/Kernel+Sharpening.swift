// Kernel+Sharpening.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Kernel {
  /// The picture less its Laplacian: edges get steeper, even areas stay.
  ///
  /// `[[0, -1, 0], [-1, 5, -1], [0, -1, 0]]` for amount 1: `identity - amount x laplacian(size: 1)`.
  ///
  /// - Parameter amount: How much; 0 changes nothing.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for an amount that is not finite.
  public static func sharpen(amount: Double = 1) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(amount, "amount")
    return try make(3) { row, column in
      row == 1 && column == 1 ? 1 + 4 * amount : row == 1 || column == 1 ? -amount : 0
    }
  }

  /// The picture plus what a Gaussian blur takes away: an unsharp mask without a threshold.
  ///
  /// `(1 + amount) x identity - amount x gaussian`, which is scikit-image's
  /// `filters.unsharp_mask(radius: sigma, amount: amount)` but for the Gaussian's size.
  ///
  /// - Parameters:
  ///   - amount: How much; 0 changes nothing.
  ///   - sigma: The standard deviation of the blur in pixels, or nil; see ``gaussian(sigma:size:)``.
  ///   - size: Odd height and width, or nil.
  /// - Throws: As ``gaussian(sigma:size:)``, and ``ConvolutionError/invalidValue(name:value:accepted:)``
  ///   for an even size or an amount that is not finite.
  public static func unsharp(
    amount: Double = 1, sigma: Double? = nil, size: Size2D? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(amount, "amount")
    let size = try gaussianSize(sigma: sigma, size: size)
    try KernelCheck.odd(size)
    let column = gaussianProfile(sigma: sigma, count: size.height)
    let row = gaussianProfile(sigma: sigma, count: size.width)
    return try make(size) { y, x in
      let isMiddle = y == size.height / 2 && x == size.width / 2
      return (isMiddle ? 1 + amount : 0) - amount * (column[y] * row[x])
    }
  }

  /// The picture as a relief, lit from the top left: `[[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]`.
  ///
  /// Its sum is 1: even areas keep their brightness.
  ///
  /// - Parameter amount: How deep; 0 changes nothing.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for an amount that is not finite.
  public static func emboss(amount: Double = 1) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.finite(amount, "amount")
    return try make(3) { row, column in
      row == 1 && column == 1 ? 1 : amount * Double(row + column - 2)
    }
  }
}
