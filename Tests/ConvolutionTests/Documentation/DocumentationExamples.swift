// DocumentationExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of the documentation of symbols, and what its comments say of it.
@Suite("Examples of symbols")
struct DocumentationExamples {
  @Test("Tensor")
  func tensor() throws {
    let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    #expect(image.shape == [3, 3])
    #expect(image[1, 2] == 5)

    var band = try Tensor<Float>.ones([6, 8])
    band[0..., 2..<6] = 0
    #expect(band[0...0, 0...] == [[1, 1, 0, 0, 0, 0, 1, 1]])
    #expect(band.sum() == 24)
  }

  @Test("Tensor, subscript of ranges")
  func block() throws {
    var x = try Tensor<Float>.ones([6, 8])
    x[0..., 2..<6] = 0
    let middle = x[1...2, 3..<5]
    #expect(middle.shape == [2, 2])
    #expect(middle == [[0, 0], [0, 0]])
  }

  @Test("Tensor, description")
  func description() {
    let matrix: Tensor<Float> = [[19, 25], [37, 43]]
    #expect(
      matrix.description == """
        [[19, 25],
         [37, 43]]
        """)
  }

  @Test("correlate2D")
  func correlation() throws {
    let y = try correlate2D(
      [[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[0, 1], [2, 3]] as Tensor<Float>)
    #expect(y == [[19, 25], [37, 43]])
  }

  @Test("Conv2D")
  func layer() throws {
    let batch = try Tensor<Float>.ones([2, 3, 32, 32])
    var generator = SplitMix64(seed: 1)
    let layer = try Conv2D<Float>(
      inputChannels: 3, outputChannels: 64, kernelSize: 3, stride: 2, padding: 1,
      using: &generator)
    let output = try layer(batch)
    #expect(output.shape == [2, 64, 16, 16])
  }

  @Test("convTranspose2D")
  func transposed() throws {
    let input: Tensor<Float> = [[[[1, 2], [3, 4]]]]
    let y = try convTranspose2D(input, weight: [[[[1, 10], [100, 1000]]]], stride: 2)
    #expect(
      y == [[[[1, 10, 2, 20], [100, 1000, 200, 2000], [3, 30, 4, 40], [300, 3000, 400, 4000]]]])
  }

  @Test("ConvTranspose2D")
  func transposedLayer() throws {
    let batch = try Tensor<Float>.ones([2, 64, 7, 9])
    var generator = SplitMix64(seed: 1)
    let layer = try ConvTranspose2D<Float>(
      inputChannels: 64, outputChannels: 3, kernelSize: 4, stride: 2, padding: 1,
      using: &generator)
    let output = try layer(batch)
    #expect(output.shape == [2, 3, 14, 18])
  }

  @Test("Conv1D")
  func rowLayer() throws {
    let sequences = try Tensor<Float>.ones([2, 16, 40])
    var generator = SplitMix64(seed: 1)
    let layer = try Conv1D<Float>(
      inputChannels: 16, outputChannels: 32, kernelLength: 5, padding: 2, using: &generator)
    let output = try layer(sequences)
    #expect(output.shape == [2, 32, 40])
  }

  @Test("KernelFit")
  func kernelFit() throws {
    var generator = SplitMix64(seed: 1)
    let before = try Tensor<Float>.random([40, 50], using: &generator)
    let after = try correlate2D(before, Tensor(shape: [7, 7], repeating: 1))
    let fit = try KernelFit.solve(input: before, output: after, kernelSize: [7, 7])
    #expect(fit.kernel.shape == [7, 7])
    #expect("\(fit)".contains("the data determine the kernel"))

    let photos = [(before, try correlate2D(before, [[1, 2], [3, 4]], padding: .same))]
    var pairs = try KernelFit<Float>.Accumulator(kernelSize: 2, padding: .same)
    for (before, after) in photos { try pairs.add(input: before, output: after) }
    #expect(try pairs.solve().kernel.largestDifference(from: [[1, 2], [3, 4]]) < 1e-5)
  }
}
