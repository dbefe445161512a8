// OpenCVTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: OpenCV")
struct OpenCVTests {
  private static let borders: [String: Border] = [
    "constant": .zeros, "replicate": .replicate, "reflect": .symmetric, "reflect101": .reflect,
  ]

  @Test("filter2D", arguments: try ConformanceVector.all("opencv", operation: "filter2D"))
  func filter2D(_ vector: ConformanceVector) throws {
    try check(vector, kernel: vector.tensor("weight"))
  }

  @Test("Sobel", arguments: try ConformanceVector.all("opencv", operation: "Sobel"))
  func sobel(_ vector: ConformanceVector) throws {
    let orders = try ["dx", "dy", "ksize"].map { try #require(try vector.numbers($0)?.first) }
    try check(vector, kernel: Kernel.sobel(dx: orders[0], dy: orders[1], size: orders[2]))
  }

  @Test("Laplacian", arguments: try ConformanceVector.all("opencv", operation: "Laplacian"))
  func laplacian(_ vector: ConformanceVector) throws {
    let size = try #require(try vector.numbers("ksize")?.first)
    try check(vector, kernel: Kernel.laplacian(size: size))
  }

  @Test("blur", arguments: try ConformanceVector.all("opencv", operation: "blur"))
  func blur(_ vector: ConformanceVector) throws {
    let size = try #require(try vector.numbers("ksize")?.first)
    try check(vector, kernel: Kernel.box(size: Size2D(height: size, width: size)))
  }

  @Test("GaussianBlur", arguments: try ConformanceVector.all("opencv", operation: "GaussianBlur"))
  func gaussianBlur(_ vector: ConformanceVector) throws {
    let size = try #require(try vector.numbers("ksize")?.first)
    let sigma = try #require(Double(vector.attribute("sigma")))
    try check(
      vector, kernel: Kernel.gaussian(sigma: sigma, size: Size2D(height: size, width: size)))
  }

  @Test(
    "There are vectors",
    arguments: [("filter2D", 16), ("Sobel", 2), ("Laplacian", 1), ("blur", 1), ("GaussianBlur", 3)])
  func count(_ operation: String, _ count: Int) throws {
    #expect(try ConformanceVector.all("opencv", operation: operation).count == count)
  }

  private func check(_ vector: ConformanceVector, kernel: Tensor<Float>) throws {
    try expectConforming(
      vector.tensor("input"), kernel, padding: .same,
      border: #require(Self.borders[vector.attribute("boundary")]), in: vector)
  }
}
