// LagKernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

/// The lag microkernels of every instruction set that the machine has.
@Suite struct LagKernelTests {
  private static let tables = PlanarKernelTests.tables

  /// Whole numbers, whose sums are exact; what must not be read is NaN.
  @Test(arguments: tables.map(\.rawValue), [1, -1, -3, 2])
  func sumsMatchPlainLoops(isa: UInt32, step: Int) throws {
    let table = try #require(ck_table_for(ck_isa(isa)))
    let lanes = table.pointee.vector_size / MemoryLayout<Double>.size
    for rowCount in 1...9 {
      for shifts in [1, 2, 3, 4, 5, 6, 7, 12, 13, 19] {
        for columns in [1, 2, 3, 5, 8, 9, 16, 31] {
          let call = LagCall(rowCount: rowCount, shifts: shifts, columns: columns, step: step)
          #expect(
            call.actual(table, lanes: lanes) == call.expected(lanes: lanes),
            "\(call), instruction set \(isa)")
        }
      }
    }
  }
}

/// One call, on rows between guards of NaN.
private struct LagCall {
  let rowCount: Int
  let shifts: Int
  let columns: Int
  let step: Int

  private var reach: Int { abs(step) * (shifts - 1) }

  private func row(_ row: Int, _ column: Int) -> Double {
    Double((row * 31 + column * 7) % 13 - 6)
  }

  /// The shifted row, at a column that may be below 0.
  private func shifted(_ column: Int) -> Double { Double((column + 100) * 11 % 17 - 8) }

  /// What the sums start from.
  private func start(_ index: Int) -> Double { Double(index % 5) }

  func expected(lanes: Int) -> [Double] {
    var sums = (0..<rowCount * shifts * lanes).map(start)
    for i in 0..<rowCount {
      for j in 0..<shifts {
        for x in 0..<columns {
          sums[(i * shifts + j) * lanes + x % lanes] += row(i, x) * shifted(j * step + x)
        }
      }
    }
    return sums
  }

  func actual(_ table: UnsafePointer<ck_table>, lanes: Int) -> [Double] {
    let guards = [Double](repeating: .nan, count: 8)
    let rows = (0..<rowCount).flatMap { i in guards + (0..<columns).map { row(i, $0) } } + guards
    // From the first column that is read to the last.
    let first = step < 0 ? -reach : 0
    let shiftedRow = guards + (first..<first + columns + reach).map(shifted) + guards
    var sums = (0..<rowCount * shifts * lanes).map(start)
    rows.withUnsafeBufferPointer { rows in
      shiftedRow.withUnsafeBufferPointer { shiftedRow in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let rows = rows.baseAddress, let shiftedRow = shiftedRow.baseAddress else { return }
          var arguments = ck_lags_f64(
            rows: rows + guards.count, row_stride: columns + guards.count, row_count: rowCount,
            shifted: shiftedRow + guards.count - first, step: step, shifts: shifts,
            columns: columns, sums: sums.baseAddress)
          table.pointee.lags_f64(&arguments)
        }
      }
    }
    return sums
  }
}
