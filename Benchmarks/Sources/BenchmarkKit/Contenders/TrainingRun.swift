// TrainingRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A step of learning, as a layer does it. The loss is half the sum of the squared outputs, so that
/// the output's gradient is the output.
final class TrainingRun: TimedRun {
  private let operands: Operands
  private let options: ConvolutionOptions
  private let accuracy: Accuracy
  private let task: TimedTask
  private(set) var algorithm = ConvolutionAlgorithm.automatic
  /// The output, and the gradients with respect to the weight, and to the input if it is asked for.
  private(set) var outputs: [Tensor<Float>] = []

  init(_ operands: Operands, _ options: ConvolutionOptions, accuracy: Accuracy, task: TimedTask) {
    self.operands = operands
    self.options = options
    self.accuracy = accuracy
    self.task = task
  }

  func run() throws(ConvolutionError) {
    let (geometry, weight) = (operands.geometry, operands.weight)
    let plan = try ConvolutionPlan(geometry, weight: weight, accuracy: accuracy, options: options)
    let output = try plan(operands.input)
    var outputs = [
      output,
      try conv2DWeightGradient(
        geometry, input: operands.input, outputGradient: output, options: options),
    ]
    if task == .training {
      outputs.append(
        try conv2DInputGradient(
          geometry, weight: weight, outputGradient: output, accuracy: accuracy, options: options))
    }
    algorithm = plan.algorithm
    self.outputs = outputs
  }
}
