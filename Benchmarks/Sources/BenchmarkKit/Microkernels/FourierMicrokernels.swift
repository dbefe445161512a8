// FourierMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A step of the Fourier algorithm for a pair of tiles.
struct FourierMicrokernelProblem {
  enum Step: CaseIterable {
    case columns, rows, output
  }

  let step: Step
  let size: Int
  let lanes: Int

  /// From panel to panel, as the algorithm has it.
  var panelStride: Int { 2 * lanes * (size + lanes) }

  /// 5 n log2(n) for a complex transform of n numbers, as is usual for transforms of any radix.
  private var operations: Int {
    let transforms = step == .rows ? 2 * size : size
    return transforms * 5 * size * size.trailingZeroBitCount
  }

  func microkernel<Scalar: FourierMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let operands = FourierMicrokernelOperands<Scalar>(
      twiddles: AlignedBuffer(count: 2 * size), tiles: AlignedBuffer(count: 2 * size * size),
      panels: AlignedBuffer(count: size / lanes * panelStride),
      spectrum: AlignedBuffer(count: 2 * size * size), line: AlignedBuffer(count: 2 * size * lanes))
    return Microkernel(amount: .operations(operations)) { repetitions in
      unsafe Scalar.call(table, self, operands, repetitions: repetitions)
    }
  }

  /// All Fourier microkernels of a table.
  static func all<Scalar: FourierMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    return Step.allCases.map { step in
      MicrokernelSeries(
        name: "fourier, \(step)", unit: "numbers a side",
        entries: [32, 64, 128, 256].map { size in
          let problem = Self(step: step, size: size, lanes: lanes)
          return (size, unsafe problem.microkernel(table, Scalar.self))
        })
    }
  }
}

struct FourierMicrokernelOperands<Scalar: BinaryFloatingPoint> {
  let twiddles: AlignedBuffer<Scalar>
  /// Two tiles of inputs, or of outputs.
  let tiles: AlignedBuffer<Scalar>
  let panels: AlignedBuffer<Scalar>
  let spectrum: AlignedBuffer<Scalar>
  let line: AlignedBuffer<Scalar>
}

/// A scalar that Fourier microkernels compute in.
protocol FourierMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: FourierMicrokernelProblem,
    _ operands: FourierMicrokernelOperands<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: FourierMicrokernelProblem,
    _ operands: FourierMicrokernelOperands<Float>, repetitions: Int
  ) {
    let (size, tiles) = unsafe (problem.size, operands.tiles.start)
    switch problem.step {
    case .columns:
      var arguments = unsafe ck_fourier_columns_f32(
        size: size, twiddles: operands.twiddles.start,
        tiles: (UnsafePointer(tiles), UnsafePointer(tiles + size * size)),
        row_strides: (size, size), panels: operands.panels.start,
        panel_stride: problem.panelStride)
      for _ in 0..<repetitions { unsafe table.pointee.fourier_columns_f32(&arguments) }
    case .rows:
      var arguments = unsafe ck_fourier_rows_f32(
        size: size, twiddles: operands.twiddles.start, panels: operands.panels.start,
        panel_stride: problem.panelStride, spectrum: operands.spectrum.start, columns: size,
        line: operands.line.start, products: operands.panels.start)
      for _ in 0..<repetitions { unsafe table.pointee.fourier_rows_f32(&arguments) }
    case .output:
      var arguments = unsafe ck_fourier_output_f32(
        size: size, twiddles: operands.twiddles.start, panels: operands.panels.start,
        panel_stride: problem.panelStride, scale: 1, bias: 0, lower: -.infinity, upper: .infinity,
        outputs: (tiles, tiles + size * size), row_stride: size, rows: size, columns: (size, size))
      for _ in 0..<repetitions { unsafe _ = table.pointee.fourier_output_f32(&arguments) }
    }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: FourierMicrokernelProblem,
    _ operands: FourierMicrokernelOperands<Double>, repetitions: Int
  ) {
    let (size, tiles) = unsafe (problem.size, operands.tiles.start)
    switch problem.step {
    case .columns:
      var arguments = unsafe ck_fourier_columns_f64(
        size: size, twiddles: operands.twiddles.start,
        tiles: (UnsafePointer(tiles), UnsafePointer(tiles + size * size)),
        row_strides: (size, size), panels: operands.panels.start,
        panel_stride: problem.panelStride)
      for _ in 0..<repetitions { unsafe table.pointee.fourier_columns_f64(&arguments) }
    case .rows:
      var arguments = unsafe ck_fourier_rows_f64(
        size: size, twiddles: operands.twiddles.start, panels: operands.panels.start,
        panel_stride: problem.panelStride, spectrum: operands.spectrum.start, columns: size,
        line: operands.line.start, products: operands.panels.start)
      for _ in 0..<repetitions { unsafe table.pointee.fourier_rows_f64(&arguments) }
    case .output:
      var arguments = unsafe ck_fourier_output_f64(
        size: size, twiddles: operands.twiddles.start, panels: operands.panels.start,
        panel_stride: problem.panelStride, scale: 1, bias: 0, lower: -.infinity, upper: .infinity,
        outputs: (tiles, tiles + size * size), row_stride: size, rows: size, columns: (size, size))
      for _ in 0..<repetitions { unsafe _ = table.pointee.fourier_output_f64(&arguments) }
    }
  }
}
