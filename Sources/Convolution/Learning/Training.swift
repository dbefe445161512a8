// Training.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A loop of training steps that watches the loss.
///
/// ```swift
/// try Training.run(steps: 10, reportingEvery: 2) { _ throws(ConvolutionError) in
///   let error = try SquaredError(prediction: layer(input), target: target)
///   let gradients = try layer.gradients(input: input, outputGradient: error.gradient)
///   try optimizer.update(&layer, along: gradients, key: "layer")
///   return error.loss
/// } report: { step, loss in
///   print("step \(step), loss \(loss)")
/// }
/// ```
public enum Training {
  /// Takes `steps` steps, unless one of them throws or has a loss that is no number.
  ///
  /// - Parameters:
  ///   - steps: How many; 0 or more.
  ///   - interval: Every how many steps the loss is reported.
  ///   - step: Takes a step, whose number from 1 it receives, and returns the loss before it.
  ///   - report: Receives the number of a step and its loss.
  /// - Throws: What `step` throws; a ``ConvolutionError/invalidValue(name:value:accepted:)`` for a loss
  ///   that is not finite, which names the step; ``ConvolutionError/notPositive(name:value:)`` for
  ///   the interval, and an invalid value for the steps.
  public static func run(
    steps: Int, reportingEvery interval: Int = 1,
    step: (_ step: Int) throws(ConvolutionError) -> Double,
    report: (_ step: Int, _ loss: Double) -> Void = { _, _ in }
  ) throws(ConvolutionError) {
    guard steps >= 0 else {
      throw .invalidValue(name: "steps", value: "\(steps)", accepted: "0 or more")
    }
    guard interval >= 1 else { throw .notPositive(name: "reporting interval", value: interval) }
    for number in 0..<steps {
      let loss = try step(number + 1)
      guard loss.isFinite else {
        throw .invalidValue(
          name: "the loss of step \(number + 1)", value: "\(loss)",
          accepted: "a finite number; use a smaller learning rate")
      }
      if (number + 1).isMultiple(of: interval) { report(number + 1, loss) }
    }
  }
}
