// KernelRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Bad parameters of kernels")
struct KernelRejectionTests {
  private func expectInvalid(
    _ name: String, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    do {
      try body()
      Issue.record("nothing was thrown, \(comment)", sourceLocation: sourceLocation)
    } catch let ConvolutionError.invalidValue(argument, value, accepted) {
      #expect(argument == name, "\(comment): \(value), \(accepted)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(comment): \(error)", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "Sizes", arguments: [Size2D(height: 0, width: 3), [3, -1], [2048, 1], [Int.max, Int.max]])
  func sizes(_ size: Size2D) {
    expectInvalid("size", "identity") { _ = try Kernel<Float>.identity(size: size) }
    expectInvalid("size", "box") { _ = try Kernel<Float>.box(size: size) }
    expectInvalid("size", "gaussian") { _ = try Kernel<Float>.gaussian(sigma: 1, size: size) }
    expectInvalid("size", "unsharp") { _ = try Kernel<Float>.unsharp(sigma: 1, size: size) }
    expectInvalid("size", "log") {
      _ = try Kernel<Float>.laplacianOfGaussian(sigma: 1, size: size)
    }
    expectInvalid("size", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1, angle: 0, wavelength: 4, size: size)
    }
  }

  @Test("Sizes without a middle")
  func evenSizes() {
    expectInvalid("size", "identity") { _ = try Kernel<Float>.identity(size: [3, 4]) }
    expectInvalid("size", "unsharp") { _ = try Kernel<Float>.unsharp(size: [4, 3]) }
    expectInvalid("size", "log") { _ = try Kernel<Float>.laplacianOfGaussian(sigma: 1, size: 2) }
    expectInvalid("size", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1, angle: 0, wavelength: 4, size: 2)
    }
  }

  @Test("Sizes and orders of derivatives", arguments: [Int.min, -1, 0, 2, 33, Int.max])
  func derivatives(_ size: Int) {
    expectInvalid("size", "sobel") { _ = try Kernel<Float>.sobel(dx: 1, size: size) }
    expectInvalid("size", "laplacian") { _ = try Kernel<Float>.laplacian(size: size) }
    expectInvalid("dx and dy", "scharr") { _ = try Kernel<Float>.scharr(dx: size, dy: size) }
    expectInvalid("dx and dy", "prewitt") { _ = try Kernel<Float>.prewitt(dy: size) }
  }

  @Test("Orders of Sobel's derivatives")
  func orders() {
    expectInvalid("dx", "3 of 3") { _ = try Kernel<Float>.sobel(dx: 3) }
    expectInvalid("dx", "3 of 1") { _ = try Kernel<Float>.sobel(dx: 3, size: 1) }
    expectInvalid("dy", "-1") { _ = try Kernel<Float>.sobel(dx: 1, dy: -1) }
    expectInvalid("dy", "Int.max") { _ = try Kernel<Float>.sobel(dy: .max, size: 31) }
    expectInvalid("dx and dy", "none") { _ = try Kernel<Float>.sobel() }
    expectInvalid("dx and dy", "both") { _ = try Kernel<Float>.scharr(dx: 1, dy: 1) }
  }

  @Test(
    "Numbers that are not above 0", arguments: [0, -1, .nan, .infinity, -.infinity] as [Double])
  func positive(_ value: Double) {
    expectInvalid("sigma", "gaussian") { _ = try Kernel<Float>.gaussian(sigma: value) }
    expectInvalid("sigma", "unsharp") { _ = try Kernel<Float>.unsharp(sigma: value, size: 3) }
    expectInvalid("sigma", "log") { _ = try Kernel<Float>.laplacianOfGaussian(sigma: value) }
    expectInvalid("length", "motion") { _ = try Kernel<Float>.motionBlur(length: value) }
    for (name, values) in [
      ("sigma", (value, 1.0, 1.0)), ("wavelength", (1, value, 1)), ("aspectRatio", (1, 1, value)),
    ] {
      expectInvalid(name, "gabor") {
        _ = try Kernel<Float>.gabor(
          sigma: values.0, angle: 0, wavelength: values.1, aspectRatio: values.2)
      }
    }
  }

  @Test("Numbers that are not finite", arguments: [.nan, .infinity, -.infinity] as [Double])
  func finite(_ value: Double) {
    expectInvalid("scale", "sobel") { _ = try Kernel<Float>.sobel(dx: 1, scale: value) }
    expectInvalid("scale", "scharr") { _ = try Kernel<Float>.scharr(dx: 1, scale: value) }
    expectInvalid("scale", "prewitt") { _ = try Kernel<Float>.prewitt(dx: 1, scale: value) }
    expectInvalid("scale", "laplacian") { _ = try Kernel<Float>.laplacian(scale: value) }
    expectInvalid("amount", "sharpen") { _ = try Kernel<Float>.sharpen(amount: value) }
    expectInvalid("amount", "emboss") { _ = try Kernel<Float>.emboss(amount: value) }
    expectInvalid("amount", "unsharp") { _ = try Kernel<Float>.unsharp(amount: value, size: 3) }
    expectInvalid("angle", "motion") { _ = try Kernel<Float>.motionBlur(length: 3, angle: value) }
    expectInvalid("angle", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1, angle: value, wavelength: 4)
    }
    expectInvalid("phase", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1, angle: 0, wavelength: 4, phase: value)
    }
  }

  /// A kernel of infinities would make a picture of NaN.
  @Test("Parameters whose kernel a scalar cannot hold")
  func infiniteElements() throws {
    expectInvalid("kernel", "unsharp") { _ = try Kernel<Float>.unsharp(amount: 1e69, sigma: 3) }
    expectInvalid("kernel", "sharpen") { _ = try Kernel<Float>.sharpen(amount: 1e39) }
    expectInvalid("kernel", "sobel") { _ = try Kernel<Float>.sobel(dx: 1, scale: 3e38) }
    let wide = try Kernel<Double>.unsharp(amount: 1e69, sigma: 3)
    #expect(wide.elements.allSatisfy { $0.isFinite })
  }

  @Test("Kernels that would be too large, or have no size at all")
  func tooLarge() {
    expectInvalid("sigma", "gaussian") { _ = try Kernel<Float>.gaussian(sigma: 1e300) }
    expectInvalid("sigma", "gaussian") { _ = try Kernel<Float>.gaussian(sigma: 256) }
    expectInvalid("length", "motion") { _ = try Kernel<Float>.motionBlur(length: 1e300, angle: 1) }
    expectInvalid("sigma", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1e5, angle: 0, wavelength: 4)
    }
    expectInvalid("sigma", "gabor") {
      _ = try Kernel<Float>.gabor(sigma: 1, angle: 1, wavelength: 4, aspectRatio: 1e-300)
    }
    expectInvalid("sigma and size", "gaussian") { _ = try Kernel<Float>.gaussian() }
  }
}
