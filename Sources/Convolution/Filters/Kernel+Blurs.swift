// Kernel+Blurs.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Kernel {
  /// The mean of a rectangle: every element is 1 / (height x width).
  ///
  /// OpenCV's `blur`, and its `boxFilter` without normalization (5.0).
  ///
  /// - Parameters:
  ///   - size: Any height and width, even ones included.
  ///   - isNormalized: Whether the sum is 1; every element is 1 otherwise.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a size out of range,
  ///   ``ConvolutionError/outOfMemory(bytes:)``.
  public static func box(
    size: Size2D, isNormalized: Bool = true
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    try KernelCheck.size(size)
    let element = isNormalized ? 1 / Double(size.height * size.width) : 1
    return try make(size) { _, _ in element }
  }

  /// C. F. Gauss's bell, of sum 1: `exp(-(x^2 + y^2) / (2 sigma^2))` from the middle.
  ///
  /// One of the two parameters may be left out. Without a size there are as many rows and columns as
  /// reach four standard deviations, `8 sigma + 1` rounded and made odd. Without a sigma it is
  /// `0.15 x size + 0.35` along each axis, and sizes 1, 3, 5, 7 and 9 have fixed sums of powers of two:
  /// 3 is `[1, 2, 1] / 4` along each axis, 5 is `[1, 4, 6, 4, 1] / 16`.
  ///
  /// OpenCV's `getGaussianKernel`, and its `GaussianBlur` of `float` pictures (5.0).
  ///
  /// - Parameters:
  ///   - sigma: The standard deviation in pixels.
  ///   - size: Any height and width. An even one has its middle between two elements. A height or a
  ///     width of 1 gives one of the two passes.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a sigma that is not a finite
  ///   number above 0, a size out of range, or neither; ``ConvolutionError/outOfMemory(bytes:)``.
  public static func gaussian(
    sigma: Double? = nil, size: Size2D? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let size = try gaussianSize(sigma: sigma, size: size)
    return try product(
      column: gaussianProfile(sigma: sigma, count: size.height),
      row: gaussianProfile(sigma: sigma, count: size.width))
  }

  /// The path of a camera that moves in a straight line while it exposes, of sum 1.
  ///
  /// An element is 1 less its distance from the line, and 0 from a distance of 1 on: as much of the
  /// line as passes near it, without steps. The line runs through the middle of the kernel, from the
  /// middle of its first pixel to the middle of its last. Across and down this is a box.
  ///
  /// The idea of MATLAB's `fspecial("motion")`.
  ///
  /// - Parameters:
  ///   - length: Pixels along the line, 1 or more; a whole number need not be.
  ///   - angle: Radians from the horizontal, counter-clockwise as one looks at the picture: `.pi / 4`
  ///     runs from the bottom left to the top right. Half a turn changes nothing.
  /// - Returns: As many rows and columns as the line needs, odd.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)``,
  ///   ``ConvolutionError/outOfMemory(bytes:)``.
  public static func motionBlur(
    length: Double, angle: Double = 0
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    guard length.isFinite, length >= 1 else {
      throw .invalidValue(
        name: "length", value: "\(length)", accepted: "a finite number, 1 or more")
    }
    try KernelCheck.finite(angle, "angle")
    // A right angle is one, though half of pi is not exact.
    func exact(_ value: Double) -> Double { abs(value) < 1e-12 ? 0 : value }
    let (cosine, sine) = (exact(cos(angle)), exact(sin(angle)))
    let half = (length - 1) / 2
    // The furthest pixel that is nearer than 1 to the end of the line.
    func reach(_ share: Double) -> Double { (half * abs(share) + 1 - 1e-9).rounded(.up) - 1 }
    let size = Size2D(
      height: try KernelCheck.side(reach(sine), "length", of: length),
      width: try KernelCheck.side(reach(cosine), "length", of: length))
    func weight(_ row: Int, _ column: Int) -> Double {
      let (x, y) = (Double(column - size.width / 2), Double(size.height / 2 - row))
      let beyond = max(0, abs(x * cosine + y * sine) - half)
      let aside = x * sine - y * cosine
      return max(0, 1 - (beyond * beyond + aside * aside).squareRoot())
    }
    var sum = 0.0
    for row in 0..<size.height {
      for column in 0..<size.width { sum += weight(row, column) }
    }
    return try make(size) { weight($0, $1) / sum }
  }
}

extension Kernel {
  /// The size of a Gaussian of which one parameter may be missing.
  static func gaussianSize(
    sigma: Double?, size: Size2D?
  ) throws(ConvolutionError) -> Size2D {
    if let sigma { try KernelCheck.positive(sigma, "sigma") }
    if let size {
      try KernelCheck.size(size)
      return size
    }
    guard let sigma else {
      throw .invalidValue(name: "sigma and size", value: "nil", accepted: "one of them, or both")
    }
    // As OpenCV's cvRound, halves go to the even number; `8 sigma + 1` made odd is one more if even.
    let side = try KernelCheck.side(
      ((8 * sigma + 1).rounded(.toNearestOrEven) / 2).rounded(.down), "sigma", of: sigma)
    return Size2D(height: side, width: side)
  }

  /// One pass of a Gaussian, of sum 1.
  static func gaussianProfile(sigma: Double?, count: Int) -> [Double] {
    if sigma == nil, let fixed = fixedGaussians[count] { return fixed }
    let sigma = sigma ?? 0.15 * Double(count) + 0.35
    // The element nearest to the middle is 1 before the division, however narrow the bell is.
    let nearest = count.isMultiple(of: 2) ? 0.5 : 0
    let bell = (0..<count).map { index in
      let distance = abs(Double(index) - Double(count - 1) / 2)
      let (near, far) = ((distance - nearest) / sigma, (distance + nearest) / sigma)
      return distance == nearest ? 1 : exp(-near * far / 2)
    }
    let sum = bell.reduce(0, +)
    return bell.map { $0 / sum }
  }

  /// Source: `getGaussianKernelBitExact` in OpenCV's `modules/imgproc/src/smooth.dispatch.cpp`.
  private static var fixedGaussians: [Int: [Double]] {
    [
      1: [1], 3: [0.25, 0.5, 0.25], 5: [0.0625, 0.25, 0.375, 0.25, 0.0625],
      7: [8, 28, 56, 72, 56, 28, 8].map { $0 / 256 },
      9: [4, 13, 30, 51, 60, 51, 30, 13, 4].map { $0 / 256 },
    ]
  }
}
