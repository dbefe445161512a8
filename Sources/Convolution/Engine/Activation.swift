// Activation.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What becomes of every output, after the bias is added.
///
/// It is applied where the output is computed, at no cost. NaN stays NaN.
public enum Activation: Hashable, Sendable {
  /// Nothing.
  case none
  /// The larger of the output and 0.
  case relu
  /// The output, or the bound that it passes: `clamp(0, 6)` is known as ReLU6.
  case clamp(Double, Double)

  /// The range that outputs are held to.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` for bounds that are NaN, or in
  ///   the wrong order.
  func range<Scalar: TensorScalar>(
    _: Scalar.Type = Scalar.self
  ) throws(ConvolutionError) -> ClosedRange<Scalar> {
    switch self {
    case .none: return -.infinity ... .infinity
    case .relu: return 0 ... .infinity
    case .clamp(let lower, let upper):
      guard lower <= upper else {
        throw .invalidValue(
          name: "activation", value: "clamp(\(lower), \(upper))",
          accepted: "a lower bound that is at most the upper one")
      }
      return Scalar(lower)...Scalar(upper)
    }
  }
}
