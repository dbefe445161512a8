// DepthwiseMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A row of pixels of as many channels as a vector has lanes.
struct DepthwiseMicrokernelProblem {
  let kernelSize: Int
  let pixels: Int
  let lanes: Int

  func microkernel<Scalar: DepthwiseMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let taps = kernelSize * kernelSize
    let input = AlignedBuffer<Scalar>(count: kernelSize * rowLength)
    let weight = AlignedBuffer<Scalar>(count: taps * lanes)
    let bias = AlignedBuffer<Scalar>(count: lanes)
    let output = AlignedBuffer<Scalar>(count: pixels * lanes)
    return Microkernel(amount: .operations(2 * taps * pixels * lanes)) { repetitions in
      unsafe Scalar.call(
        table, self, input: input.start, weight: weight.start, bias: bias.start,
        output: output.start, repetitions: repetitions)
    }
  }

  var rowLength: Int { (pixels + kernelSize - 1) * lanes }

  /// The depthwise microkernels of a table, for rows as long as half a tile, and as a tile.
  static func all<Scalar: DepthwiseMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    let most = unsafe Int(table.pointee.direct_pixels)
    return [3, 5, 7].map { size in
      MicrokernelSeries(
        name: "depthwise, \(size)x\(size)", unit: "pixels",
        entries: [most / 2, most].map { pixels in
          let problem = Self(kernelSize: size, pixels: pixels, lanes: lanes)
          return (pixels, unsafe problem.microkernel(table, Scalar.self))
        })
    }
  }
}

/// A scalar that the depthwise microkernels compute in.
protocol DepthwiseMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DepthwiseMicrokernelProblem,
    input: UnsafePointer<Self>, weight: UnsafePointer<Self>, bias: UnsafePointer<Self>,
    output: UnsafeMutablePointer<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DepthwiseMicrokernelProblem,
    input: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, repetitions: Int
  ) {
    var arguments = unsafe ck_depthwise_f32(
      input: input, row_stride: problem.rowLength, column_stride: problem.lanes,
      pixel_stride: problem.lanes, rows: problem.kernelSize, columns: problem.kernelSize,
      weight: weight, bias: bias, lower: -.infinity, upper: .infinity, output: output,
      output_stride: problem.lanes)
    for _ in 0..<repetitions { unsafe ck_depthwise_f32_call(table, problem.pixels, &arguments) }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: DepthwiseMicrokernelProblem,
    input: UnsafePointer<Double>, weight: UnsafePointer<Double>, bias: UnsafePointer<Double>,
    output: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    var arguments = unsafe ck_depthwise_f64(
      input: input, row_stride: problem.rowLength, column_stride: problem.lanes,
      pixel_stride: problem.lanes, rows: problem.kernelSize, columns: problem.kernelSize,
      weight: weight, bias: bias, lower: -.infinity, upper: .infinity, output: output,
      output_stride: problem.lanes)
    for _ in 0..<repetitions { unsafe ck_depthwise_f64_call(table, problem.pixels, &arguments) }
  }
}
