// TimedTask.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What is timed of a convolution.
package enum TimedTask: String, CaseIterable, Decodable, Hashable, Sendable {
  /// Its output, by a plan that is made beforehand.
  case forward
  /// A step in which its kernel is learned: the output, and the gradient with respect to the weight.
  /// All of it is done again with every run, as the weight changes from step to step.
  case learning
  /// A step of a network's training: the same, and the gradient with respect to the input.
  case training
  /// The kernel, by least squares, from the input and the output.
  case fitting

  /// The convolutions that it comes down to; of a kernel by least squares, what the right side of its
  /// equations takes alone.
  var passes: Int {
    switch self {
    case .forward, .fitting: 1
    case .learning: 2
    case .training: 3
    }
  }
}
