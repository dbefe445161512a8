// PackMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The packing microkernel: from a plane for each channel to a vector for each element.
@safe struct PackMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>

  init(_ kernels: KernelTable) {
    unsafe table = kernels.table
  }

  /// `target[p * targetStride + c] = source[c * channelStride + p]` for `count` elements of
  /// `channels` channels, at most as many as a vector has lanes; `stored` lanes are written, 0 in
  /// those from `channels` on.
  @inline(__always)
  func pack(
    _ source: UnsafePointer<Scalar>, channelStride: Int, channels: Int, count: Int,
    into target: UnsafeMutablePointer<Scalar>, targetStride: Int, stored: Int
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_pack_f32(
        source: cast(source),
        channel_stride: channelStride, channels: channels, count: count,
        target: cast(target),
        target_stride: targetStride, stored: stored)
      unsafe table.pointee.pack_f32(&arguments)
    } else {
      var arguments = unsafe ck_pack_f64(
        source: cast(source),
        channel_stride: channelStride, channels: channels, count: count,
        target: cast(target),
        target_stride: targetStride, stored: stored)
      unsafe table.pointee.pack_f64(&arguments)
    }
  }
}
