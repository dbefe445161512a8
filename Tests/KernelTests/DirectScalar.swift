// DirectScalar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// The arguments of a direct microkernel, for either scalar.
struct DirectArguments<Scalar> {
  var input: UnsafePointer<Scalar>
  let channelStride: Int
  let tapOffsets: UnsafePointer<Int>
  let taps: Int
  let packedTaps: Int
  var channels: Int
  let pixelStride: Int
  let rowStride: Int
  var weight: UnsafePointer<Scalar>
  let bias: UnsafePointer<Scalar>
  let range: ClosedRange<Int>
  let output: UnsafeMutablePointer<Scalar>
  let outputChannelStride: Int
  let outputChannels: Int
  let pixels: Int
  let edges: DirectCall.Edges
  var resumed: UnsafePointer<Scalar>?
  var paused: UnsafeMutablePointer<Scalar>?

  var stride: ck_stride {
    edges != .none
      ? CK_STRIDE_1_EDGES
      : pixelStride == 1 ? CK_STRIDE_1 : pixelStride == 2 ? CK_STRIDE_2 : CK_STRIDE_ANY
  }
}

/// A scalar that direct microkernels compute in.
protocol DirectScalar: BinaryFloatingPoint {
  /// Calls the entry of a table for an arrangement.
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement,
    _ arguments: DirectArguments<Self>)
}

extension Float: DirectScalar {
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement,
    _ arguments: DirectArguments<Float>
  ) {
    var call = ck_direct_f32(
      input: arguments.input, channel_stride: arguments.channelStride,
      tap_offsets: arguments.tapOffsets, taps: arguments.taps,
      packed_taps: arguments.packedTaps, leaves_first: arguments.edges.leavesFirst,
      leaves_last: arguments.edges.leavesLast, channels: arguments.channels,
      pixel_stride: arguments.pixelStride, row_stride: arguments.rowStride,
      weight: arguments.weight, bias: arguments.bias,
      lower: Float(arguments.range.lowerBound), upper: Float(arguments.range.upperBound),
      output: arguments.output, output_channel_stride: arguments.outputChannelStride,
      output_channels: arguments.outputChannels, may_overrun: false, pixels: arguments.pixels,
      asked: arguments.input + (1 << 20), asked_stride: 1 << 10,
      resumed: arguments.resumed, paused: arguments.paused)
    let (stride, pixels) = (arguments.stride, arguments.pixels)
    switch arrangement {
    case .channels(let vectors):
      ck_direct_f32_call(table, vectors, stride, pixels, &call)
    case .narrow(let vectors, let width):
      ck_direct_narrow_f32_call(table, vectors, stride, width, &call)
    case .wide:
      let lanes = table.pointee.vector_size / MemoryLayout<Float>.size
      ck_direct_wide_f32_call(
        table, (pixels + lanes - 1) / lanes, arguments.outputChannels, &call)
    }
  }
}

extension Double: DirectScalar {
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement,
    _ arguments: DirectArguments<Double>
  ) {
    var call = ck_direct_f64(
      input: arguments.input, channel_stride: arguments.channelStride,
      tap_offsets: arguments.tapOffsets, taps: arguments.taps,
      packed_taps: arguments.packedTaps, leaves_first: arguments.edges.leavesFirst,
      leaves_last: arguments.edges.leavesLast, channels: arguments.channels,
      pixel_stride: arguments.pixelStride, row_stride: arguments.rowStride,
      weight: arguments.weight, bias: arguments.bias,
      lower: Double(arguments.range.lowerBound), upper: Double(arguments.range.upperBound),
      output: arguments.output, output_channel_stride: arguments.outputChannelStride,
      output_channels: arguments.outputChannels, may_overrun: false, pixels: arguments.pixels,
      asked: arguments.input + (1 << 20), asked_stride: 1 << 10,
      resumed: arguments.resumed, paused: arguments.paused)
    let (stride, pixels) = (arguments.stride, arguments.pixels)
    switch arrangement {
    case .channels(let vectors):
      ck_direct_f64_call(table, vectors, stride, pixels, &call)
    case .narrow(let vectors, let width):
      ck_direct_narrow_f64_call(table, vectors, stride, width, &call)
    case .wide:
      let lanes = table.pointee.vector_size / MemoryLayout<Double>.size
      ck_direct_wide_f64_call(
        table, (pixels + lanes - 1) / lanes, arguments.outputChannels, &call)
    }
  }
}
