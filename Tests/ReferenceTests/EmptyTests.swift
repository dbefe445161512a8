// EmptyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("Nothing to convolve")
struct EmptyTests {
  private let none: [Double] = []

  @Test(arguments: Geometry.borders)
  func emptyBatch(_ border: ReferenceBorder) {
    let problem = Geometry(
      batch: 0, channels: 2, image: 4, filters: 3, kernel: 2, padding: 1,
      border: border
    ).reference
    let weight = Array(repeating: 1.0, count: 24)
    #expect(problem.outputCount == 0)
    #expect(problem.multiplyAdds == 0)
    #expect(problem.output(input: none, weight: weight) == [])
    #expect(problem.inputGradient(weight: weight, outputGradient: none) == [])
    #expect(
      problem.weightGradient(input: none, outputGradient: none)
        == Array(repeating: 0, count: 24))
    #expect(problem.biasGradient(outputGradient: none) == [0, 0, 0])
  }

  /// The windows stand on the padding alone: 5·(1 + 2 + 3 + 4) = 50.
  @Test(arguments: [Size(0, 3), Size(3, 0), Size(0, 0)])
  func imageWithoutPixels(_ image: Size) {
    let problem = Geometry(
      image: image, kernel: 2,
      padding: Sides(0, 0, 3 - image.height, 3 - image.width),
      border: .constant(5)
    ).reference
    #expect(
      problem.output(input: none, weight: [1, 2, 3, 4]) == [50, 50, 50, 50])
    #expect(
      problem.inputGradient(
        weight: [1, 2, 3, 4], outputGradient: [1, 1, 1, 1]) == [])
    #expect(
      problem.weightGradient(input: none, outputGradient: [1, 2, 3, 4])
        == [50, 50, 50, 50])
  }

  /// An unpadded axis without pixels is as empty under every border.
  @Test(arguments: Geometry.borders)
  func emptyAxisWithoutPadding(_ border: ReferenceBorder) {
    let problem = Geometry(
      image: Size(0, 3), kernel: 1, padding: Sides(0, 1, 0, 1), border: border
    ).reference
    #expect(problem.outputHeight == 0)
    #expect(problem.outputWidth == 5)
    #expect(problem.output(input: none, weight: [1]) == [])
  }

  @Test(arguments: Geometry.borders)
  func kernelThatDoesNotFit(_ border: ReferenceBorder) {
    let problem = Geometry(
      image: 2, kernel: 5, padding: 1, border: border
    ).reference
    let operands = Operands(for: problem, seed: 51)
    #expect(
      problem.output(input: operands.input, weight: operands.weight) == [])
    #expect(
      problem.inputGradient(weight: operands.weight, outputGradient: none)
        == [0, 0, 0, 0])
    #expect(
      problem.weightGradient(input: operands.input, outputGradient: none)
        == Array(repeating: 0, count: 25))
  }

  /// A sum over no channels is the bias.
  @Test func noInputChannels() {
    let problem = Geometry(channels: 0, image: 2, filters: 2, kernel: 1)
      .reference
    #expect(
      problem.output(input: none, weight: none, bias: [3, 4])
        == [3, 3, 3, 3, 4, 4, 4, 4])
  }

  @Test func noOutputChannels() {
    let problem = Geometry(channels: 2, image: 1, filters: 0, kernel: 1)
      .reference
    #expect(problem.output(input: [1, 2], weight: none) == [])
    #expect(
      problem.inputGradient(weight: none, outputGradient: none) == [0, 0])
  }
}
