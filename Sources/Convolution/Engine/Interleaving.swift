// Interleaving.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// Every second element, picked out and put back, with vectors.
enum Interleaving {
  /// `target[i] = source[2 i]`, for `count` elements of the target.
  @inline(__always)
  static func pick<Scalar: TensorScalar>(
    from source: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>, count: Int
  ) {
    if Scalar.self == Float.self {
      unsafe ck_pick_f32(
        cast(source),
        cast(target), count)
    } else {
      unsafe ck_pick_f64(
        cast(source),
        cast(target), count)
    }
  }

  /// `target[2 i] = even[i]`, `target[2 i + 1] = odd[i]`, for `count` elements of each.
  ///
  /// - Parameter streams: Whether they are stored past the caches: `target` is aligned to 16 bytes then, and
  ///   ``FarMemory/fence()`` has to come before another thread may know of them.
  @inline(__always)
  static func merge<Scalar: TensorScalar>(
    _ even: UnsafePointer<Scalar>, _ odd: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>, count: Int, streams: Bool
  ) {
    switch (Scalar.self == Float.self, streams) {
    case (true, false): unsafe ck_merge_f32(cast(even), cast(odd), cast(target), count)
    case (true, true): unsafe ck_merge_streaming_f32(cast(even), cast(odd), cast(target), count)
    case (false, false): unsafe ck_merge_f64(cast(even), cast(odd), cast(target), count)
    case (false, true): unsafe ck_merge_streaming_f64(cast(even), cast(odd), cast(target), count)
    }
  }
}
