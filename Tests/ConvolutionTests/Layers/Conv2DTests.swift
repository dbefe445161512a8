// Conv2DTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Layer")
struct Conv2DTests {
  private let problem: Problem = "mb2_g2_ic4_ih8_iw9_oc6_kh3_kw2_sh2_sw1_dh1_dw2_ph1_pw0_reflect"

  @Test("A call is conv2D with the layer's parameters")
  func call() throws {
    let operands = try Operands<Float>.reals(problem, seed: 81)
    let layer = try Conv2D(
      weight: operands.weight, bias: operands.bias, stride: problem.stride,
      padding: problem.padding, dilation: problem.dilation, groups: 2, border: .reflect)
    let output = try conv2D(
      operands.input, weight: operands.weight, bias: operands.bias, stride: problem.stride,
      padding: problem.padding, dilation: problem.dilation, groups: 2, border: .reflect)
    #expect(try layer(operands.input) == output)
  }

  @Test("Gradients are those of the layer's geometry")
  func gradients() throws {
    let operands = try Operands<Float>.reals(problem, seed: 82)
    let layer = try Conv2D(
      weight: operands.weight, stride: problem.stride, padding: problem.padding,
      dilation: problem.dilation, groups: 2, border: .reflect)
    #expect(try layer.geometry(inputShape: problem.inputShape) == problem.geometry())
    let gradients = try layer.gradients(
      input: operands.input, outputGradient: operands.outputGradient)
    let expected = try conv2DGradients(
      problem.geometry(), input: operands.input, weight: operands.weight,
      outputGradient: operands.outputGradient)
    #expect(gradients == expected)
  }

  @Test("Without a bias, and with one")
  func bias() throws {
    var layer = try Conv2D<Float>(weight: [[[[2]]], [[[3]]]])
    #expect(try layer([[[[1, 2]]]]) == [[[[2, 4]], [[3, 6]]]])
    layer.bias = [10, 20]
    #expect(try layer([[[[1, 2]]]]) == [[[[12, 14]], [[23, 26]]]])
  }

  /// A layer takes any batch and any picture that its kernel fits into.
  @Test("Inputs of different sizes")
  func sizes() throws {
    let layer = try Conv2D<Double>(weight: .ones([5, 3, 3, 3]), padding: 1)
    for (batch, height, width) in [(1, 1, 1), (3, 8, 2), (0, 4, 4)] {
      let output = try layer(.ones([batch, 3, height, width]))
      #expect(output.shape == [batch, 5, height, width])
    }
  }

  @Test("A weight that was replaced by one of other channels")
  func replacedWeight() throws {
    var layer = try Conv2D<Float>(weight: .ones([5, 3, 3, 3]), bias: .ones([5]))
    layer.weight = try .ones([4, 3, 3, 3])
    let input = try Tensor<Float>.ones([1, 3, 5, 5])
    expectError(.exactly(.shapeMismatch(name: "bias", expected: [4], actual: [5])), "bias") {
      () throws(ConvolutionError) in _ = try layer(input)
    }
    layer.bias = nil
    #expect(try layer(input).shape == [1, 4, 3, 3])
  }
}
