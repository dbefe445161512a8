// NaiveRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A convolution by the loops of the oracle.
final class NaiveRun {
  private let reference: ReferenceConvolution
  private let input: [Float]
  private let weight: [Float]
  /// Kept, so that no run can be optimized away.
  private(set) var output: [Double] = []

  init(_ problem: Problem, _ operands: Operands) {
    reference = ReferenceConvolution(
      batch: problem.batch, inputChannels: problem.inputChannels,
      inputHeight: problem.inputSize.height, inputWidth: problem.inputSize.width,
      outputChannels: problem.outputChannels,
      kernelHeight: problem.kernelSize.height, kernelWidth: problem.kernelSize.width,
      strideHeight: problem.stride.height, strideWidth: problem.stride.width,
      paddingTop: problem.padding.height, paddingLeft: problem.padding.width,
      paddingBottom: problem.padding.height, paddingRight: problem.padding.width,
      dilationHeight: problem.dilation.height, dilationWidth: problem.dilation.width,
      groups: problem.groups)
    input = operands.input.elements
    weight = operands.weight.elements
  }

  func run() {
    output = reference.output(input: input, weight: weight)
  }
}
