// KernelDescent.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The textbook's way to learn a kernel: gradient descent on the sum of squared errors.
struct KernelDescent<Scalar: TensorScalar> {
  var layer: Conv2D<Scalar>
  let input: Tensor<Scalar>
  let target: Tensor<Scalar>
  let learningRate: Scalar
  /// Whether steps are taken from a point ahead, in the direction of the last one.
  ///
  /// Descent is slow where the taps see nearly the same, as in a smooth photo: it needs as many steps
  /// as the largest curvature of the loss is larger than the smallest, and with this about the square
  /// root of that number.
  ///
  /// Source: Y. Nesterov, 1983, with the restarts of B. O'Donoghue and E. Candès, "Adaptive Restart
  /// for Accelerated Gradient Schemes", 2015, arXiv:1204.3982.
  var isAccelerated = false

  /// The layer after `steps` steps. `report` gets the number of every step, from 1, the loss before
  /// it, and the layer after it.
  ///
  /// - Throws: A `ConvolutionError` that names the step when the loss grows beyond all numbers.
  func run(
    steps: Int, report: (_ step: Int, _ loss: Double, _ layer: Conv2D<Scalar>) -> Void
  ) throws -> Conv2D<Scalar> {
    var layer = layer
    var reached = layer.weight
    var momentum = 0
    let geometry = try layer.geometry(inputShape: input.shape)
    try Training.run(steps: steps) { step throws(ConvolutionError) in
      let error = try SquaredError(prediction: try layer(input), target: target)
      let gradient = try conv2DWeightGradient(
        geometry, input: input, outputGradient: error.gradient, options: layer.options)
      let next = try layer.weight.combined(with: gradient) { $0 - learningRate * $1 }
      if isAccelerated {
        let move = try next.combined(with: reached) { $0 - $1 }
        // A move uphill has overshot: start anew from here.
        momentum = try gradient.combined(with: move, *).sum() > 0 ? 0 : momentum + 1
        let ahead = Scalar(momentum) / Scalar(momentum + 3)
        layer.weight = try next.combined(with: move) { $0 + ahead * $1 }
        reached = next
      } else {
        layer.weight = next
      }
      report(step, error.loss, layer)
      return error.loss
    }
    return layer
  }
}
