// LagMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// Some rows against one row at as many shifts, in Double.
enum LagMicrokernels {
  private static let columns = 256

  /// The lag microkernel of a table, for kernels of several sizes.
  static func all(_ table: UnsafePointer<ck_table>) -> [MicrokernelSeries] {
    [
      MicrokernelSeries(
        name: "lags", unit: "rows and shifts",
        entries: [1, 3, 5, 7, 11].map { ($0, unsafe microkernel(table, size: $0)) })
    ]
  }

  private static func microkernel(
    _ table: UnsafePointer<ck_table>, size: Int
  ) -> Microkernel {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Double>.size
    let rows = AlignedBuffer<Double>(count: size * columns)
    let shifted = AlignedBuffer<Double>(count: columns + size)
    let sums = AlignedBuffer<Double>(count: size * size * lanes)
    return Microkernel(amount: .operations(2 * size * size * columns)) { repetitions in
      var arguments = unsafe ck_lags_f64(
        rows: rows.start, row_stride: columns, row_count: size, shifted: shifted.start, step: 1,
        shifts: size, columns: columns, sums: sums.start)
      for _ in 0..<repetitions { unsafe table.pointee.lags_f64(&arguments) }
    }
  }
}
