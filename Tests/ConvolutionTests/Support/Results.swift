// Results.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// All that can be computed from the operands of a problem.
struct Results<Element: BinaryFloatingPoint & Sendable>: Sendable {
  /// One of the results: its name, shape, and elements in row-major order.
  struct Part: Sendable {
    let name: String
    let shape: [Int]
    let elements: [Element]
  }

  let output: Part
  let inputGradient: Part
  let weightGradient: Part
  let biasGradient: Part

  var parts: [Part] { [output, inputGradient, weightGradient, biasGradient] }
}

extension Results where Element == Double {
  /// The oracle's results.
  init<Scalar>(ofOracleFor operands: Operands<Scalar>) {
    let problem = operands.problem
    let oracle = problem.reference
    let input = operands.input.elements
    let weight = operands.weight.elements
    let gradient = operands.outputGradient.elements
    output = Part(
      name: "output",
      shape: [oracle.batch, oracle.outputChannels, oracle.outputHeight, oracle.outputWidth],
      elements: oracle.output(input: input, weight: weight, bias: operands.bias.elements))
    inputGradient = Part(
      name: "input gradient", shape: problem.inputShape,
      elements: oracle.inputGradient(weight: weight, outputGradient: gradient))
    weightGradient = Part(
      name: "weight gradient", shape: problem.weightShape,
      elements: oracle.weightGradient(input: input, outputGradient: gradient))
    biasGradient = Part(
      name: "bias gradient", shape: [problem.outputChannels],
      elements: oracle.biasGradient(outputGradient: gradient))
  }
}

extension Results where Element: TensorScalar {
  /// The library's results.
  ///
  /// The output goes into a tensor full of NaN: an element that is not written, or one that is
  /// added to, remains NaN.
  init(of operands: Operands<Element>, options: ConvolutionOptions = ConvolutionOptions()) throws {
    let geometry = try operands.problem.geometry()
    var output = try Tensor<Element>(shape: geometry.outputShape, repeating: .nan)
    try conv2D(
      operands.input, weight: operands.weight, bias: operands.bias, geometry: geometry,
      into: &output, options: options)
    let gradients = try conv2DGradients(
      geometry, input: operands.input, weight: operands.weight,
      outputGradient: operands.outputGradient, options: options)
    self.init(output: Part("output", output), gradients: gradients)
  }

  init(output: Part, gradients: ConvolutionGradients<Element>) {
    self.output = output
    inputGradient = Part("input gradient", gradients.input)
    weightGradient = Part("weight gradient", gradients.weight)
    biasGradient = Part("bias gradient", gradients.bias)
  }
}

extension Results.Part where Element: TensorScalar {
  init(_ name: String, _ tensor: Tensor<Element>) {
    self.init(name: name, shape: tensor.shape, elements: tensor.elements)
  }
}
