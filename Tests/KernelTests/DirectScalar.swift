// DirectScalar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// A scalar that direct microkernels compute in: its arguments, and its entries of a table.
protocol DirectScalar: BinaryFloatingPoint {
  associatedtype Arguments: DirectArguments where Arguments.Scalar == Self

  /// Calls the entry for an arrangement.
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement, stride: ck_stride,
    pixels: Int, outputChannels: Int, _ arguments: inout Arguments)
}

/// What the arguments of both scalars have, by the names of the header.
protocol DirectArguments {
  associatedtype Scalar

  init()
  var input: UnsafePointer<Scalar>! { get set }
  var channel_stride: Int { get set }
  var tap_offsets: UnsafePointer<Int>! { get set }
  var taps: Int { get set }
  var channels: Int { get set }
  var pixel_stride: Int { get set }
  var row_stride: Int { get set }
  var weight: UnsafePointer<Scalar>! { get set }
  var bias: UnsafePointer<Scalar>! { get set }
  var lower: Scalar { get set }
  var upper: Scalar { get set }
  var output: UnsafeMutablePointer<Scalar>! { get set }
  var output_channel_stride: Int { get set }
  var output_channels: Int { get set }
  var pixels: Int { get set }
}

extension ck_direct_f32: DirectArguments {}
extension ck_direct_f64: DirectArguments {}

extension Float: DirectScalar {
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement, stride: ck_stride,
    pixels: Int, outputChannels: Int, _ arguments: inout ck_direct_f32
  ) {
    switch arrangement {
    case .channels(let vectors):
      ck_direct_f32_call(table, vectors, stride, pixels, &arguments)
    case .narrow(let vectors, let width):
      ck_direct_narrow_f32_call(table, vectors, stride, width, &arguments)
    case .wide:
      let lanes = table.pointee.vector_size / MemoryLayout<Float>.size
      ck_direct_wide_f32_call(
        table, (pixels + lanes - 1) / lanes, stride, outputChannels, &arguments)
    }
  }
}

extension Double: DirectScalar {
  static func call(
    _ table: UnsafePointer<ck_table>, _ arrangement: DirectCall.Arrangement, stride: ck_stride,
    pixels: Int, outputChannels: Int, _ arguments: inout ck_direct_f64
  ) {
    switch arrangement {
    case .channels(let vectors):
      ck_direct_f64_call(table, vectors, stride, pixels, &arguments)
    case .narrow(let vectors, let width):
      ck_direct_narrow_f64_call(table, vectors, stride, width, &arguments)
    case .wide:
      let lanes = table.pointee.vector_size / MemoryLayout<Double>.size
      ck_direct_wide_f64_call(
        table, (pixels + lanes - 1) / lanes, stride, outputChannels, &arguments)
    }
  }
}
