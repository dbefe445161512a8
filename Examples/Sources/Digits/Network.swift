// Network.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A network after LeNet: two convolutions with ReLU, each followed by pooling, and two dense layers.
///
/// | layer | output |
/// |---|---|
/// | 3x3 convolution, ReLU | `[batch, 8, 8, 8]` |
/// | largest of 2x2 | `[batch, 8, 4, 4]` |
/// | 3x3 convolution, ReLU | `[batch, 16, 4, 4]` |
/// | largest of 2x2 | `[batch, 16, 2, 2]` |
/// | dense, ReLU | `[1, 64, 1, batch]` |
/// | dense | `[1, 10, 1, batch]` |
///
/// Source: Y. LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998.
struct Network {
  private var edges: Unit
  private var shapes: Unit
  private var hidden: Unit
  private var digits: Unit
  private let pool: MaxPool2D

  /// A network with random parameters.
  init(options: ConvolutionOptions, using generator: inout SplitMix64) throws {
    edges = Unit(
      name: "edges",
      layer: try Conv2D(
        inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: 1, activation: .relu,
        options: options, using: &generator))
    shapes = Unit(
      name: "shapes",
      layer: try Conv2D(
        inputChannels: 8, outputChannels: 16, kernelSize: 3, padding: 1, activation: .relu,
        options: options, using: &generator))
    hidden = Unit(
      name: "hidden",
      layer: try Conv2D(
        inputChannels: 64, outputChannels: 64, kernelSize: 1, activation: .relu,
        options: options, using: &generator))
    digits = Unit(
      name: "digits",
      layer: try Conv2D(
        inputChannels: 64, outputChannels: 10, kernelSize: 1, options: options, using: &generator))
    pool = MaxPool2D(kernelSize: 2, options: options)
  }

  /// The parameters by name.
  var parameters: [String: Tensor<Float>] {
    var parameters: [String: Tensor<Float>] = [:]
    for unit in [edges, shapes, hidden, digits] {
      parameters[unit.name + ".weight"] = unit.layer.weight
      parameters[unit.name + ".bias"] = unit.layer.bias
    }
    return parameters
  }

  /// The score of every digit for every picture, `[1, 10, 1, batch]`.
  func scores(_ pictures: Tensor<Float>) throws -> Tensor<Float> {
    let features = try columns(pool(shapes(pool(edges(pictures)))))
    return try digits(hidden(features))
  }

  /// One step of learning from a batch; returns the loss before it.
  mutating func learn(_ batch: DigitSet, by optimizer: inout SGD<Float>) throws -> Double {
    let edgeMaps = try edges(batch.pictures)
    let smallEdgeMaps = try pool(edgeMaps)
    let shapeMaps = try shapes(smallEdgeMaps)
    let smallShapeMaps = try pool(shapeMaps)
    let features = try columns(smallShapeMaps)
    let concepts = try hidden(features)
    let scores = try digits(concepts)
    let error = try CrossEntropy(scores: scores, labels: batch.labels)

    // Backwards, from the scores to the pictures.
    var gradient = try digits.learn(
      error.gradient, input: concepts, output: scores, by: &optimizer)
    gradient = try gradient.flatMap { gradient in
      try hidden.learn(gradient, input: features, output: concepts, by: &optimizer)
    }
    gradient = try gradient.flatMap { gradient in
      let maps = try pool.inputGradient(
        input: shapeMaps, outputGradient: images(gradient, shape: smallShapeMaps.shape))
      return try shapes.learn(maps, input: smallEdgeMaps, output: shapeMaps, by: &optimizer)
    }
    if let gradient {
      let maps = try pool.inputGradient(input: edgeMaps, outputGradient: gradient)
      _ = try edges.learn(
        maps, input: batch.pictures, output: edgeMaps, by: &optimizer, needsInputGradient: false)
    }
    return error.loss
  }

  /// `[batch, channels, height, width]` as one picture of a row, `[1, features, 1, batch]`.
  private func columns(_ images: Tensor<Float>) throws -> Tensor<Float> {
    let (batch, features) = (images.shape[0], images.count / images.shape[0])
    return try images.reshaped(to: [batch, features]).transposed()
      .reshaped(to: [1, features, 1, batch])
  }

  /// The way back from ``columns(_:)``.
  private func images(_ columns: Tensor<Float>, shape: [Int]) throws -> Tensor<Float> {
    try columns.reshaped(to: [columns.shape[1], columns.shape[3]]).transposed()
      .reshaped(to: shape)
  }
}
