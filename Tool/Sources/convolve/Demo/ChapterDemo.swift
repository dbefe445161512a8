// ChapterDemo.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// The chapter's steps, on the chapter's numbers.
struct ChapterDemo {
  let seed: UInt64

  func run() throws {
    try slideTheKernel()
    try applyALayer()
    let (image, edges) = try findEdges()
    try learnTheKernel(image: image, edges: edges)
    try flipTheKernel()
  }

  private func slideTheKernel() throws {
    Text.heading("1. Slide a kernel over an image, multiply, and sum")
    let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let kernel: Tensor<Float> = [[0, 1], [2, 3]]
    Text.show("image", image)
    Text.show("kernel", kernel)
    Text.show("correlate2D(image, kernel)", try correlate2D(image, kernel))
    print("The first element is 0*0 + 1*1 + 3*2 + 4*3 = 19.")
  }

  private func applyALayer() throws {
    Text.heading("2. A layer: a weight and a bias")
    let layer = try Conv2D<Float>(weight: [[[[0, 1], [2, 3]]]], bias: [0.5])
    let image: Tensor<Float> = [[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]]
    let output = try layer(image)
    print("Conv2D(weight: [[0, 1], [2, 3]], bias: [0.5]), 1 channel to 1 channel")
    print("takes \(image.shape) and gives \(output.shape), the sums of step 1 plus 0.5:")
    print(try output.reshaped(to: [2, 2]))
  }

  private func findEdges() throws -> (image: Tensor<Float>, edges: Tensor<Float>) {
    Text.heading("3. Find the edges of an object")
    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0
    let kernel: Tensor<Float> = [[1, -1]]
    let edges = try correlate2D(image, kernel)
    Text.show("image, white with a black band", image)
    Text.show("kernel", kernel)
    Text.show(
      "correlate2D(image, kernel): 1 where white turns black, -1 where black turns white", edges)
    Text.show(
      "correlate2D(image.transposed(), kernel): this kernel sees vertical edges only",
      try correlate2D(image.transposed(), kernel))
    return (image, edges)
  }

  private func learnTheKernel(image: Tensor<Float>, edges: Tensor<Float>) throws {
    Text.heading("4. Learn the kernel from the image and its edges")
    var generator = SplitMix64(seed: seed)
    let start = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: [1, 2], bias: false, using: &generator)
    print("A layer with a random 1x2 weight (seed \(seed)): \(Text.row(start.weight))")
    print("Ten steps of gradient descent at a learning rate of 3e-2:")
    let layer = try KernelDescent(
      layer: start, input: image.reshaped(to: [1, 1, 6, 8]),
      target: edges.reshaped(to: [1, 1, 6, 7]), learningRate: 3e-2
    ).run(steps: 10) { step, loss, _ in
      if step.isMultiple(of: 2) {
        print("  epoch \(step), loss " + String(format: "%.3f", loss))
      }
    }
    let distance = try layer.weight.largestDifference(from: [[[[1, -1]]]])
    print(
      "learned \(Text.row(layer.weight)), within " + String(format: "%.3f", distance)
        + " of [1, -1]")
  }

  private func flipTheKernel() throws {
    Text.heading("5. The three meanings of the word")
    print("Mathematics: the convolution of sequences, which is the product of polynomials.")
    Text.show(
      "(1 + 2x) (3 + 4x) as convolve2D([[1, 2]], [[3, 4]], padding: .full): 3 + 10x + 8x²",
      try convolve2D([[1, 2]] as Tensor<Float>, [[3, 4]], padding: .full))
    print("Its kernel is flipped. A picture of a single 1 makes that visible:")
    var point = try Tensor<Float>.zeros([5, 5])
    point[2, 2] = 1
    let kernel: Tensor<Float> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    Text.show("convolve2D(point, kernel) gives the kernel as it is", try convolve2D(point, kernel))
    Text.show("correlate2D(point, kernel) gives it turned around", try correlate2D(point, kernel))
    print("Image processing: the kernel is designed, as the edge detector of step 3 is; what")
    print("filters compute is mostly the correlation, and is called convolution all the same.")
    print("Neural networks: the kernel is learned, as in step 4. Flipping it would only make the")
    print("layer learn the flipped one, so no library does, and the name has stayed.")
  }
}
