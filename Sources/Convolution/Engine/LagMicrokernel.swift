// LagMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The lag microkernel: products of rows with one row at several shifts, summed over columns.
@safe struct LagMicrokernel: Sendable {
  private let function: ck_lags_f64_function
  /// The sums that stay apart for every row and shift: the elements of a vector.
  let lanes: Int

  init(_ kernels: KernelTable) {
    unsafe function = kernels.table.pointee.lags_f64
    lanes = kernels.lanes(Double.self)
  }

  /// Rows that follow each other.
  @unsafe struct Rows {
    let start: UnsafePointer<Double>
    let stride: Int
    let count: Int
  }

  /// `sums[i][j][l] += sum over columns x = l, l + lanes, ... of rows[i][x] * shifted[j step + x]`
  @inline(__always)
  func add(
    _ rows: Rows, shifted: UnsafePointer<Double>, step: Int, shifts: Int, columns: Range<Int>,
    to sums: UnsafeMutablePointer<Double>
  ) {
    var arguments = unsafe ck_lags_f64(
      rows: rows.start + columns.lowerBound, row_stride: rows.stride, row_count: rows.count,
      shifted: shifted + columns.lowerBound, step: step, shifts: shifts, columns: columns.count,
      sums: sums)
    unsafe function(&arguments)
  }
}
