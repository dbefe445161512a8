// ScalarPointers.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// Microkernels come in two kinds, for `float` and for `double`. Where the scalar is known to be one of
// them, these give the pointers that it takes.

/// A pointer to the type that `Scalar` is.
@inline(__always)
func cast<Scalar: TensorScalar, Known>(
  _ pointer: UnsafePointer<Scalar>
) -> UnsafePointer<Known> {
  unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: Known.self)
}

/// A pointer to the type that `Scalar` is, for what is only read.
@inline(__always)
func cast<Scalar: TensorScalar, Known>(
  _ pointer: UnsafeMutablePointer<Scalar>
) -> UnsafePointer<Known> {
  unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: Known.self)
}

/// A pointer to the type that `Scalar` is, for what is written.
@inline(__always)
func cast<Scalar: TensorScalar, Known>(
  _ pointer: UnsafeMutablePointer<Scalar>
) -> UnsafeMutablePointer<Known> {
  unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Known.self)
}
