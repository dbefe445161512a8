// Contender.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What is timed on every problem.
package enum Contender: String, CaseIterable, Hashable, Sendable {
  /// The loops of the oracle, on one thread: the floor.
  case naive
  /// The library, told to use im2col and a matrix product.
  case im2col
  /// The library, choosing for itself.
  case automatic
  /// Only the matrix products of im2col, on matrices that are there: the ceiling of all that goes
  /// through BLAS.
  case gemm
}
