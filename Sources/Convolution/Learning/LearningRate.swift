// LearningRate.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How large a step of gradient descent may be.
public enum LearningRate {
  /// The learning rate for ``SquaredError`` of what a layer makes of `input`: half of the largest with
  /// which gradient descent converges.
  ///
  /// The loss is a quadratic function of weight and bias. It curves most along the eigenvector of its
  /// matrix of second derivatives, `2 XᵀX` for the im2col matrix `X`, with the largest eigenvalue
  /// `lambda`. Descent makes the loss smaller in every step with any rate below `2 / lambda`, and
  /// diverges with any above. This returns `1 / lambda`, where `lambda` is found by 64 steps of the
  /// power iteration: a convolution and its gradient each, and no matrix.
  ///
  /// The iteration comes from below, so that the rate is a little larger than `1 / lambda`. It would
  /// miss `lambda` by half, and the rate be too large, only if less than 2^-64 of the random vector that
  /// it starts from pointed along the eigenvector: less than the numbers' own rounding.
  ///
  /// - Parameters:
  ///   - layer: Its geometry, its border, and whether it has a bias count. Its numbers and its activation
  ///     do not; with an activation the loss is no quadratic function, and nothing is promised.
  ///   - input: `[batch, inputChannels, height, width]`, all that the loss is summed over.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault; ``ConvolutionError/invalidValue(name:value:accepted:)`` for an
  ///   input of zeros, which every rate suits, and one that is not finite.
  /// - Complexity: 128 times the FLOPs of the layer.
  public static func automatic<Scalar>(
    for layer: Conv2D<Scalar>, input: Tensor<Scalar>
  ) throws(ConvolutionError) -> Double {
    let geometry = try layer.geometry(inputShape: input.shape)
    var direction = try Direction(of: layer)
    var eigenvalue = 0.0
    for _ in 0..<64 {
      direction = direction.normalized()
      let output = try conv2D(
        input, weight: direction.weight, bias: direction.bias, stride: layer.stride,
        padding: layer.padding, dilation: layer.dilation, groups: layer.groups,
        border: layer.border, options: layer.options)
      direction = Direction(
        weight: try conv2DWeightGradient(
          geometry, input: input, outputGradient: output, options: layer.options),
        bias: direction.bias == nil
          ? nil
          : try conv2DBiasGradient(geometry, outputGradient: output, options: layer.options))
      eigenvalue = 2 * direction.norm
      guard eigenvalue.isFinite, eigenvalue > 0 else {
        throw .invalidValue(
          name: "the largest curvature of the loss", value: "\(eigenvalue)",
          accepted:
            "a positive, finite number; the squares of the input must not all be 0, nor overflow")
      }
    }
    return 1 / eigenvalue
  }

  /// A direction in the space of a layer's parameters.
  private struct Direction<Scalar: TensorScalar> {
    var weight: Tensor<Scalar>
    var bias: Tensor<Scalar>?

    init(weight: Tensor<Scalar>, bias: Tensor<Scalar>?) {
      self.weight = weight
      self.bias = bias
    }

    /// A random one; the same for every call, as is the result then.
    init(of layer: Conv2D<Scalar>) throws(ConvolutionError) {
      var generator = SplitMix64(seed: 1)
      weight = try .random(layer.weight.shape, in: -1..<1, using: &generator)
      if let shape = layer.bias?.shape {
        bias = try .random(shape, in: -1..<1, using: &generator)
      }
    }

    var norm: Double {
      func squares(_ tensor: Tensor<Scalar>) -> Double {
        var sum = 0.0
        for element in tensor.elements { sum += Double(element) * Double(element) }
        return sum
      }
      return (squares(weight) + (bias.map(squares) ?? 0)).squareRoot()
    }

    func normalized() -> Direction {
      let scale = Scalar(1 / norm)
      return Direction(weight: weight.map { $0 * scale }, bias: bias?.map { $0 * scale })
    }
  }
}
