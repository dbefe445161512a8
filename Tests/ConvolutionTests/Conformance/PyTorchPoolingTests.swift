// PyTorchPoolingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Outputs and gradients; `pooling.py` beside the vectors made them.
@Suite("Conformance: PyTorch, pooling")
struct PyTorchPoolingTests {
  /// Whole numbers, of which several are the largest, NaN and infinity.
  @Test("max_pool2d", arguments: try ConformanceVector.all("pytorch", operation: "max_pool2d"))
  func maxPool(_ vector: ConformanceVector) throws {
    if vector.isDouble {
      try checkMax(vector, as: Double.self)
    } else {
      try checkMax(vector, as: Float.self)
    }
  }

  @Test("avg_pool2d", arguments: try ConformanceVector.all("pytorch", operation: "avg_pool2d"))
  func averagePool(_ vector: ConformanceVector) throws {
    if vector.isDouble {
      try checkAverage(vector, as: Double.self)
    } else {
      try checkAverage(vector, as: Float.self)
    }
  }

  @Test("There are vectors", arguments: [("max_pool2d", 10), ("avg_pool2d", 8)])
  func count(_ operation: String, _ count: Int) throws {
    let vectors = try ConformanceVector.all("pytorch", operation: operation)
    #expect(vectors.count == count)
    #expect(vectors.contains { $0.isDouble })
  }

  private func checkMax<Scalar: TensorScalar>(
    _ vector: ConformanceVector, as type: Scalar.Type
  ) throws {
    let pool = try MaxPool2D(
      kernelSize: size("kernel_size", vector), stride: size("stride", vector),
      padding: padding(vector), dilation: size("dilation", vector), ceilMode: ceilMode(vector))
    let input: Tensor<Scalar> = try vector.tensor("input")
    let output = try pool(input)
    let expected: Tensor<Scalar> = try vector.tensor("output")
    #expect(output.shape == expected.shape)
    #expect(
      zip(output.elements, expected.elements).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    #expect(
      try pool.inputGradient(input: input, outputGradient: vector.tensor("grad_output"))
        == vector.tensor("grad_input"))
  }

  private func checkAverage<Scalar: TensorScalar>(
    _ vector: ConformanceVector, as type: Scalar.Type
  ) throws {
    let pool = try AveragePool2D(
      kernelSize: size("kernel_size", vector), stride: size("stride", vector),
      padding: padding(vector), ceilMode: ceilMode(vector),
      countIncludePad: vector.numbers("count_include_pad") == [1])
    let input: Tensor<Scalar> = try vector.tensor("input")
    let gradient: Tensor<Scalar> = try vector.tensor("grad_output")
    // A mean of k elements has k roundings, and so has the sum of the at most k parts of a gradient.
    let factor =
      2 * Double(pool.kernelSize.height * pool.kernelSize.width) * Double(Scalar.ulpOfOne)
    expectConforming(
      "output", try pool(input), try vector.tensor("output"),
      bounds: try pool(input.map(abs)).elements.map { factor * Double($0) }, in: vector)
    expectConforming(
      "input gradient", try pool.inputGradient(inputShape: input.shape, outputGradient: gradient),
      try vector.tensor("grad_input"),
      bounds: try pool.inputGradient(
        inputShape: input.shape, outputGradient: gradient.map(abs)
      ).elements.map { factor * Double($0) }, in: vector)
  }

  private func size(_ name: String, _ vector: ConformanceVector) throws -> Size2D {
    let numbers = try #require(try vector.numbers(name))
    return Size2D(height: numbers[0], width: numbers[1])
  }

  private func padding(_ vector: ConformanceVector) throws -> Padding {
    let size = try size("padding", vector)
    return .sides(top: size.height, left: size.width, bottom: size.height, right: size.width)
  }

  private func ceilMode(_ vector: ConformanceVector) throws -> Bool {
    try vector.numbers("ceil_mode") == [1]
  }
}
