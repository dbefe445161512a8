// OneDimensionRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// What is refused in two dimensions is refused in one, with the same errors; shapes have the axes
/// of one.
@Suite("Bad arguments in one dimension")
struct OneDimensionRejectionTests {
  private let input: Tensor<Float>
  private let weight: Tensor<Float>

  init() throws {
    input = try .ones([2, 4, 9])
    weight = try .ones([4, 2, 3])
  }

  @Test("#40 Ranks", arguments: [[], [9], [4, 9], [2, 4, 1, 9]])
  func ranks(_ shape: [Int]) throws {
    let tensor = try Tensor<Float>.ones(shape)
    let inputError = ExpectedError.exactly(
      .rankMismatch(name: "input", expected: "[batch, channels, length]", shape: shape))
    let weightError = ExpectedError.exactly(
      .rankMismatch(
        name: "weight", expected: "[outputChannels, inputChannels / groups, kernelLength]",
        shape: shape))
    let transposedError = ExpectedError.exactly(
      .rankMismatch(
        name: "weight", expected: "[inputChannels, outputChannels / groups, kernelLength]",
        shape: shape))
    expectError(inputError, "conv1D") { () throws(ConvolutionError) in
      _ = try conv1D(tensor, weight: weight, groups: 2)
    }
    expectError(inputError, "convTranspose1D") { () throws(ConvolutionError) in
      _ = try convTranspose1D(tensor, weight: weight)
    }
    expectError(weightError, "conv1D") { () throws(ConvolutionError) in
      _ = try conv1D(input, weight: tensor)
    }
    expectError(weightError, "Conv1D") { () throws(ConvolutionError) in
      _ = try Conv1D(weight: tensor)
    }
    expectError(transposedError, "convTranspose1D") { () throws(ConvolutionError) in
      _ = try convTranspose1D(input, weight: tensor)
    }
    expectError(transposedError, "ConvTranspose1D") { () throws(ConvolutionError) in
      _ = try ConvTranspose1D(weight: tensor)
    }
  }

  @Test("A weight that was replaced by one of another rank", arguments: [[], [3], [4, 2, 1, 3]])
  func replacedWeight(_ shape: [Int]) throws {
    var layer = try Conv1D(weight: weight, groups: 2)
    layer.weight = try .ones(shape)
    expectError(
      .exactly(
        .rankMismatch(
          name: "weight", expected: "[outputChannels, inputChannels / groups, kernelLength]",
          shape: shape)), "\(shape)"
    ) { () throws(ConvolutionError) in _ = try layer(input) }
    var transposed = try ConvTranspose1D(weight: weight)
    transposed.weight = try .ones(shape)
    expectError(
      .exactly(
        .rankMismatch(
          name: "weight", expected: "[inputChannels, outputChannels / groups, kernelLength]",
          shape: shape)), "\(shape)"
    ) { () throws(ConvolutionError) in _ = try transposed(input) }
  }

  @Test(
    "Output gradients of another shape", arguments: [[2, 4, 8], [2, 4, 1, 7], [7], [1, 4, 7]])
  func outputGradient(_ shape: [Int]) throws {
    let gradient = try Tensor<Float>.ones(shape)
    expectError(
      .exactly(.shapeMismatch(name: "output gradient", expected: [2, 4, 7], actual: shape)),
      "Conv1D"
    ) { () throws(ConvolutionError) in
      _ = try conv1DGradients(input, weight: weight, outputGradient: gradient, groups: 2)
    }
    expectError(
      .exactly(.shapeMismatch(name: "output gradient", expected: [2, 2, 11], actual: shape)),
      "ConvTranspose1D"
    ) { () throws(ConvolutionError) in
      _ = try ConvTranspose1D(weight: weight).gradients(input: input, outputGradient: gradient)
    }
  }

  @Test("Numbers")
  func numbers() {
    expectBoth(.exactly(.notPositive(name: "width stride", value: 0)), stride: 0)
    expectBoth(.exactly(.notPositive(name: "width stride", value: .min)), stride: .min)
    expectBoth(.exactly(.notPositive(name: "width dilation", value: -1)), dilation: -1)
    expectBoth(.exactly(.negativePadding(side: "left", value: -1)), padding: [-1, 0])
    expectBoth(.exactly(.negativePadding(side: "right", value: .min)), padding: [0, .min])
    expectBoth(.sizeOverflow, dilation: .max)
    expectBoth(.exactly(.notPositive(name: "groups", value: 0)), groups: 0)
  }

  @Test("Sizes of the transposed one")
  func transposed() {
    expectError(
      .exactly(.outputPaddingTooLarge(axis: "width", outputPadding: 2, stride: 2, dilation: 1)),
      "output padding"
    ) { () throws(ConvolutionError) in
      _ = try convTranspose1D(input, weight: weight, stride: 2, outputPadding: 2)
    }
    expectError(
      .exactly(.outputSizeOutOfReach(axis: "width", size: 21, smallest: 19, largest: 20)),
      "output length"
    ) { () throws(ConvolutionError) in
      _ = try convTranspose1D(input, weight: weight, stride: 2, outputLength: 21)
    }
  }

  private func expectBoth(
    _ error: ExpectedError, stride: Int = 1, padding: Padding1D = .valid, dilation: Int = 1,
    groups: Int = 2, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectError(error, "conv1D", sourceLocation: sourceLocation) { () throws(ConvolutionError) in
      _ = try conv1D(
        input, weight: weight, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
    expectError(error, "convTranspose1D", sourceLocation: sourceLocation) {
      () throws(ConvolutionError) in
      _ = try convTranspose1D(
        input, weight: weight, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
  }
}
