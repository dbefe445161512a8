// Unit.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A layer that learns: a convolution, with ReLU or without.
///
/// A dense layer is one too. A batch of vectors is a picture of one row, `[1, features, 1, batch]`, and
/// a 1x1 convolution of it is the product of the weight with all of them.
struct Unit {
  let name: String
  var layer: Conv2D<Float>

  func callAsFunction(_ input: Tensor<Float>) throws -> Tensor<Float> { try layer(input) }

  /// Follows the gradient of the loss with respect to `output`, and returns the one with respect to
  /// `input`, nil unless it is needed.
  mutating func learn(
    _ outputGradient: Tensor<Float>, input: Tensor<Float>, output: Tensor<Float>,
    by optimizer: inout SGD<Float>, needsInputGradient: Bool = true
  ) throws -> Tensor<Float>? {
    var gradient = outputGradient
    if layer.activation == .relu {
      gradient = try gradient.combined(with: output) { $1 > 0 ? $0 : 0 }
    }
    let geometry = try layer.geometry(inputShape: input.shape)
    let inputGradient =
      needsInputGradient
      ? try conv2DInputGradient(
        geometry, weight: layer.weight, outputGradient: gradient, options: layer.options) : nil
    let weightGradient = try conv2DWeightGradient(
      geometry, input: input, outputGradient: gradient, options: layer.options)
    try optimizer.update(&layer.weight, along: weightGradient, key: name + ".weight")
    if var bias = layer.bias {
      let biasGradient = try conv2DBiasGradient(
        geometry, outputGradient: gradient, options: layer.options)
      try optimizer.update(&bias, along: biasGradient, key: name + ".bias")
      layer.bias = bias
    }
    return inputGradient
  }
}
