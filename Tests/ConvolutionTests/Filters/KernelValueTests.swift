// KernelValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Kernels worked by hand, and what they do to pictures.
@Suite("Kernels by hand")
struct KernelValueTests {
  @Test("Small kernels")
  func small() throws {
    #expect(try Kernel<Float>.identity() == [[1]])
    #expect(try Kernel<Double>.identity(size: [1, 3]) == [[0, 1, 0]])
    #expect(try Kernel<Float>.sobel(dx: 1) == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    #expect(try Kernel<Float>.sobel(dy: 1) == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    #expect(try Kernel<Float>.sobel(dx: 1, size: 1) == [[-1, 0, 1]])
    #expect(try Kernel<Float>.sobel(dy: 2, size: 1, scale: 0.5) == [[0.5], [-1], [0.5]])
    #expect(try Kernel<Float>.prewitt(dx: 1) == [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    #expect(try Kernel<Float>.scharr(dy: 1, scale: 2) == [[-6, -20, -6], [0, 0, 0], [6, 20, 6]])
    #expect(try Kernel<Float>.laplacian() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    #expect(
      try Kernel<Float>.laplacian(size: 3, scale: -0.5) == [[-1, 0, -1], [0, 4, 0], [-1, 0, -1]])
    #expect(try Kernel<Double>.box(size: [2, 4]) == Tensor(shape: [2, 4], repeating: 0.125))
    #expect(try Kernel<Float>.box(size: [1, 2], isNormalized: false) == [[1, 1]])
    #expect(
      try Kernel<Float>.gaussian(size: 3)
        == [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]])
    #expect(try Kernel<Float>.gaussian(size: [1, 3]) == [[0.25, 0.5, 0.25]])
    #expect(try Kernel<Float>.sharpen() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    #expect(
      try Kernel<Float>.sharpen(amount: 0.5) == [[0, -0.5, 0], [-0.5, 3, -0.5], [0, -0.5, 0]])
    #expect(try Kernel<Float>.emboss() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])
    #expect(
      try Kernel<Float>.unsharp(amount: 2, size: 3)
        == [[-0.125, -0.25, -0.125], [-0.25, 2.5, -0.25], [-0.125, -0.25, -0.125]])
  }

  @Test("Motion blur: a box across and down, shares of pixels elsewhere")
  func motionBlur() throws {
    #expect(try Kernel<Double>.motionBlur(length: 1, angle: 1) == [[1]])
    #expect(
      try Kernel<Double>.motionBlur(length: 5) == Tensor(shape: [1, 5], repeating: 0.2))
    #expect(
      try Kernel<Double>.motionBlur(length: 3, angle: -.pi / 2)
        == Tensor(shape: [3, 1], repeating: 1 / 3.0))
    // Half a pixel of the outermost two.
    #expect(
      try Kernel<Double>.motionBlur(length: 4, angle: .pi) == [[0.125, 0.25, 0.25, 0.25, 0.125]])
    // The middle and its diagonal neighbors lie on the line, which ends 1 from the middle: the
    // neighbors are sqrt 2 - 1 beyond; the others are sqrt(1/2) aside of it.
    let diagonal = try Kernel<Double>.motionBlur(length: 3, angle: .pi / 4)
    let (near, aside) = (2 - 2.0.squareRoot(), 1 - 0.5.squareRoot())
    let sum = 1 + 2 * near + 4 * aside
    let expected: Tensor<Double> = [
      [0, aside / sum, near / sum], [aside / sum, 1 / sum, aside / sum],
      [near / sum, aside / sum, 0],
    ]
    #expect(try diagonal.largestDifference(from: expected) < 1e-15)
  }

  @Test("Sums: 1 for what keeps brightness, 0 for what finds edges")
  func sums() throws {
    for kernel in [
      try Kernel<Double>.gaussian(sigma: 5), try Kernel<Double>.box(size: [3, 7]),
      try Kernel<Double>.motionBlur(length: 12.3, angle: 0.3),
      try Kernel<Double>.sharpen(amount: 3),
      try Kernel<Double>.unsharp(sigma: 2), try Kernel<Double>.emboss(amount: 0.7),
      // A bell much narrower than a pixel, and much wider than the kernel.
      try Kernel<Double>.gaussian(sigma: 1e-300, size: 4),
      try Kernel<Double>.gaussian(
        sigma: 1e300, size: 5),
    ] {
      #expect(abs(kernel.sum() - 1) < 1e-14, "\(kernel)")
    }
    for kernel in [
      try Kernel<Double>.sobel(dx: 2, dy: 1, size: 7), try Kernel<Double>.laplacian(size: 9),
      try Kernel<Double>.laplacianOfGaussian(sigma: 3),
    ] {
      #expect(abs(kernel.sum()) < 1e-14 * Double(kernel.count), "\(kernel)")
    }
  }

  /// A ramp has a known slope; derivatives are positive to the right and downward.
  @Test("Slopes")
  func slopes() throws {
    let ramp = try Tensor<Double>(
      shape: [9, 9], elements: (0..<81).map { Double(3 * ($0 % 9) + 5 * ($0 / 9)) })
    for (kernel, slope) in [
      (try Kernel<Double>.sobel(dx: 1, scale: 0.125), 3), (try Kernel<Double>.sobel(dy: 1), 40),
      (try Kernel<Double>.sobel(dx: 1, size: 1), 6), (try Kernel<Double>.scharr(dx: 1), 96),
      (try Kernel<Double>.prewitt(dy: 1), 30), (try Kernel<Double>.laplacian(size: 5), 0),
    ] {
      let output = try correlate2D(ramp, kernel)
      #expect(output.elements.allSatisfy { $0 == slope }, "\(kernel): \(output)")
    }
  }
}
