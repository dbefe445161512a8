// SpreadMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The spreading microkernel: rows, copied in stretches to where tiles read them.
@safe struct SpreadMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>

  init(_ kernels: KernelTable) {
    unsafe table = kernels.table
  }

  /// Rows in memory, `width` elements each, and what is thought to lie around them.
  @unsafe struct Rows {
    let start: UnsafePointer<Scalar>
    /// The distance between rows.
    let stride: Int
    let count: Int
    let width: Int
    /// How many elements early a row begins: these, and all behind it, are `constant`.
    var before = 0
    var constant: Scalar = 0
  }

  /// `target[r * rowStride + t * tileStride + f * span + i]` becomes
  /// `rows[r][tiles[t].lowerBound * step + phases * i + f]`, for `span` elements of every phase of
  /// every tile. Less than a vector more is written after each tile.
  ///
  /// - Parameter phases: 1; or 2, for the even elements and the odd ones.
  @inline(__always)
  func spread(
    _ rows: Rows, _ tiles: RowTiles, step: Int, span: Int, phases: Int = 1,
    into target: UnsafeMutablePointer<Scalar>, rowStride: Int, tileStride: Int
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_spread_f32(
        source: cast(rows.start), source_stride: rows.stride, rows: rows.count, width: rows.width,
        before: rows.before, constant: Float(rows.constant), stretches: tiles.count,
        quotient: tiles.quotient, remainder: tiles.remainder, step: step, span: span,
        phases: phases, target: cast(target), row_stride: rowStride, stretch_stride: tileStride,
        phase_stride: span)
      unsafe table.pointee.spread_f32(&arguments)
    } else {
      var arguments = unsafe ck_spread_f64(
        source: cast(rows.start), source_stride: rows.stride, rows: rows.count, width: rows.width,
        before: rows.before, constant: Double(rows.constant), stretches: tiles.count,
        quotient: tiles.quotient, remainder: tiles.remainder, step: step, span: span,
        phases: phases, target: cast(target), row_stride: rowStride, stretch_stride: tileStride,
        phase_stride: span)
      unsafe table.pointee.spread_f64(&arguments)
    }
  }
}
