// Spreading.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// Rows, copied in stretches to where tiles read them.
enum Spreading {
  /// The elements after a stretch that are read and written as well, at most.
  static let overrun = 3

  /// `target[t * targetStride + i] = source[tiles[t].lowerBound * step + i]`, for `span` elements of
  /// every tile and at most `overrun` more.
  @inline(__always)
  static func spread<Scalar: TensorScalar>(
    _ source: UnsafePointer<Scalar>, _ tiles: RowTiles, step: Int, span: Int,
    into target: UnsafeMutablePointer<Scalar>, targetStride: Int
  ) {
    if Scalar.self == Float.self {
      unsafe ck_spread_f32(
        cast(source), tiles.count, tiles.quotient,
        tiles.remainder, step, span,
        cast(target), targetStride)
    } else {
      unsafe ck_spread_f64(
        cast(source), tiles.count, tiles.quotient,
        tiles.remainder, step, span,
        cast(target), targetStride)
    }
  }
}
