// ImageGradientTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Gradients of pictures")
struct ImageGradientTests {
  private static let ways: [(name: String, kernels: GradientKernels)] = [
    ("sobel 3", .sobel()), ("sobel 5", .sobel(size: 5)), ("sobel 1", .sobel(size: 1)),
    ("scharr", .scharr),
  ]

  @Test("OpenCV's, of a picture of three channels", arguments: 0..<ways.count)
  func openCV(index: Int) throws {
    let (name, kernels) = Self.ways[index]
    let table = try #require(
      try ConformanceVector.all(in: "Filters").first { $0.name == "gradient" })
    let gradient = try imageGradient(table.tensor("picture", as: Double.self), by: kernels)
    // The derivatives are whole numbers.
    #expect(try gradient.across == table.tensor(name + " across"))
    #expect(try gradient.down == table.tensor(name + " down"))
    let magnitude: Tensor<Double> = try table.tensor(name + " magnitude")
    let largest = magnitude.elements.max() ?? 0
    #expect(try gradient.magnitude().largestDifference(from: magnitude) <= 0x1p-51 * largest)
    let direction: Tensor<Double> = try table.tensor(name + " direction")
    #expect(try gradient.direction().largestDifference(from: direction) <= 0x1p-50)
  }

  @Test("Directions: 0 to the right, a quarter turn downward")
  func directions() throws {
    let slope = try Tensor<Float>(shape: [5, 5], elements: (0..<25).map { Float($0 % 5) })
    #expect(try imageGradient(slope, by: .prewitt).across[2, 2] == 6)
    #expect(try imageGradient(slope).direction()[2, 2] == 0)
    #expect(try imageGradient(slope.transposed()).direction()[2, 2] == .pi / 2)
    #expect(try imageGradient(slope.map { -$0 }).direction()[2, 2] == .pi)
    #expect(try imageGradient(slope.transposed().map { -$0 }).direction()[2, 2] == -.pi / 2)
    #expect(try imageGradient(slope).magnitude()[2, 2] == 8)
    // Mirrored at its edge, a picture has no slope across it.
    #expect(try imageGradient(slope).across[2, 0] == 0)
    #expect(try imageGradient(slope, border: .zeros).across[2, 4] == -12)
  }

  @Test("A picture has two axes, after channels and batch")
  func rank() throws {
    let error = ConvolutionError.rankMismatch(
      name: "image",
      expected: "[height, width], [channels, height, width] or [batch, channels, height, width]",
      shape: [4])
    expectError(.exactly(error), "imageGradient") { () throws(ConvolutionError) in
      _ = try imageGradient(Tensor<Float>(shape: [4], repeating: 1))
    }
  }
}
