// LibraryRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A convolution by the library, planned once, into an output that is allocated once.
package final class LibraryRun: TimedRun {
  private let plan: ConvolutionPlan<Float>
  private let input: Tensor<Float>
  /// NaN until the first run: what a run forgets to write is noticed.
  package private(set) var output: Tensor<Float>

  package init(
    _ operands: Operands, _ options: ConvolutionOptions, accuracy: Accuracy = .strict
  ) throws(ConvolutionError) {
    plan = try ConvolutionPlan(
      operands.geometry, weight: operands.weight, accuracy: accuracy, options: options)
    input = operands.input
    output = try Tensor(shape: operands.geometry.outputShape, repeating: .nan)
  }

  /// What the plan chose.
  package var algorithm: ConvolutionAlgorithm { plan.algorithm }

  package var outputs: [Tensor<Float>] { [output] }

  package func run() throws(ConvolutionError) {
    try plan.run(input, into: &output)
  }
}
