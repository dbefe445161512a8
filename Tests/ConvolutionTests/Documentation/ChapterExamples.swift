// ChapterExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of "Convolutions for images".
@Suite("Examples: the chapter")
struct ChapterExamples: Printing {
  let transcript = Transcript()

  struct HandmadeLayer {
    var weight: Tensor<Float>
    var bias: Float = 0

    func callAsFunction(_ image: Tensor<Float>) throws -> Tensor<Float> {
      try corr2D(image, weight).map { $0 + bias }
    }
  }

  @Test func page() throws {
    let x: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let k: Tensor<Float> = [[0, 1], [2, 3]]
    print(try corr2D(x, k))
    #expect(try corr2D(x, k) == [[19, 25], [37, 43]])

    let y = try correlate2D(x, k)
    #expect(y == [[19, 25], [37, 43]])

    let handmade = HandmadeLayer(weight: [[0, 1], [2, 3]], bias: 0.5)
    print(try handmade(x))

    let conv = try Conv2D<Float>(weight: [[[[0, 1], [2, 3]]]], bias: [0.5])
    let batch = try x.reshaped(to: [1, 1, 3, 3])
    print(try conv(batch).shape)
    #expect(try conv(batch) == [[[[19.5, 25.5], [37.5, 43.5]]]])

    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0
    print(image)

    let kernel: Tensor<Float> = [[1, -1]]
    let edges = try correlate2D(image, kernel)
    print(edges)

    print(try correlate2D(image.transposed(), kernel))

    print(try correlate2D(image.transposed(), kernel.transposed()).shape)

    var generator = SplitMix64(seed: 1)
    var layer = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: [1, 2], bias: false, using: &generator)
    let input = try image.reshaped(to: [1, 1, 6, 8])
    let target = try edges.reshaped(to: [1, 1, 6, 7])
    for epoch in 1...10 {
      let error = try SquaredError(prediction: layer(input), target: target)
      let gradients = try layer.gradients(input: input, outputGradient: error.gradient)
      try layer.descend(along: gradients, learningRate: 0.03)
      if epoch.isMultiple(of: 2) {
        print("epoch \(epoch), loss \((error.loss * 1000).rounded() / 1000)")
      }
    }
    print(layer.weight)
    #expect(try layer.weight.largestDifference(from: [[[[1, -1]]]]) < 0.1)

    let fit = try KernelFit.solve(input: image, output: edges, kernelSize: [1, 2])
    print(fit.determination)
    #expect(try fit.kernel.largestDifference(from: [[1, -1]]) < 1e-6)

    let product = try convolve2D([[1, 2]] as Tensor<Float>, [[3, 4]], padding: .full)
    print(product)

    var point = try Tensor<Float>.zeros([5, 5])
    point[2, 2] = 1
    print(try convolve2D(point, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    print(try correlate2D(point, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]))

    let soft = try correlate2D(image, Tensor(shape: [3, 3], repeating: 1 / 9))
    #expect(soft.shape == [4, 6])

    #expect(try transcript.isPrinted(on: "ConvolutionsForImages.md"))
  }
}

func corr2D(_ image: Tensor<Float>, _ kernel: Tensor<Float>) throws -> Tensor<Float> {
  let (h, w) = (kernel.shape[0], kernel.shape[1])
  var output = try Tensor<Float>.zeros([image.shape[0] - h + 1, image.shape[1] - w + 1])
  for i in 0..<output.shape[0] {
    for j in 0..<output.shape[1] {
      let window = image[i..<i + h, j..<j + w]
      output[i, j] = Float(try window.combined(with: kernel, *).sum())
    }
  }
  return output
}
