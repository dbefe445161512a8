// TransposedResults.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

extension Results where Element == Double {
  /// The oracle's results, whose convolution goes the other way: the gradient of its input is the
  /// output here, and its output the gradient of the input.
  init<Scalar>(ofOracleFor operands: TransposedOperands<Scalar>) {
    let problem = operands.problem
    let oracle = problem.convolution.reference
    let weight = operands.weight.elements.map { Double($0) }
    let gradient = operands.outputGradient.elements.map { Double($0) }
    let input = Plane(of: problem).embed(operands.input.elements.map { Double($0) })
    let pixels = oracle.inputHeight * oracle.inputWidth
    let channels = oracle.inputChannels

    output = Part(
      name: "output", shape: problem.outputShape,
      elements: oracle.inputGradient(weight: weight, outputGradient: input).enumerated().map {
        $1 + Double(operands.bias.elements[$0 / pixels % channels])
      })
    let bias = [Double](repeating: 0, count: oracle.outputChannels)
    inputGradient = Part(
      name: "input gradient", shape: problem.inputShape,
      elements: Plane(of: problem).extract(
        oracle.output(input: gradient, weight: weight, bias: bias)))
    weightGradient = Part(
      name: "weight gradient", shape: problem.weightShape,
      elements: oracle.weightGradient(input: gradient, outputGradient: input))
    var sums = [Double](repeating: 0, count: channels)
    for (index, element) in gradient.enumerated() { sums[index / pixels % channels] += element }
    biasGradient = Part(name: "bias gradient", shape: [channels], elements: sums)
  }

  static func errorBounds<Scalar>(of operands: TransposedOperands<Scalar>) -> [[Double]] {
    errorBounds(
      counts: Results(ofOracleFor: operands.ones),
      sizes: Results(ofOracleFor: operands.magnitudes), Scalar.self)
  }
}

/// The inputs of a transposed problem within all that the oracle has positions for, the others 0.
private struct Plane {
  let (height, width): (Int, Int)
  let (allRows, allColumns): (Int, Int)

  init(of problem: TransposedProblem) {
    (height, width) = (problem.inputShape[2], problem.inputShape[3])
    (allRows, allColumns) = (height + problem.omittedRows, width + problem.omittedColumns)
  }

  func embed(_ elements: [Double]) -> [Double] {
    let planes = height * width == 0 ? 0 : elements.count / (height * width)
    return (0..<planes * allRows * allColumns).map { index in
      let (row, column) = (index / allColumns % allRows, index % allColumns)
      guard row < height, column < width else { return 0 }
      return elements[(index / (allRows * allColumns) * height + row) * width + column]
    }
  }

  func extract(_ elements: [Double]) -> [Double] {
    elements.indices.filter {
      $0 / allColumns % allRows < height && $0 % allColumns < width
    }.map { elements[$0] }
  }
}

extension Results where Element: TensorScalar {
  /// The library's results.
  init(
    of operands: TransposedOperands<Element>, options: ConvolutionOptions = ConvolutionOptions()
  ) throws {
    let layer = try operands.problem.layer(
      weight: operands.weight, bias: operands.bias, options: options)
    let gradients = try layer.gradients(
      input: operands.input, outputGradient: operands.outputGradient)
    self.init(output: Part("output", try layer(operands.input)), gradients: gradients)
  }
}
