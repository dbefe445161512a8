// OpenCVTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
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
    let horizontal: Tensor<Float> = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    let isHorizontal = try vector.attribute("dx") == "1"
    try check(vector, kernel: isHorizontal ? horizontal : horizontal.transposed())
  }

  @Test("Laplacian", arguments: try ConformanceVector.all("opencv", operation: "Laplacian"))
  func laplacian(_ vector: ConformanceVector) throws {
    try check(vector, kernel: [[0, 1, 0], [1, -4, 1], [0, 1, 0]])
  }

  @Test("blur", arguments: try ConformanceVector.all("opencv", operation: "blur"))
  func blur(_ vector: ConformanceVector) throws {
    let size = try #require(try vector.numbers("ksize")?.first)
    try check(vector, kernel: Tensor(shape: [size, size], repeating: 1 / Float(size * size)))
  }

  @Test("GaussianBlur", arguments: try ConformanceVector.all("opencv", operation: "GaussianBlur"))
  func gaussianBlur(_ vector: ConformanceVector) throws {
    let size = try #require(try vector.numbers("ksize")?.first)
    let sigma = try #require(Double(vector.attribute("sigma")))
    let bell = (0..<size).map { exp(-pow(Double($0 - size / 2) / sigma, 2) / 2) }
    let sum = bell.reduce(0, +)
    let elements = bell.flatMap { column in
      bell.map { Float(column / sum * ($0 / sum)) }
    }
    try check(vector, kernel: Tensor(shape: [size, size], elements: elements))
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
