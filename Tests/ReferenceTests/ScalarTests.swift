// ScalarTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("Scalars")
struct ScalarTests {
  /// In `Float`, 2^24 + 1 rounds to 2^24 and the 1 is lost.
  @Test func accumulatesInDouble() {
    let problem = Geometry(image: Size(1, 3), kernel: Size(1, 3)).reference
    let input: [Float] = [16_777_216, 1, -16_777_216]
    #expect(problem.output(input: input, weight: [1, 1, 1]) == [1])
    #expect(
      problem.inputGradient(weight: [1, 1, 1], outputGradient: [Float(2)])
        == [2, 2, 2])
    let gradients = Geometry(image: Size(1, 3), kernel: 1).reference
    let ones: [Float] = [1, 1, 1]
    #expect(gradients.weightGradient(input: input, outputGradient: ones) == [1])
    #expect(gradients.biasGradient(outputGradient: input) == [1])
  }

  /// (1 + 2^-23)² = 1 + 2^-22 + 2^-46, which `Float` cannot hold.
  @Test func productsOfFloatsAreExact() {
    let problem = Geometry(image: 1, kernel: 1).reference
    let next = Float(1).nextUp
    #expect(
      problem.output(input: [next], weight: [next])
        == [1 + 0x1p-22 + 0x1p-46])
  }

  /// (1 + 2^-26)² = 1 + 2^-25 + 2^-52: `Double` passes through no `Float`.
  @Test func doublesKeepTheirDigits() {
    let problem = Geometry(image: 1, kernel: 1).reference
    let value = 1 + 0x1p-26
    let square = 1 + 0x1p-25 + 0x1p-52
    #expect(problem.output(input: [value], weight: [value]) == [square])
    #expect(
      problem.inputGradient(weight: [value], outputGradient: [value])
        == [square])
    #expect(
      problem.weightGradient(input: [value], outputGradient: [value])
        == [square])
    #expect(problem.biasGradient(outputGradient: [value]) == [value])
  }

  /// Infinity, NaN and subnormal numbers come through the widening unharmed.
  @Test func specialFloats() {
    let problem = Geometry(image: Size(1, 4), kernel: 1).reference
    let output = problem.output(
      input: [Float.infinity, -.infinity, .nan, .leastNonzeroMagnitude],
      weight: [1])
    #expect(output[0] == .infinity)
    #expect(output[1] == -.infinity)
    #expect(output[2].isNaN)
    #expect(output[3] == 0x1p-149)
  }

  @Test(arguments: Geometry.all)
  func floatAndDoubleAgree(_ geometry: Geometry) {
    let problem = geometry.reference
    let operands = Operands(for: problem, seed: 61)
    let input = operands.input.map(Float.init)
    let weight = operands.weight.map(Float.init)
    let bias = operands.bias.map(Float.init)
    let gradient = operands.outputGradient.map(Float.init)
    #expect(
      problem.output(input: input, weight: weight, bias: bias)
        == problem.output(
          input: operands.input, weight: operands.weight, bias: operands.bias),
      operands.comment)
    #expect(
      problem.inputGradient(weight: weight, outputGradient: gradient)
        == problem.inputGradient(
          weight: operands.weight, outputGradient: operands.outputGradient),
      operands.comment)
    #expect(
      problem.weightGradient(input: input, outputGradient: gradient)
        == problem.weightGradient(
          input: operands.input, outputGradient: operands.outputGradient),
      operands.comment)
    #expect(
      problem.biasGradient(outputGradient: gradient)
        == problem.biasGradient(outputGradient: operands.outputGradient),
      operands.comment)
  }
}
