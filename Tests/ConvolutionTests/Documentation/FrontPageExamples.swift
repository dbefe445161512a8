// FrontPageExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of the README and of the documentation's front page.
@Suite("Examples: front pages")
struct FrontPageExamples: Printing {
  let transcript = Transcript()

  @Test func documentation() throws {
    let batch = try Tensor<Float>.ones([2, 3, 8, 8])

    let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let y = try correlate2D(image, [[0, 1], [2, 3]])  // [[19, 25], [37, 43]]
    let z = try convolve2D(image, [[0, 1], [2, 3]], padding: .same, border: .reflect)

    let layer = try Conv2D<Float>(inputChannels: 3, outputChannels: 64, kernelSize: 3, padding: 1)
    let output = try layer(batch)

    #expect(y == [[19, 25], [37, 43]])
    #expect(z == [[19, 17, 23], [7, 5, 11], [25, 23, 29]])
    #expect(output.shape == [2, 64, 8, 8])
  }

  @Test func readme() throws {
    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0  // white with a black band
    let edges = try correlate2D(image, [[1, -1]])  // [[0, 1, 0, 0, 0, -1, 0], ...

    var layer = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: [1, 2], bias: false)
    let (x, y) = (try image.reshaped(to: [1, 1, 6, 8]), try edges.reshaped(to: [1, 1, 6, 7]))
    for _ in 1...10 {
      let error = try SquaredError(prediction: layer(x), target: y)
      let gradients = try layer.gradients(input: x, outputGradient: error.gradient)
      try layer.descend(along: gradients, learningRate: 0.03)
    }
    print(layer.weight)  // nearly [[[[1, -1]]]]

    #expect(edges[0...0, 0...] == [[0, 1, 0, 0, 0, -1, 0]])
    // From wherever the layer starts, ten steps end within 0.09: see `TextbookChapter`.
    #expect(try layer.weight.largestDifference(from: [[[[1, -1]]]]) < 0.1)
  }

  @Test func learning() throws {
    var generator = SplitMix64(seed: 1)
    let before = try Tensor<Float>.random([40, 50], using: &generator)
    let after = try correlate2D(before, Tensor(shape: [7, 7], repeating: 1))

    let fit = try KernelFit.solve(input: before, output: after, kernelSize: [7, 7])
    print(fit.kernel)  // [7, 7]
    print(fit)  // residual, rank, condition number, and whether the pictures determine it

    #expect(fit.kernel.shape == [7, 7])
  }
}
