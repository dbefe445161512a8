// KernelDescent.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The textbook's way to learn a kernel: gradient descent on the sum of squared errors.
struct KernelDescent<Scalar: TensorScalar> {
  var layer: Conv2D<Scalar>
  let input: Tensor<Scalar>
  let target: Tensor<Scalar>
  let learningRate: Scalar

  /// The layer after `steps` steps. `report` gets the number of every step, from 1, the loss before
  /// it, and the layer after it.
  func run(
    steps: Int, report: (_ step: Int, _ loss: Double, _ layer: Conv2D<Scalar>) throws -> Void
  ) throws -> Conv2D<Scalar> {
    var layer = layer
    for step in 0..<steps {
      let error = try SquaredError(prediction: try layer(input), target: target)
      let geometry = try layer.geometry(inputShape: input.shape)
      let weightGradient = try conv2DWeightGradient(
        geometry, input: input, outputGradient: error.gradient, options: layer.options)
      layer.weight = try layer.weight.combined(with: weightGradient) { $0 - learningRate * $1 }
      try report(step + 1, error.loss, layer)
    }
    return layer
  }
}
