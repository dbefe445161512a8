// TensorScalar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// An element type that the library computes with: `Float` or `Double`.
///
/// The set is closed. Every algorithm is compiled for exactly these two types, so that a program
/// in another module never runs unspecialized generic code; a conformance of your own is not
/// supported.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {}

extension Float: TensorScalar {}
extension Double: TensorScalar {}
