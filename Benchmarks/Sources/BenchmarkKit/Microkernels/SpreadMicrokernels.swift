// SpreadMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// Some rows of a layer with padding, copied to where tiles of 14 pixels read them, in one phase or two.
struct SpreadMicrokernelProblem {
  static let rows = 8
  static let tiles = 4
  static let tilePixels = 14
  /// The distance between tiles: whole lines.
  static let tileStride = 64

  let kernelSize: Int
  /// As many as the stride of the layer.
  let phases: Int

  var width: Int { Self.tiles * Self.tilePixels * phases }
  /// The elements of a phase.
  var span: Int { Self.tilePixels + kernelSize - 1 }

  func microkernel<Scalar: SpreadMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let source = AlignedBuffer<Scalar>(count: Self.rows * width)
    let target = AlignedBuffer<Scalar>(count: Self.rows * Self.tiles * Self.tileStride)
    let elements = Self.rows * (width + Self.tiles * phases * span)
    return Microkernel(amount: .bytes(elements * MemoryLayout<Scalar>.size)) { repetitions in
      unsafe Scalar.call(
        table, self, from: source.start, to: target.start, repetitions: repetitions)
    }
  }

  /// The spreading microkernel of a table, for kernels of 3x3 and 5x5.
  static func all<Scalar: SpreadMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    [1, 2].map { phases in
      MicrokernelSeries(
        name: phases == 1 ? "spread" : "spread in two phases", unit: "kernel rows",
        entries: [3, 5].map { size in
          (
            size,
            unsafe Self(kernelSize: size, phases: phases).microkernel(table, Scalar.self)
          )
        })
    }
  }
}

/// A scalar that the spreading microkernel moves.
protocol SpreadMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: SpreadMicrokernelProblem,
    from source: UnsafePointer<Self>, to target: UnsafeMutablePointer<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: SpreadMicrokernelProblem,
    from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, repetitions: Int
  ) {
    typealias Problem = SpreadMicrokernelProblem
    var arguments = unsafe ck_spread_f32(
      source: source, source_stride: problem.width, rows: Problem.rows, width: problem.width,
      before: problem.kernelSize / 2, constant: 0, stretches: Problem.tiles,
      quotient: Problem.tilePixels, remainder: 0, step: problem.phases, span: problem.span,
      phases: problem.phases, target: target, row_stride: Problem.tiles * Problem.tileStride,
      stretch_stride: Problem.tileStride, phase_stride: problem.span)
    for _ in 0..<repetitions { unsafe table.pointee.spread_f32(&arguments) }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: SpreadMicrokernelProblem,
    from source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    typealias Problem = SpreadMicrokernelProblem
    var arguments = unsafe ck_spread_f64(
      source: source, source_stride: problem.width, rows: Problem.rows, width: problem.width,
      before: problem.kernelSize / 2, constant: 0, stretches: Problem.tiles,
      quotient: Problem.tilePixels, remainder: 0, step: problem.phases, span: problem.span,
      phases: problem.phases, target: target, row_stride: Problem.tiles * Problem.tileStride,
      stretch_stride: Problem.tileStride, phase_stride: problem.span)
    for _ in 0..<repetitions { unsafe table.pointee.spread_f64(&arguments) }
  }
}
