// FittingRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The kernel that is found at once, by least squares, from the input and what the weight makes of it.
final class FittingRun: TimedRun {
  private let problem: Problem
  private let input: Tensor<Float>
  private let output: Tensor<Float>
  private let options: ConvolutionOptions
  /// No plan chooses how the equations are summed up.
  let algorithm = ConvolutionAlgorithm.automatic
  /// The output that the kernel is found from, and the kernel.
  private(set) var outputs: [Tensor<Float>] = []

  init(
    _ problem: Problem, _ operands: Operands, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    self.problem = problem
    self.options = options
    input = operands.input
    output = try ConvolutionPlan(
      operands.geometry, weight: operands.weight, options: options)(operands.input)
  }

  func run() throws(ConvolutionError) {
    let fit = try KernelFit.solve(
      input: input, output: output, kernelSize: problem.kernelSize, stride: problem.stride,
      padding: problem.sides, dilation: problem.dilation, groups: problem.groups,
      border: problem.border, options: options)
    outputs = [output, fit.weight]
  }
}
