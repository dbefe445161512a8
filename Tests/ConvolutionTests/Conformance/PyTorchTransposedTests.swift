// PyTorchTransposedTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: PyTorch, transposed")
struct PyTorchTransposedTests {
  /// Outputs and gradients; output paddings beyond the stride are among them.
  @Test(
    "conv_transpose2d",
    arguments: try ConformanceVector.all("pytorch", operation: "conv_transpose2d"))
  func convTranspose2D(_ vector: ConformanceVector) throws {
    let layer = try layer(vector, weight: vector.tensor("weight"), bias: bias(vector))
    let input: Tensor<Float> = try vector.tensor("input")
    let outputGradient: Tensor<Float> = try vector.tensor("grad_output")
    let output = try layer(input)
    let gradients = try layer.gradients(input: input, outputGradient: outputGradient)

    // What the sizes of the products sum to, and how many there are.
    func results(_ map: (Float) -> Float) throws -> Results<Double> {
      let layer: ConvTranspose2D<Double> = try self.layer(
        vector, weight: Tensor(layer.weight.map(map)), bias: layer.bias.map { Tensor($0.map(map)) })
      let input = Tensor<Double>(input.map(map))
      let gradients = try layer.gradients(
        input: input, outputGradient: Tensor(outputGradient.map(map)))
      return Results(
        output: .init("output", try layer(input)), gradients: gradients)
    }
    let bounds = Results.errorBounds(
      counts: try results { _ in 1 }, sizes: try results(abs), Float.self)
    expectConforming("output", output, try vector.tensor("output"), bounds: bounds[0], in: vector)
    expectConforming(
      "input gradient", gradients.input, try vector.tensor("grad_input"), bounds: bounds[1],
      in: vector)
    expectConforming(
      "weight gradient", gradients.weight, try vector.tensor("grad_weight"), bounds: bounds[2],
      in: vector)
    if vector.has("grad_bias") {
      expectConforming(
        "bias gradient", gradients.bias, try vector.tensor("grad_bias"), bounds: bounds[3],
        in: vector)
    }
  }

  @Test("There are vectors")
  func count() throws {
    let vectors = try ConformanceVector.all("pytorch", operation: "conv_transpose2d")
    #expect(vectors.count == 12)
    #expect(vectors.count { $0.has("grad_bias") } == 6)
  }

  private func bias(_ vector: ConformanceVector) throws -> Tensor<Float>? {
    vector.has("bias") ? try vector.tensor("bias") : nil
  }

  private func layer<Scalar>(
    _ vector: ConformanceVector, weight: Tensor<Scalar>, bias: Tensor<Scalar>?
  ) throws -> ConvTranspose2D<Scalar> {
    func size(_ name: String) throws -> Size2D {
      let numbers = try #require(try vector.numbers(name))
      return Size2D(height: numbers[0], width: numbers[1])
    }
    let padding = try size("padding")
    return try ConvTranspose2D(
      weight: weight, bias: bias, stride: size("stride"),
      padding: .sides(
        top: padding.height, left: padding.width, bottom: padding.height, right: padding.width),
      outputPadding: size("output_padding"), dilation: size("dilation"),
      groups: #require(try vector.numbers("groups")?.first))
  }
}
