// PyTorchTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: PyTorch")
struct PyTorchTests {
  /// Outputs and gradients; `padding_mode` and `padding="same"` too.
  @Test("conv2d", arguments: try ConformanceVector.all("pytorch", operation: "conv2d"))
  func conv2d(_ vector: ConformanceVector) throws {
    if vector.isDouble {
      try check(vector, as: Double.self)
    } else {
      try check(vector, as: Float.self)
    }
  }

  @Test("There are vectors")
  func count() throws {
    let vectors = try ConformanceVector.all("pytorch", operation: "conv2d")
    #expect(vectors.count == 60)
    #expect(vectors.contains { $0.isDouble })
  }

  private func check<Scalar: TensorScalar>(
    _ vector: ConformanceVector, as type: Scalar.Type
  ) throws {
    let layer = try layer(of: vector, as: type)
    let input: Tensor<Scalar> = try vector.tensor("input")
    let outputGradient: Tensor<Scalar> = try vector.tensor("grad_output")
    let output = try layer(input)
    let gradients = try layer.gradients(input: input, outputGradient: outputGradient)

    let operands = Operands(
      problem: try Problem(layer.geometry(inputShape: input.shape)), input: input,
      weight: layer.weight, bias: try layer.bias ?? .zeros([layer.weight.shape[0]]),
      outputGradient: outputGradient)
    let bounds = Results.errorBounds(of: operands)
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

  private func layer<Scalar: TensorScalar>(
    of vector: ConformanceVector, as type: Scalar.Type
  ) throws -> Conv2D<Scalar> {
    let stride = try #require(try vector.numbers("stride"))
    let dilation = try #require(try vector.numbers("dilation"))
    let borders: [String: Border] = [
      "zeros": .zeros, "reflect": .reflect, "replicate": .replicate, "circular": .circular,
    ]
    return try Conv2D(
      weight: vector.tensor("weight"), bias: vector.has("bias") ? vector.tensor("bias") : nil,
      stride: Size2D(height: stride[0], width: stride[1]), padding: padding(of: vector),
      dilation: Size2D(height: dilation[0], width: dilation[1]),
      groups: #require(try vector.numbers("groups")?.first),
      border: #require(borders[vector.attribute("padding_mode")]))
  }

  private func padding(of vector: ConformanceVector) throws -> Padding {
    if try vector.attribute("padding") == "same" { return .same }
    let padding = try #require(try vector.numbers("padding"))
    return .sides(top: padding[0], left: padding[1], bottom: padding[0], right: padding[1])
  }
}

extension Problem {
  fileprivate init(_ geometry: ConvolutionGeometry) throws {
    self.init(
      batch: geometry.batch, groups: geometry.groups, inputChannels: geometry.inputChannels,
      inputHeight: geometry.inputSize.height, inputWidth: geometry.inputSize.width,
      outputChannels: geometry.outputChannels, kernelHeight: geometry.kernelSize.height,
      kernelWidth: geometry.kernelSize.width, strideHeight: geometry.stride.height,
      strideWidth: geometry.stride.width, dilationHeight: geometry.dilation.height,
      dilationWidth: geometry.dilation.width, border: geometry.border)
    guard case .sides(let top, let left, let bottom, let right) = geometry.padding else {
      Issue.record("the padding of a geometry is given by its sides")
      return
    }
    (paddingTop, paddingLeft, paddingBottom, paddingRight) = (top, left, bottom, right)
  }
}
