// ONNXPoolingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: ONNX, pooling")
struct ONNXPoolingTests {
  @Test("MaxPool", arguments: try ConformanceVector.all("onnx", operation: "MaxPool"))
  func maxPool(_ vector: ConformanceVector) throws {
    let output = try maxPool2D(
      vector.planar("input"), kernelSize: kernelSize(vector),
      stride: vector.size("strides", default: 1), padding: vector.padding(),
      dilation: vector.size("dilations", default: 1), ceilMode: isSet("ceil_mode", vector))
    #expect(try output == vector.planar("output"))
  }

  /// A mean of `k` elements has `k` roundings.
  @Test("AveragePool", arguments: try ConformanceVector.all("onnx", operation: "AveragePool"))
  func averagePool(_ vector: ConformanceVector) throws {
    let pool = try AveragePool2D(
      kernelSize: kernelSize(vector), stride: vector.size("strides", default: 1),
      padding: vector.padding(), dilation: vector.size("dilations", default: 1),
      ceilMode: isSet("ceil_mode", vector), countIncludePad: isSet("count_include_pad", vector))
    let input = try vector.planar("input")
    let products = Double(pool.kernelSize.height * pool.kernelSize.width)
    // Input and output of this one are rounded to four decimals, by at most half of the last each:
    // the bound, which is doubled for the two sides, is that half.
    let rounding =
      vector.name == "test_averagepool_2d_ceil_last_window_starts_on_pad" ? 0.5e-4 : 0
    expectConforming(
      "output", try pool(input), try vector.planar("output"),
      bounds: try pool(input.map(abs)).elements.map {
        2 * products * Double(Float.ulpOfOne) * Double($0) + rounding
      }, in: vector)
  }

  @Test(
    "GlobalAveragePool",
    arguments: try ConformanceVector.all("onnx", operation: "GlobalAveragePool"))
  func globalAveragePool(_ vector: ConformanceVector) throws {
    let input: Tensor<Float> = try vector.tensor("input")
    let pixels = Double(input.shape[2] * input.shape[3])
    expectConforming(
      "output", try globalAveragePool2D(input), try vector.tensor("output"),
      bounds: try globalAveragePool2D(input.map(abs)).elements.map {
        2 * pixels * Double(Float.ulpOfOne) * Double($0)
      }, in: vector)
  }

  @Test(
    "There are vectors",
    arguments: [("MaxPool", 18), ("AveragePool", 16), ("GlobalAveragePool", 2)])
  func count(_ operation: String, _ count: Int) throws {
    #expect(try ConformanceVector.all("onnx", operation: operation).count == count)
  }

  private func kernelSize(_ vector: ConformanceVector) throws -> Size2D {
    try vector.size("kernel_shape", default: 1)
  }

  private func isSet(_ name: String, _ vector: ConformanceVector) throws -> Bool {
    try vector.numbers(name) == [1]
  }
}
