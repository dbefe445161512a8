// Kernel+Bells.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Kernel {
  /// D. Gabor's wave under a bell, which answers to stripes of one width and direction.
  ///
  /// ```
  /// x' =  x cos(angle) + y sin(angle)
  /// y' = -x sin(angle) + y cos(angle)
  /// exp(-(x'^2 + aspectRatio^2 y'^2) / (2 sigma^2)) cos(2 pi x' / wavelength + phase)
  /// ```
  ///
  /// with `x` leftward and `y` upward from the middle: OpenCV's `getGaborKernel` (5.0).
  ///
  /// - Parameters:
  ///   - sigma: The standard deviation of the bell along the wave, in pixels.
  ///   - angle: The direction of the wave in radians; 0 runs across. OpenCV's `theta`.
  ///   - wavelength: Pixels from crest to crest. OpenCV's `lambd`.
  ///   - aspectRatio: How much narrower the bell is across the wave; OpenCV's `gamma`.
  ///   - phase: The phase in the middle in radians; OpenCV's `psi`, with its default.
  ///   - size: Odd height and width, or nil for three standard deviations.
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for a parameter that is not
  ///   finite, sigma, wavelength or aspect ratio that is not above 0, and a size that is even or out
  ///   of range; ``ConvolutionError/outOfMemory(bytes:)``.
  public static func gabor(
    sigma: Double, angle: Double, wavelength: Double, aspectRatio: Double = 1,
    phase: Double = .pi / 2, size: Size2D? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    for (name, value) in [
      ("sigma", sigma), ("wavelength", wavelength), ("aspectRatio", aspectRatio),
    ] { try KernelCheck.positive(value, name) }
    for (name, value) in [("angle", angle), ("phase", phase)] {
      try KernelCheck.finite(value, name)
    }
    let (cosine, sine) = (cos(angle), sin(angle))
    func reach(_ along: Double, _ across: Double) throws(ConvolutionError) -> Int {
      let extent = max(abs(3 * sigma * along), abs(3 * sigma / aspectRatio * across))
      return try KernelCheck.side(extent.rounded(.toNearestOrEven), "sigma", of: sigma)
    }
    let size =
      if let size { size } else {
        Size2D(height: try reach(sine, cosine), width: try reach(cosine, sine))
      }
    try KernelCheck.odd(size)
    return try make(size) { row, column in
      let (x, y) = (Double(size.width / 2 - column), Double(size.height / 2 - row))
      let along = x * cosine + y * sine
      let across = y * cosine - x * sine
      let (near, aside) = (along / sigma, aspectRatio * (across / sigma))
      return exp(-(near * near + aside * aside) / 2) * cos(2 * .pi * (along / wavelength) + phase)
    }
  }

  /// The Laplacian of a Gaussian: spots and edges of the size of sigma, and no noise of a pixel.
  ///
  /// ```
  /// (x^2 + y^2 - 2 sigma^2) / sigma^4 x gaussian(sigma: sigma)
  /// ```
  ///
  /// less its mean, so that even areas give 0. It is negative in the middle, as the Laplacian is.
  /// D. Marr and E. Hildreth, "Theory of Edge Detection", 1980; MATLAB's `fspecial("log")`, and
  /// SciPy's `ndimage.gaussian_laplace` but for the mean.
  ///
  /// - Parameters:
  ///   - sigma: The standard deviation in pixels.
  ///   - size: Odd height and width, or nil for four standard deviations, as of
  ///     ``gaussian(sigma:size:)``.
  /// - Throws: As ``gaussian(sigma:size:)``, and ``ConvolutionError/invalidValue(name:value:accepted:)``
  ///   for an even size or a sigma below 0.01, whose bell lies between the pixels.
  public static func laplacianOfGaussian(
    sigma: Double, size: Size2D? = nil
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    guard sigma.isFinite, sigma >= 0.01 else {
      throw .invalidValue(
        name: "sigma", value: "\(sigma)", accepted: "a finite number from 0.01 on")
    }
    let size = try gaussianSize(sigma: sigma, size: size)
    try KernelCheck.odd(size)
    let column = gaussianProfile(sigma: sigma, count: size.height)
    let row = gaussianProfile(sigma: sigma, count: size.width)
    // The sum over the kernel is one of products of sums: bells sum to 1.
    func curvature(_ profile: [Double]) -> [Double] {
      profile.indices.map { index in
        let distance = Double(index - profile.count / 2) / sigma
        return (distance * distance - 1) / (sigma * sigma) * profile[index]
      }
    }
    let (down, across) = (curvature(column), curvature(row))
    let mean = (down.reduce(0, +) + across.reduce(0, +)) / Double(size.height * size.width)
    return try make(size) { y, x in down[y] * row[x] + column[y] * across[x] - mean }
  }
}
