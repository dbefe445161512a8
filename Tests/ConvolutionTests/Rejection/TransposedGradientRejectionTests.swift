// TransposedGradientRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Bad arguments of transposed gradients")
struct TransposedGradientRejectionTests {
  private let geometry: TransposedConvolutionGeometry
  private let input: Tensor<Float>
  private let weight: Tensor<Float>
  private let outputGradient: Tensor<Float>

  init() throws {
    geometry = try TransposedConvolutionGeometry(
      inputShape: [3, 2, 4, 5], weightShape: [2, 6, 3, 2], stride: [2, 1])
    input = try .ones([3, 2, 4, 5])
    weight = try .ones([2, 6, 3, 2])
    outputGradient = try .ones([3, 6, 9, 6])
  }

  @Test(
    "#32, #33, #40 Output gradients of another shape",
    arguments: [[3, 6, 0, 6], [0, 6, 9, 6], [3, 6, 9, 5], [3, 2, 9, 6], [6, 9, 6], []])
  func outputGradient(_ shape: [Int]) throws {
    let gradient = try Tensor<Float>.ones(shape)
    let error = ExpectedError.exactly(
      .shapeMismatch(name: "output gradient", expected: [3, 6, 9, 6], actual: shape))
    expectError(error, "input") { () throws(ConvolutionError) in
      _ = try convTranspose2DInputGradient(geometry, weight: weight, outputGradient: gradient)
    }
    expectError(error, "weight") { () throws(ConvolutionError) in
      _ = try convTranspose2DWeightGradient(geometry, input: input, outputGradient: gradient)
    }
    expectError(error, "bias") { () throws(ConvolutionError) in
      _ = try convTranspose2DBiasGradient(geometry, outputGradient: gradient)
    }
    expectError(error, "layer") { () throws(ConvolutionError) in
      _ = try ConvTranspose2D(weight: weight, stride: [2, 1]).gradients(
        input: input, outputGradient: gradient)
    }
  }

  @Test("#33, #34, #35 Inputs and weights of another shape")
  func operands() throws {
    let noInput = try Tensor<Float>.ones([0, 2, 4, 5])
    let turned = try Tensor<Float>.ones([2, 6, 2, 3])
    let inputError = ExpectedError.exactly(
      .shapeMismatch(name: "input", expected: [3, 2, 4, 5], actual: [0, 2, 4, 5]))
    let weightError = ExpectedError.exactly(
      .shapeMismatch(name: "weight", expected: [2, 6, 3, 2], actual: [2, 6, 2, 3]))
    expectError(inputError, "weight") { () throws(ConvolutionError) in
      _ = try convTranspose2DWeightGradient(
        geometry, input: noInput, outputGradient: outputGradient)
    }
    expectError(inputError, "all") { () throws(ConvolutionError) in
      _ = try convTranspose2DGradients(
        geometry, input: noInput, weight: weight, outputGradient: outputGradient)
    }
    expectError(weightError, "input") { () throws(ConvolutionError) in
      _ = try convTranspose2DInputGradient(
        geometry, weight: turned, outputGradient: outputGradient)
    }
    expectError(weightError, "all") { () throws(ConvolutionError) in
      _ = try convTranspose2DGradients(
        geometry, input: input, weight: turned, outputGradient: outputGradient)
    }
  }
}
