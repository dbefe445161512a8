// NeighborExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// The code of "Coming from PyTorch" and "Coming from OpenCV".
@Suite("Examples: neighbors")
struct NeighborExamples {
  @Test func pyTorch() throws {
    let images = try Tensor<Float>.ones([2, 3, 32, 32])
    var layer = try Conv2D<Float>(
      inputChannels: 3, outputChannels: 64, kernelSize: 3, stride: 2, padding: 1)
    let output = try layer(images)
    #expect(output.shape == [2, 64, 16, 16])

    let target = try Tensor<Float>.zeros(output.shape)
    var optimizer = try Adam<Float>(learningRate: 1e-3)
    let error = try SquaredError(prediction: layer(images), target: target)
    let gradients = try layer.gradients(input: images, outputGradient: error.gradient)
    try optimizer.update(&layer, along: gradients, key: "conv1")
    let smaller = try SquaredError(prediction: layer(images), target: target)
    #expect(smaller.loss < error.loss)
  }

  @Test func openCV() throws {
    let image: Tensor<Float> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    let kernel: Tensor<Float> = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    let sharp = try correlate2D(image, kernel, padding: .same, border: .reflect)
    // OpenCV 5.0.0, filter2D(image, CV_32F, kernel).
    #expect(sharp == [[-7, -4, -1], [2, 5, 8], [11, 14, 17]])

    let even = try correlate2D(
      image, [[1, 10], [100, 1000]], padding: .sameLower, border: .reflect)
    #expect(
      even
        == [[1245, 2154, 3265], [4512, 5421, 6532], [7845, 8754, 9865]])
  }

  @Test func filtering() throws {
    var generator = SplitMix64(seed: 1)
    let gray = try Tensor<Float>.random([40, 60], using: &generator)
    let photo = try Tensor<Float>.random([3, 40, 60], using: &generator)

    let blurred = try correlate2D(
      gray, Kernel.gaussian(sigma: 2), padding: .same, border: .reflect)
    #expect(blurred.shape == gray.shape)

    let sharp = try correlate2D(photo, Kernel.sharpen(), padding: .same, border: .reflect)
    #expect(sharp.shape == photo.shape)

    let edges = try imageGradient(gray, by: .sobel())
    let strength = edges.magnitude()
    #expect(strength.shape == gray.shape)
    #expect(edges.direction().shape == gray.shape)

    let relief: Tensor<Float> = [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    let embossed = try correlate2D(gray, relief, padding: .same, border: .reflect)
    let named = try correlate2D(gray, Kernel.emboss(), padding: .same, border: .reflect)
    #expect(embossed == named)

    let small = try correlate2D(
      gray, Kernel.gaussian(sigma: 1), stride: 2, padding: .same, border: .reflect)
    #expect(small.shape == [20, 30])
  }
}
