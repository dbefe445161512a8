// FarMemory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// Memory beyond the caches, and stores that go past them.
enum FarMemory {
  /// The bytes of an output from which on it is far: half as large, it may still be in the last-level
  /// cache when it is needed.
  static let outputBytes = 0x1p24

  /// Has done what was stored past the caches; before another thread may know of it.
  @inline(__always)
  static func fence() { ck_fence() }
}
