// NothingWrittenTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// A call that throws leaves everything as it was.
@Suite("Nothing is written by a call that throws")
struct NothingWrittenTests {
  private let geometry: ConvolutionGeometry

  init() throws {
    geometry = try ConvolutionGeometry(inputShape: [2, 2, 5, 6], weightShape: [3, 2, 3, 2])
  }

  @Test("conv2D into a tensor: input", arguments: [[2, 2, 6, 5], [1, 2, 5, 6], [2, 5, 6], []])
  func input(_ shape: [Int]) throws {
    try expectUnchanged(
      input: shape, .shapeMismatch(name: "input", expected: [2, 2, 5, 6], actual: shape))
  }

  @Test("conv2D into a tensor: weight", arguments: [[3, 2, 2, 3], [2, 3, 3, 2], [3, 2, 3]])
  func weight(_ shape: [Int]) throws {
    try expectUnchanged(
      weight: shape, .shapeMismatch(name: "weight", expected: [3, 2, 3, 2], actual: shape))
  }

  @Test("conv2D into a tensor: #26 bias", arguments: [[2], [0], [3, 1], []])
  func bias(_ shape: [Int]) throws {
    try expectUnchanged(
      bias: shape, .shapeMismatch(name: "bias", expected: [3], actual: shape))
  }

  @Test(
    "conv2D into a tensor: output", arguments: [[2, 3, 3, 6], [2, 2, 3, 5], [1, 3, 3, 5], [90]])
  func output(_ shape: [Int]) throws {
    try expectUnchanged(
      output: shape, .shapeMismatch(name: "output", expected: [2, 3, 3, 5], actual: shape))
  }

  @Test("conv2D into a tensor: threads", arguments: [0, -1, Int.min])
  func threads(_ threads: Int) throws {
    try expectUnchanged(threads: threads, .notPositive(name: "threads", value: threads))
  }

  @Test("A layer that is refused draws no random numbers")
  func generator() {
    var generator = SplitMix64(seed: 5)
    expectError(.exactly(.notPositive(name: "kernel height", value: 0)), "a 0x3 kernel") {
      () throws(ConvolutionError) in
      _ = try Conv2D<Float>(
        inputChannels: 2, outputChannels: 3, kernelSize: [0, 3], using: &generator)
    }
    var other = SplitMix64(seed: 5)
    #expect(generator.next() == other.next())
  }

  /// Calls with one bad shape, and an output of 7 everywhere.
  private func expectUnchanged(
    input: [Int]? = nil, weight: [Int]? = nil, bias: [Int] = [3], output: [Int]? = nil,
    threads: Int = 1, _ error: ConvolutionError, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let input = try Tensor<Float>.ones(input ?? geometry.inputShape)
    let weight = try Tensor<Float>.ones(weight ?? geometry.weightShape)
    let bias = try Tensor<Float>.ones(bias)
    let before = try Tensor<Float>(shape: output ?? geometry.outputShape, repeating: 7)
    var output = before
    expectError(.exactly(error), "into", sourceLocation: sourceLocation) {
      () throws(ConvolutionError) in
      try conv2D(
        input, weight: weight, bias: bias, geometry: geometry, into: &output,
        options: ConvolutionOptions(threads: threads))
    }
    #expect(output == before, sourceLocation: sourceLocation)
  }
}
