// SquaredError.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sum of the squared differences between a prediction and its target, with its gradient.
///
/// ```
/// loss = sum of (prediction - target)²      gradient = 2 (prediction - target)
/// ```
///
/// PyTorch's `((prediction - target) ** 2).sum()`, the loss of the textbook's learned kernel.
public struct SquaredError<Scalar: TensorScalar>: Sendable {
  /// The sum, accumulated in `Double`.
  public let loss: Double
  /// The gradient of the loss with respect to the prediction, and of its shape.
  public let gradient: Tensor<Scalar>

  /// The loss of `prediction`, which has the shape of `target`.
  ///
  /// - Throws: ``ConvolutionError/shapeMismatch(name:expected:actual:)``.
  public init(
    prediction: Tensor<Scalar>, target: Tensor<Scalar>
  ) throws(ConvolutionError) {
    try check(prediction, "prediction", is: target.shape)
    var loss = 0.0
    gradient = try prediction.combined(with: target) { prediction, target in
      let difference = prediction - target
      let exact = Double(difference)
      loss += exact * exact
      return 2 * difference
    }
    self.loss = loss
  }
}
