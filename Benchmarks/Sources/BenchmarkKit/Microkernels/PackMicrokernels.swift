// PackMicrokernels.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// Some rows of pixels, packed to a vector of channels each.
struct PackMicrokernelProblem {
  static let count = 128

  let channels: Int
  let lanes: Int

  func microkernel<Scalar: PackMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> Microkernel {
    let source = AlignedBuffer<Scalar>(count: channels * Self.count)
    let target = AlignedBuffer<Scalar>(count: lanes * Self.count)
    let bytes = (channels + lanes) * Self.count * MemoryLayout<Scalar>.size
    return Microkernel(amount: .bytes(bytes)) { repetitions in
      unsafe Scalar.call(
        table, self, from: source.start, to: target.start, repetitions: repetitions)
    }
  }

  /// The packing microkernel of a table, for full vectors and for three channels.
  static func all<Scalar: PackMicrokernelScalar>(
    _ table: UnsafePointer<ck_table>, _: Scalar.Type
  ) -> [MicrokernelSeries] {
    let lanes = unsafe table.pointee.vector_size / MemoryLayout<Scalar>.size
    let sizes = Set([min(3, lanes), lanes]).sorted()
    return [
      MicrokernelSeries(
        name: "pack", unit: "channels",
        entries: sizes.map { channels in
          let problem = Self(channels: channels, lanes: lanes)
          return (channels, unsafe problem.microkernel(table, Scalar.self))
        })
    ]
  }
}

/// A scalar that the packing microkernel moves.
protocol PackMicrokernelScalar: BinaryFloatingPoint {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PackMicrokernelProblem,
    from source: UnsafePointer<Self>, to target: UnsafeMutablePointer<Self>, repetitions: Int)
}

extension Float {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PackMicrokernelProblem,
    from source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, repetitions: Int
  ) {
    var arguments = unsafe ck_pack_f32(
      source: source, channel_stride: PackMicrokernelProblem.count, channels: problem.channels,
      count: PackMicrokernelProblem.count, width: PackMicrokernelProblem.count, row_gap: 0,
      target: target, target_stride: problem.lanes, stored: problem.lanes)
    for _ in 0..<repetitions { unsafe table.pointee.pack_f32(&arguments) }
  }
}

extension Double {
  static func call(
    _ table: UnsafePointer<ck_table>, _ problem: PackMicrokernelProblem,
    from source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, repetitions: Int
  ) {
    var arguments = unsafe ck_pack_f64(
      source: source, channel_stride: PackMicrokernelProblem.count, channels: problem.channels,
      count: PackMicrokernelProblem.count, width: PackMicrokernelProblem.count, row_gap: 0,
      target: target, target_stride: problem.lanes, stored: problem.lanes)
    for _ in 0..<repetitions { unsafe table.pointee.pack_f64(&arguments) }
  }
}
