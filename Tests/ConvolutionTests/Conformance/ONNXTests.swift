// ONNXTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: ONNX")
struct ONNXTests {
  @Test("Conv", arguments: try ConformanceVector.all("onnx", operation: "Conv"))
  func conv(_ vector: ConformanceVector) throws {
    let input = try Self.planar(vector.tensor("input"))
    let weight = try Self.planar(vector.tensor("weight"))
    let bias: Tensor<Float>? = vector.has("bias") ? try vector.tensor("bias") : nil
    let groups = try vector.numbers("group")?.first ?? 1
    let stride = try Self.size(vector.numbers("strides"))
    let dilation = try Self.size(vector.numbers("dilations"))
    let padding = try Self.padding(vector)

    let output = try conv2D(
      input, weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    let sizes = try conv2D(
      Tensor<Double>(input.map(abs)), weight: Tensor(weight.map(abs)),
      bias: bias.map { Tensor($0.map(abs)) }, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    let terms = weight.count / weight.shape[0] + 1
    expectConforming(
      "output", output, try Self.planar(vector.tensor("output")),
      bounds: sizes.elements.map { 2 * Double(terms) * Double(Float.ulpOfOne) * $0 }, in: vector)
  }

  @Test("There are vectors")
  func count() throws {
    #expect(try ConformanceVector.all("onnx", operation: "Conv").count == 25)
  }

  /// A tensor with one spatial axis as one of height 1.
  static func planar(_ tensor: Tensor<Float>) throws -> Tensor<Float> {
    guard tensor.rank == 3 else { return tensor }
    return try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], 1, tensor.shape[2]])
  }

  static func size(_ numbers: [Int]?) -> Size2D {
    guard let numbers else { return 1 }
    return numbers.count == 1
      ? Size2D(height: 1, width: numbers[0]) : Size2D(height: numbers[0], width: numbers[1])
  }

  /// ONNX writes all begins before all ends.
  static func padding(_ vector: ConformanceVector) throws -> Padding {
    switch vector.contents.metadata["auto_pad"] {
    case "SAME_UPPER": return .same
    case "SAME_LOWER": return .sameLower
    case "VALID": return .valid
    default: break
    }
    let pads = try vector.numbers("pads") ?? [0, 0, 0, 0]
    return pads.count == 2
      ? .sides(top: 0, left: pads[0], bottom: 0, right: pads[1])
      : .sides(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
  }
}
