// ONNXOneDimensionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The vectors of one spatial axis, through the operations of one dimension.
@Suite("Conformance: ONNX, one dimension")
struct ONNXOneDimensionTests {
  private static func vectors(_ operation: String) throws -> [ConformanceVector] {
    try ConformanceVector.all("onnx", operation: operation).filter {
      $0.contents["input"]?.shape.count == 3
    }
  }

  @Test("Conv", arguments: try vectors("Conv"))
  func conv(_ vector: ConformanceVector) throws {
    let pads = try vector.numbers("pads") ?? [0, 0]
    func compute<Scalar>(
      _ operand: (Tensor<Float>) -> Tensor<Scalar>
    ) throws -> Tensor<Scalar> {
      try conv1D(
        operand(vector.tensor("input")), weight: operand(vector.tensor("weight")),
        bias: vector.has("bias") ? operand(vector.tensor("bias")) : nil,
        stride: vector.numbers("strides")?.first ?? 1,
        padding: .sides(before: pads[0], after: pads[1]),
        dilation: vector.numbers("dilations")?.first ?? 1,
        groups: vector.numbers("group")?.first ?? 1)
    }
    let weight: Tensor<Float> = try vector.tensor("weight")
    try check(
      vector, compute { $0 }, sizes: compute { Tensor<Double>($0.map(abs)) },
      terms: weight.count / weight.shape[0] + 1)
  }

  @Test("ConvTranspose", arguments: try vectors("ConvTranspose"))
  func convTranspose(_ vector: ConformanceVector) throws {
    #expect(Set(vector.contents.metadata.keys) == ["op", "source"], "attributes to be read")
    func compute<Scalar>(
      _ operand: (Tensor<Float>) -> Tensor<Scalar>
    ) throws -> Tensor<Scalar> {
      try convTranspose1D(
        operand(vector.tensor("input")), weight: operand(vector.tensor("weight")))
    }
    let weight: Tensor<Float> = try vector.tensor("weight")
    try check(
      vector, compute { $0 }, sizes: compute { Tensor<Double>($0.map(abs)) },
      terms: weight.count / weight.shape[1])
  }

  private func check(
    _ vector: ConformanceVector, _ output: Tensor<Float>, sizes: Tensor<Double>, terms: Int
  ) throws {
    expectConforming(
      "output", output, try vector.tensor("output"),
      bounds: sizes.elements.map { 2 * Double(terms) * Double(Float.ulpOfOne) * $0 }, in: vector)
  }

  @Test("There are vectors", arguments: [("Conv", 8), ("ConvTranspose", 1)])
  func count(_ operation: String, _ count: Int) throws {
    #expect(try Self.vectors(operation).count == count)
  }
}
