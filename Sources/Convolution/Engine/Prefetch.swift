// Prefetch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// Requests for memory that is used later.
enum Prefetch {
  /// Asks for `count` elements. Nothing is read: they need not be there.
  @inline(__always)
  static func elements<Scalar: TensorScalar>(_ start: UnsafePointer<Scalar>, count: Int) {
    for offset in stride(from: 0, to: count, by: 64 / MemoryLayout<Scalar>.size) {
      unsafe ck_prefetch(start + offset)
    }
  }
}
