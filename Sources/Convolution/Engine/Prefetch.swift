// Prefetch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// Requests for memory that is used later. Nothing is read or written: it need not be there.
enum Prefetch {
  /// Asks for `count` elements.
  @inline(__always)
  static func elements<Scalar: TensorScalar>(_ start: UnsafePointer<Scalar>, count: Int) {
    for offset in stride(from: 0, to: count, by: 64 / MemoryLayout<Scalar>.size) {
      unsafe ck_prefetch(start + offset)
    }
  }

  /// Asks for `count` elements that are to be written.
  @inline(__always)
  static func elementsToWrite<Scalar: TensorScalar>(
    _ start: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    for offset in stride(from: 0, to: count, by: 64 / MemoryLayout<Scalar>.size) {
      unsafe ck_prefetch_to_write(start + offset)
    }
  }
}
