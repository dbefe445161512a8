// FourierCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Foundation
import Testing

/// Two tiles that go through all Fourier microkernels, with a kernel of a few taps anywhere, and are
/// correlated around their edges.
struct FourierCase<Scalar: BinaryFloatingPoint> {
  let table: UnsafePointer<ck_table>
  let size: Int
  /// What is written of the tiles.
  let rows: Int
  let columns: (Int, Int)
  /// An element of the first tile.
  var special: Scalar?

  private let bias = 0.25
  private let range = -1.5...2
  private let taps = 3
  private let tiles: [[Scalar]]
  private let kernel: [(row: Int, column: Int, weight: Scalar)]

  init(_ set: ck_isa, size: Int, rows: Int, columns: (Int, Int)) throws {
    table = try #require(ck_table_for(set))
    self.size = size
    self.rows = rows
    self.columns = columns
    var generator = SplitMix64(seed: UInt64(size + rows))
    tiles = (0..<2).map { _ in generator.normal(size * size) }
    var places: Set<Int> = []
    while places.count < taps { places.insert(Int.random(in: 0..<size * size, using: &generator)) }
    let weights: [Scalar] = generator.normal(taps)
    let side = size
    kernel = zip(places.sorted(), weights).map { place, weight in
      (row: place / side, column: place % side, weight: weight)
    }
  }

  /// As the header says.
  private var twiddles: [Scalar] {
    var twiddles: [Scalar] = []
    var span = size
    while span >= 16 {
      for j in 0..<span / 4 {
        for power in 1...3 {
          let angle = -2 * Double.pi * Double(j * power) / Double(span)
          twiddles += [Scalar(cos(angle)), Scalar(sin(angle))]
        }
      }
      span /= 4
    }
    return twiddles
  }

  func check() {
    let (outputs, isFinite) = run()
    #expect(isFinite, "\(size), \(rows) x \(columns)")
    for (tile, output) in outputs.enumerated() {
      let width = tile == 0 ? columns.0 : columns.1
      var expected = [Scalar?](repeating: nil, count: output.count)
      for row in 0..<rows {
        for column in 0..<width {
          let sum = kernel.reduce(bias) { sum, tap in
            let place = (row + tap.row) % size * size + (column + tap.column) % size
            return sum + Double(tap.weight) * Double(tiles[tile][place])
          }
          expected[row * size + column] = Scalar(min(max(sum, range.lowerBound), range.upperBound))
        }
      }
      compare(
        output, expected, tolerance: 200 * Double(Scalar.ulpOfOne),
        "size \(size), \(rows) x \(columns), tile \(tile)")
    }
  }

  /// The outputs, and what the last microkernel says of them.
  func run() -> (outputs: [AlignedMemory<Scalar>], isFinite: Bool) {
    let lanes = table.lanes(Scalar.self)
    // A row more than there is: panels need not follow each other.
    let panelStride = 2 * lanes * (size + 1)
    var operands = tiles
    if let special { operands[0][size + 2] = special }
    let inputs = operands.map { AlignedMemory($0) }
    let reversed = AlignedMemory([Scalar](repeating: 0, count: size * size))
    for tap in kernel {
      reversed.start[(size - tap.row) % size * size + (size - tap.column) % size] = tap.weight
    }
    let zeros = AlignedMemory([Scalar](repeating: 0, count: size))
    let steps = FourierSteps<Scalar>(
      table: table, size: size, twiddles: AlignedMemory(twiddles),
      panels: AlignedMemory(count: size / lanes * panelStride), panelStride: panelStride)
    let spectrum = AlignedMemory<Scalar>(count: 2 * size * size)
    let line = AlignedMemory<Scalar>(count: 2 * size * lanes)
    let outputs = (0..<2).map { _ in AlignedMemory<Scalar>(count: size * size) }

    steps.transformColumns((reversed, zeros), rowStrides: (size, 0))
    steps.transformRows(into: spectrum)
    steps.transformColumns((inputs[0], inputs[1]), rowStrides: (size, size))
    steps.multiplyRows(by: spectrum, columns: columns.0, line: line)
    let isFinite = steps.transformOutput(
      (outputs[0], outputs[1]), rows: rows, columns: columns, bias: bias, range: range)
    for memory in [steps.panels, spectrum, line] { #expect(memory.isIntactAround) }
    return (outputs, isFinite)
  }
}

/// The microkernels, on panels of their own.
private struct FourierSteps<Scalar: BinaryFloatingPoint> {
  let table: UnsafePointer<ck_table>
  let size: Int
  let twiddles: AlignedMemory<Scalar>
  let panels: AlignedMemory<Scalar>
  let panelStride: Int

