// SpreadTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

/// The spreading microkernels of every instruction set that the machine has.
@Suite struct SpreadTests {
  private static let tables = PlanarKernelTests.tables

  /// The first elements of the stretches of a row are as far apart as its pixels can be divided; what
  /// is not of the row is the constant. In two phases, every second element goes to the second.
  @Test(arguments: tables.map(\.rawValue), [(10, 3), (7, 7), (9, 1), (11, 4)])
  func stretchesStartEvenly(isa: UInt32, row: (pixels: Int, tiles: Int)) throws {
    let table = try #require(ck_table_for(ck_isa(isa)))
    for step in 1...3 {
      for span in [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33] {
        for (before, after) in [(0, 0), (1, 1), (3, 0), (20, 25)] {
          for (phases, gap) in [(1, 0), (1, 3), (1, 40), (2, 0), (2, 3), (2, 40)] {
            let call = SpreadCall(
              pixels: row.pixels, tiles: row.tiles, step: step, span: span, phases: phases,
              before: before, after: after, phaseStride: span + gap / 2,
              rowStride: phases * (span + gap / 2) + gap)
            #expect(call.actual(table) == call.expected(), "\(call), instruction set \(isa)")
            #expect(
              call.actual(inDouble: table) == call.expected().map(Double.init),
              "\(call), instruction set \(isa), double")
          }
        }
      }
    }
  }
}

/// One call, on rows between guards of NaN.
private struct SpreadCall {
  static let rows = 3
  static let constant: Float = -1
  /// More than a vector.
  static let guardSize = 40

  let pixels: Int
  let tiles: Int
  let step: Int
  let span: Int
  let phases: Int
  /// The constants before and after a row.
  let before: Int
  let after: Int
  let phaseStride: Int
  let rowStride: Int

  private var width: Int { max(0, (pixels - 1) * step + phases * span - before - after) }
  private var sourceStride: Int { width + 3 }
  private var tileStride: Int { Self.rows * rowStride + Self.guardSize }

  private func element(_ row: Int, _ column: Int) -> Float { Float(row * 1000 + column) }

  private func source() -> [Float] {
    var source = [Float](repeating: .nan, count: Self.rows * sourceStride + 2 * Self.guardSize)
    for row in 0..<Self.rows {
      for column in 0..<width {
        source[Self.guardSize + row * sourceStride + column] = element(row, column)
      }
    }
    return source
  }

  /// Tile after tile, row after row, phase after phase.
  func expected() -> [Float] {
    var all: [Float] = []
    for tile in 0..<tiles {
      let start = pixels * tile / tiles * step - before
      for row in 0..<Self.rows {
        for phase in 0..<phases {
          all += (0..<span).map { index in
            let column = start + phases * index + phase
            return (0..<width).contains(column) ? element(row, column) : Self.constant
          }
        }
      }
    }
    return all
  }

  private func stretches<Scalar>(of target: [Scalar]) -> [Scalar] {
    var all: [Scalar] = []
    for tile in 0..<tiles {
      for row in 0..<Self.rows {
        for phase in 0..<phases {
          let start = tile * tileStride + row * rowStride + phase * phaseStride
          all += target[start..<start + span]
        }
      }
    }
    return all
  }

  func actual(_ table: UnsafePointer<ck_table>) -> [Float] {
    var target = [Float](repeating: .nan, count: tiles * tileStride)
    unsafe source().withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let row = source.baseAddress, let start = target.baseAddress else { return }
        var arguments = unsafe ck_spread_f32(
          source: row + Self.guardSize, source_stride: sourceStride,
          rows: Self.rows, width: width, before: before, constant: Self.constant,
          stretches: tiles, quotient: pixels / tiles, remainder: pixels % tiles, step: step,
          span: span, phases: phases, target: start, row_stride: rowStride,
          stretch_stride: tileStride, phase_stride: phaseStride)
        unsafe table.pointee.spread_f32(&arguments)
      }
    }
    return stretches(of: target)
  }

  func actual(inDouble table: UnsafePointer<ck_table>) -> [Double] {
    var target = [Double](repeating: .nan, count: tiles * tileStride)
    unsafe source().map(Double.init).withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let row = source.baseAddress, let start = target.baseAddress else { return }
        var arguments = unsafe ck_spread_f64(
          source: row + Self.guardSize, source_stride: sourceStride,
          rows: Self.rows, width: width, before: before, constant: Double(Self.constant),
          stretches: tiles, quotient: pixels / tiles, remainder: pixels % tiles, step: step,
          span: span, phases: phases, target: start, row_stride: rowStride,
          stretch_stride: tileStride, phase_stride: phaseStride)
        unsafe table.pointee.spread_f64(&arguments)
      }
    }
    return stretches(of: target)
  }
}
