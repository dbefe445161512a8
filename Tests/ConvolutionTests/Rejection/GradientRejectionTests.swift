// GradientRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The sizes of a gradient do not follow from the output's alone, so the geometry is given, and
/// every tensor has to have the shape that it says.
@Suite("Bad arguments of gradients")
struct GradientRejectionTests {
  private let geometry: ConvolutionGeometry
  private let input: Tensor<Float>
  private let weight: Tensor<Float>

  init() throws {
    geometry = try ConvolutionGeometry(
      inputShape: [3, 2, 8, 9], weightShape: [4, 2, 3, 2], stride: [2, 1])
    input = try .ones(geometry.inputShape)
    weight = try .ones(geometry.weightShape)
  }

  // CVE-2022-35999 is the empty gradient; a heap read beyond the end, CVE-2021-29520, the others.
  @Test(
    "An output gradient of another shape than the output's",
    arguments: [
      ("#32", [3, 4, 0, 8]), ("#32", [0, 4, 3, 8]), ("#33", [3, 4, 4, 8]), ("#33", [3, 4, 3, 9]),
      ("#33", [3, 2, 3, 8]), ("#33", [1, 4, 3, 8]), ("#40", [4, 3, 8]), ("#40", []),
    ])
  func outputGradient(_ number: String, _ shape: [Int]) throws {
    let gradient = try Tensor<Float>.ones(shape)
    expectAllThrow(
      .shapeMismatch(name: "output gradient", expected: [3, 4, 3, 8], actual: shape),
      "\(number)", input: input, weight: weight, outputGradient: gradient)
  }

  // Division by zero in the gradients of empty inputs: CVE-2021-29522, -29525, -29526, -29527.
  @Test("An input of another shape", arguments: [("#35", [0, 2, 8, 9]), ("#33", [3, 2, 9, 8])])
  func input(_ number: String, _ shape: [Int]) throws {
    let error = ConvolutionError.shapeMismatch(
      name: "input", expected: [3, 2, 8, 9], actual: shape)
    let bad = try Tensor<Float>.ones(shape)
    let gradient = try Tensor<Float>.ones(geometry.outputShape)
    expectError(.exactly(error), "\(number)") { () throws(ConvolutionError) in
      _ = try conv2DWeightGradient(geometry, input: bad, outputGradient: gradient)
    }
    expectError(.exactly(error), "\(number)") { () throws(ConvolutionError) in
      _ = try conv2DGradients(geometry, input: bad, weight: weight, outputGradient: gradient)
    }
  }

  @Test("#34 A weight of another shape", arguments: [[4, 2, 2, 3], [4, 1, 3, 2], [2, 4, 3, 2]])
  func weight(_ shape: [Int]) throws {
    let error = ConvolutionError.shapeMismatch(
      name: "weight", expected: [4, 2, 3, 2], actual: shape)
    let bad = try Tensor<Float>.ones(shape)
    let gradient = try Tensor<Float>.ones(geometry.outputShape)
    expectError(.exactly(error), "\(shape)") { () throws(ConvolutionError) in
      _ = try conv2DInputGradient(geometry, weight: bad, outputGradient: gradient)
    }
    expectError(.exactly(error), "\(shape)") { () throws(ConvolutionError) in
      _ = try conv2DGradients(geometry, input: input, weight: bad, outputGradient: gradient)
    }
  }

  // A filter size that does not go with the tensors: CVE-2021-29540, -29538, -29524.
  @Test("#34 The geometry of another kernel")
  func otherKernel() throws {
    let other = try ConvolutionGeometry(
      inputShape: [3, 2, 8, 9], weightShape: [4, 2, 5, 4], stride: [2, 1])
    let gradient = try Tensor<Float>.ones(geometry.outputShape)
    expectError(
      .exactly(
        .shapeMismatch(name: "output gradient", expected: [3, 4, 2, 6], actual: [3, 4, 3, 8])),
      "#34"
    ) { () throws(ConvolutionError) in
      _ = try conv2DWeightGradient(other, input: input, outputGradient: gradient)
    }
  }

  @Test("#33 A layer's gradients for another output")
  func layer() throws {
    let layer = try Conv2D(weight: weight, stride: [2, 1])
    let gradient = try Tensor<Float>.ones([3, 4, 3, 9])
    expectError(
      .exactly(
        .shapeMismatch(name: "output gradient", expected: [3, 4, 3, 8], actual: [3, 4, 3, 9])),
      "layer"
    ) { () throws(ConvolutionError) in
      _ = try layer.gradients(input: input, outputGradient: gradient)
    }
  }

  private func expectAllThrow(
    _ error: ConvolutionError, _ comment: Comment, input: Tensor<Float>, weight: Tensor<Float>,
    outputGradient: Tensor<Float>
  ) {
    expectError(.exactly(error), comment) { () throws(ConvolutionError) in
      _ = try conv2DInputGradient(geometry, weight: weight, outputGradient: outputGradient)
    }
    expectError(.exactly(error), comment) { () throws(ConvolutionError) in
      _ = try conv2DWeightGradient(geometry, input: input, outputGradient: outputGradient)
    }
    expectError(.exactly(error), comment) { () throws(ConvolutionError) in
      _ = try conv2DBiasGradient(geometry, outputGradient: outputGradient)
    }
    expectError(.exactly(error), comment) { () throws(ConvolutionError) in
      _ = try conv2DGradients(
        geometry, input: input, weight: weight, outputGradient: outputGradient)
    }
  }
}