  func transformColumns(
    _ tiles: (AlignedMemory<Scalar>, AlignedMemory<Scalar>), rowStrides: (Int, Int)
  ) {
    if Scalar.self == Float.self {
      var arguments = ck_fourier_columns_f32(
        size: size, twiddles: twiddles.pointer(), tiles: (read(tiles.0), read(tiles.1)),
        row_strides: rowStrides, panels: panels.pointer(), panel_stride: panelStride)
      table.pointee.fourier_columns_f32(&arguments)
    } else {
      var arguments = ck_fourier_columns_f64(
        size: size, twiddles: twiddles.pointer(), tiles: (read(tiles.0), read(tiles.1)),
        row_strides: rowStrides, panels: panels.pointer(), panel_stride: panelStride)
      table.pointee.fourier_columns_f64(&arguments)
    }
  }

  func transformRows(into spectrum: AlignedMemory<Scalar>) {
    rows(by: nil, columns: size, line: nil, into: spectrum)
  }

  func multiplyRows(
    by spectrum: AlignedMemory<Scalar>, columns: Int, line: AlignedMemory<Scalar>
  ) {
    rows(by: spectrum, columns: columns, line: line, into: panels)
  }

  private func rows(
    by spectrum: AlignedMemory<Scalar>?, columns: Int, line: AlignedMemory<Scalar>?,
    into products: AlignedMemory<Scalar>
  ) {
    if Scalar.self == Float.self {
      var arguments = ck_fourier_rows_f32(
        size: size, twiddles: twiddles.pointer(), panels: panels.pointer(),
        panel_stride: panelStride, spectrum: spectrum.map { read($0) }, columns: columns,
        line: line?.pointer(), products: products.pointer())
      table.pointee.fourier_rows_f32(&arguments)
    } else {
      var arguments = ck_fourier_rows_f64(
        size: size, twiddles: twiddles.pointer(), panels: panels.pointer(),
        panel_stride: panelStride, spectrum: spectrum.map { read($0) }, columns: columns,
        line: line?.pointer(), products: products.pointer())
      table.pointee.fourier_rows_f64(&arguments)
    }
  }

  func transformOutput(
    _ outputs: (AlignedMemory<Scalar>, AlignedMemory<Scalar>), rows: Int, columns: (Int, Int),
    bias: Double, range: ClosedRange<Double>
  ) -> Bool {
    let scale = 1 / Double(size * size)
    if Scalar.self == Float.self {
      var arguments = ck_fourier_output_f32(
        size: size, twiddles: twiddles.pointer(), panels: panels.pointer(),
        panel_stride: panelStride, scale: Float(scale), bias: Float(bias),
        lower: Float(range.lowerBound), upper: Float(range.upperBound),
        outputs: (outputs.0.pointer(), outputs.1.pointer()), row_stride: size, rows: rows,
        columns: columns)
      return table.pointee.fourier_output_f32(&arguments)
    }
    var arguments = ck_fourier_output_f64(
      size: size, twiddles: twiddles.pointer(), panels: panels.pointer(),
      panel_stride: panelStride, scale: scale, bias: bias, lower: range.lowerBound,
      upper: range.upperBound, outputs: (outputs.0.pointer(), outputs.1.pointer()),
      row_stride: size, rows: rows, columns: columns)
    return table.pointee.fourier_output_f64(&arguments)
  }

  private func read<T>(_ memory: AlignedMemory<Scalar>) -> UnsafePointer<T> {
    UnsafePointer(memory.pointer())
  }
}
