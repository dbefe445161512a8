// KernelTableTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Kernels as OpenCV, SciPy and scikit-image make them; see the README beside the files.
@Suite("Kernels of other libraries")
struct KernelTableTests {
  /// The tensors of the table whose name starts so, with the numbers that follow.
  private func entries(
    _ name: String
  ) throws -> [(label: String, numbers: [Double], kernel: Tensor<Double>)] {
    let table = try #require(
      try ConformanceVector.all(in: "Filters").first { $0.name == "kernels" })
    let entries = try table.contents.tensors.keys.filter { $0.hasPrefix(name + " ") }.sorted().map {
      label in
      (
        label, try label.split(separator: " ").dropFirst().map { try #require(Double($0)) },
        try table.tensor(label, as: Double.self)
      )
    }
    try #require(!entries.isEmpty)
    return entries
  }

  /// Whole numbers are exact; others are within some roundings of the largest element.
  private func expect(
    _ kernel: Tensor<Double>, _ single: Tensor<Float>, _ expected: Tensor<Double>, _ label: String,
    tolerance: Double = 0
  ) throws {
    try #require(kernel.shape == expected.shape, "\(label)")
    let largest = expected.elements.map(abs).max() ?? 0
    #expect(largest > 0)
    let difference = try kernel.largestDifference(from: expected)
    #expect(difference <= tolerance * largest, "\(label): \(kernel)")
    // The elements in single precision are the ones in double precision, rounded.
    #expect(single == Tensor<Float>(kernel), "\(label)")
  }

  @Test("Sobel")
  func sobel() throws {
    for (label, numbers, expected) in try entries("sobel") {
      let (dx, dy, size) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
      try expect(
        Kernel.sobel(dx: dx, dy: dy, size: size), Kernel.sobel(dx: dx, dy: dy, size: size),
        expected,
        label)
    }
  }

  @Test("Scharr and Prewitt")
  func firstDerivatives() throws {
    for (label, numbers, expected) in try entries("scharr") {
      let (dx, dy) = (Int(numbers[0]), Int(numbers[1]))
      try expect(Kernel.scharr(dx: dx, dy: dy), Kernel.scharr(dx: dx, dy: dy), expected, label)
    }
    for (label, numbers, expected) in try entries("prewitt") {
      let (dx, dy) = (Int(numbers[0]), Int(numbers[1]))
      try expect(
        Kernel.prewitt(dx: dx, dy: dy), Kernel.prewitt(dx: dx, dy: dy), expected, label,
        tolerance: 1e-15)
    }
  }

  @Test("Laplacian")
  func laplacian() throws {
    for (label, numbers, expected) in try entries("laplacian") {
      let size = Int(numbers[0])
      try expect(Kernel.laplacian(size: size), Kernel.laplacian(size: size), expected, label)
    }
  }

  @Test("Gaussian, of a sigma and of the size's own")
  func gaussian() throws {
    for (label, numbers, expected) in try entries("gaussian") {
      let sigma = numbers[0] == 0 ? nil : numbers[0]
      let size = Size2D(height: Int(numbers[1]), width: Int(numbers[1]))
      // Two exponentials and the sum: some units in the last place of the largest element.
      try expect(
        Kernel.gaussian(sigma: sigma, size: size), Kernel.gaussian(sigma: sigma, size: size),
        expected, label, tolerance: 2e-15)
    }
  }

  @Test("The size of a Gaussian without one given")
  func gaussianSize() throws {
    let table = try #require(
      try ConformanceVector.all(in: "Filters").first { $0.name == "gaussian_sizes" })
    for label in table.contents.tensors.keys.sorted() {
      let sigma = try #require(Double(label))
      let side = try Int(table.tensor(label, as: Double.self)[0])
      #expect(try Kernel<Float>.gaussian(sigma: sigma).shape == [side, side], "sigma \(label)")
    }
    #expect(table.contents.tensors.count == 9)
  }

  @Test("Gabor")
  func gabor() throws {
    for (label, numbers, expected) in try entries("gabor") {
      let size: Size2D? =
        numbers[5] == 0 ? nil : Size2D(height: Int(numbers[6]), width: Int(numbers[5]))
      func kernel<Scalar>() throws -> Tensor<Scalar> {
        try Kernel.gabor(
          sigma: numbers[0], angle: numbers[1], wavelength: numbers[2], aspectRatio: numbers[3],
          phase: numbers[4], size: size)
      }
      try expect(kernel(), kernel(), expected, label, tolerance: 4e-15)
    }
  }

  @Test("Laplacian of a Gaussian")
  func laplacianOfGaussian() throws {
    for (label, numbers, expected) in try entries("laplacianOfGaussian") {
      let size = Size2D(height: Int(numbers[1]), width: Int(numbers[1]))
      try expect(
        Kernel.laplacianOfGaussian(sigma: numbers[0], size: size),
        Kernel.laplacianOfGaussian(sigma: numbers[0], size: size), expected, label, tolerance: 1e-14
      )
    }
  }

  @Test("Unsharp mask")
  func unsharp() throws {
    for (label, numbers, expected) in try entries("unsharp") {
      let size = Size2D(height: Int(numbers[2]), width: Int(numbers[2]))
      try expect(
        Kernel.unsharp(amount: numbers[0], sigma: numbers[1], size: size),
        Kernel.unsharp(amount: numbers[0], sigma: numbers[1], size: size), expected, label,
        tolerance: 2e-15)
    }
  }
}
