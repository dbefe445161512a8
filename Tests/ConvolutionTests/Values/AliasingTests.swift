// AliasingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Tensors that share memory, or did.
@Suite("Views and aliases")
struct AliasingTests {
  /// A transposed tensor has its elements in order, as any other: there are no strided views to get
  /// wrong (pytorch#1246, #55781, candle#3735).
  @Test("#58 Transposed operands")
  func transposed() throws {
    let image: Tensor<Float> = [[0, 1, 2, 3], [4, 5, 6, 7]]
    let kernel: Tensor<Float> = [[1, 2], [3, 4]]
    let output = try correlate2D(image, kernel)
    #expect(output == [[34, 44, 54]])
    #expect(try correlate2D(image.transposed(), kernel.transposed()) == output.transposed())
    #expect(
      try correlate2D(image.transposed().transposed(axes: [1, 0]), kernel) == output)
  }

  /// The input shares its memory with the output until the first write, which copies it.
  @Test("#59 An output that is the input")
  func inPlace() throws {
    let image: Tensor<Float> = [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]
    let weight: Tensor<Float> = [[[[0, 0, 0], [1, 0, 0], [0, 0, 0]]]]
    let geometry = try ConvolutionGeometry(
      inputShape: image.shape, weightShape: weight.shape, padding: .same)
    var output = image
    try conv2D(output, weight: weight, geometry: geometry, into: &output)
    #expect(output == [[[[0, 1, 2], [0, 4, 5], [0, 7, 8]]]])
    #expect(image == [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]])
  }

  @Test("A copy of the output keeps what it held")
  func sharedOutput() throws {
    let pixel: Tensor<Float> = [[[[2]]]]
    let geometry = try ConvolutionGeometry(inputShape: [1, 1, 1, 1], weightShape: [1, 1, 1, 1])
    var output = try Tensor<Float>(shape: [1, 1, 1, 1], repeating: 7)
    let copy = output
    try conv2D(pixel, weight: pixel, geometry: geometry, into: &output)
    #expect(output == [[[[4]]]])
    #expect(copy == [[[[7]]]])
  }
}
