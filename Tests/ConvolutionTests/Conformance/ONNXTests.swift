// ONNXTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: ONNX")
struct ONNXTests {
  @Test("Conv", arguments: try ConformanceVector.all("onnx", operation: "Conv"))
  func conv(_ vector: ConformanceVector) throws {
    let input = try vector.planar("input")
    let weight = try vector.planar("weight")
    let bias: Tensor<Float>? = vector.has("bias") ? try vector.tensor("bias") : nil
    let groups = try vector.numbers("group")?.first ?? 1
    let stride = try vector.size("strides", default: 1)
    let dilation = try vector.size("dilations", default: 1)
    let padding = try vector.padding()

    let output = try conv2D(
      input, weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    let sizes = try conv2D(
      Tensor<Double>(input.map(abs)), weight: Tensor(weight.map(abs)),
      bias: bias.map { Tensor($0.map(abs)) }, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    let terms = weight.count / weight.shape[0] + 1
    expectConforming(
      "output", output, try vector.planar("output"),
      bounds: sizes.elements.map { 2 * Double(terms) * Double(Float.ulpOfOne) * $0 }, in: vector)
  }

  @Test("There are vectors")
  func count() throws {
    #expect(try ConformanceVector.all("onnx", operation: "Conv").count == 25)
  }
}
