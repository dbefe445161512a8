// AnyTensor.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A tensor whose element type only the file knew.
///
/// ```swift
/// switch try NPYFile.read("image.npy") {
/// case .float(let image): print("single precision", image.shape)
/// case .double(let image): print("double precision", image.shape)
/// }
/// ```
public enum AnyTensor: Sendable, Equatable {
  /// Single precision: `<f4`, `>f4`, `F32`.
  case float(Tensor<Float>)
  /// Double precision: `<f8`, `>f8`, `F64`.
  case double(Tensor<Double>)
}

extension AnyTensor {
  /// The same tensor, sharing its memory, with the element type forgotten.
  public init(_ tensor: Tensor<some TensorScalar>) {
    if let tensor = tensor as? Tensor<Float> {
      self = .float(tensor)
    } else if let tensor = tensor as? Tensor<Double> {
      self = .double(tensor)
    } else {
      // The set of scalars is closed; a stranger would still be stored without a loss of range.
      self = .double(Tensor<Double>(tensor))
    }
  }

  /// The size along every axis.
  public var shape: [Int] {
    switch self {
    case .float(let tensor): tensor.shape
    case .double(let tensor): tensor.shape
    }
  }

  /// The tensor with elements of the type asked for.
  ///
  /// Costs nothing when it has that type already. Otherwise it is a copy: exact from `Float` to
  /// `Double`, and from `Double` to `Float` every element is rounded to the nearest, to infinity
  /// beyond the range of `Float`.
  public func converted<Scalar: TensorScalar>(
    to type: Scalar.Type = Scalar.self
  ) -> Tensor<Scalar> {
    switch self {
    case .float(let tensor): tensor as? Tensor<Scalar> ?? Tensor<Scalar>(tensor)
    case .double(let tensor): tensor as? Tensor<Scalar> ?? Tensor<Scalar>(tensor)
    }
  }
}
