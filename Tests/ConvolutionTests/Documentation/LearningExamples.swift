// LearningExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of "Learning kernels".
@Suite("Examples: learning")
struct LearningExamples: Printing {
  let transcript = Transcript()

  @Test func page() throws {
    var generator = SplitMix64(seed: 1)
    let before = try Tensor<Float>.random([64, 64], using: &generator)
    let kernel: Tensor<Float> = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    let after = try correlate2D(before, kernel)

    let fit = try KernelFit.solve(input: before, output: after, kernelSize: 3)
    print(fit.kernel.map { ($0 * 1000).rounded() / 1000 })
    print(fit.determination)
    #expect(fit.rank == 9)

    let flat = try Tensor<Float>.ones([64, 64])
    let guess = try KernelFit.solve(
      input: flat, output: Tensor(shape: [62, 62], repeating: 9), kernelSize: 3)
    print(guess.kernel.map { ($0 * 1000).rounded() / 1000 })
    print(guess.determination)

    var pairs = try KernelFit<Float>.Accumulator(kernelSize: 3)
    for _ in 1...4 {
      let photo = try Tensor<Float>.random([32, 32], using: &generator)
      try pairs.add(input: photo, output: correlate2D(photo, kernel))
    }
    print(try pairs.solve().kernel.map { ($0 * 1000).rounded() / 1000 })

    var layer = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: 3, bias: false, using: &generator)
    let input = try before.reshaped(to: [1, 1, 64, 64])
    let target = try after.reshaped(to: [1, 1, 62, 62])
    let rate = try LearningRate.automatic(for: layer, input: input)
    var optimizer = try SGD<Float>(learningRate: rate)
    try Training.run(steps: 200) { _ throws(ConvolutionError) in
      let error = try SquaredError(prediction: layer(input), target: target)
      let gradients = try layer.gradients(input: input, outputGradient: error.gradient)
      try optimizer.update(&layer, along: gradients, key: "layer")
      return error.loss
    }
    print(try layer.weight.reshaped(to: [3, 3]).map { ($0 * 100).rounded() / 100 })

    #expect(try transcript.isPrinted(on: "LearningKernels.md"))
  }
}
