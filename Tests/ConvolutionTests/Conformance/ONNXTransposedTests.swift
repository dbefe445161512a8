// ONNXTransposedTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: ONNX, transposed")
struct ONNXTransposedTests {
  @Test("ConvTranspose", arguments: try ConformanceVector.all("onnx", operation: "ConvTranspose"))
  func convTranspose(_ vector: ConformanceVector) throws {
    let weight = try vector.planar("weight")
    let groups = try vector.numbers("group")?.first ?? 1
    let hasSize = try vector.numbers("output_shape") != nil
    let size = hasSize ? try vector.size("output_shape", default: 1) : nil
    let padding = try vector.padding()
    func layer<Scalar>(
      _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) throws -> ConvTranspose2D<Scalar> {
      try ConvTranspose2D(
        weight: weight, bias: bias, stride: vector.size("strides", default: 1),
        // Where the size is given, the padding follows from it.
        padding: hasSize && padding != .same ? .sameLower : padding,
        outputPadding: vector.size("output_padding", default: 0),
        dilation: vector.size("dilations", default: 1), groups: groups)
    }
    let input = try vector.planar("input")
    let bias: Tensor<Float>? = vector.has("bias") ? try vector.tensor("bias") : nil
    let sizes = try layer(Tensor<Double>(weight.map(abs)), bias.map { Tensor($0.map(abs)) })(
      Tensor(input.map(abs)), outputSize: size)
    let terms = weight.count / weight.shape[1] / groups + 1
    expectConforming(
      "output", try layer(weight, bias)(input, outputSize: size), try vector.planar("output"),
      bounds: sizes.elements.map { 2 * Double(terms) * Double(Float.ulpOfOne) * $0 }, in: vector)
  }

  @Test("Col2Im", arguments: try ConformanceVector.all("onnx", operation: "Col2Im"))
  func col2Im(_ vector: ConformanceVector) throws {
    let kernel = try numbers("block_shape", of: vector)
    let image = try numbers("image_shape", of: vector)
    func fold<Scalar>(_ columns: Tensor<Scalar>) throws -> Tensor<Scalar> {
      try Convolution.fold(
        columns, outputSize: Size2D(height: image[0], width: image[1]),
        kernelSize: Size2D(height: kernel[0], width: kernel[1]),
        stride: vector.size("strides", default: 1), padding: vector.padding(),
        dilation: vector.size("dilations", default: 1))
    }
    let columns: Tensor<Float> = try vector.tensor("input")
    let sizes = try fold(Tensor<Double>(columns.map(abs)))
    let terms = Double(kernel[0] * kernel[1])
    expectConforming(
      "output", try fold(columns), try vector.tensor("output"),
      bounds: sizes.elements.map { 2 * terms * Double(Float.ulpOfOne) * $0 }, in: vector)
  }

  private func numbers(_ name: String, of vector: ConformanceVector) throws -> [Int] {
    let tensor: Tensor<Double> = try vector.tensor(name)
    return tensor.elements.map { Int($0) }
  }

  @Test("There are vectors", arguments: [("ConvTranspose", 13), ("Col2Im", 4)])
  func count(_ operation: String, _ count: Int) throws {
    #expect(try ConformanceVector.all("onnx", operation: operation).count == count)
  }
}
