// PackMicrokernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels

/// The packing microkernel: from a plane for each channel to a vector for each element.
@safe struct PackMicrokernel<Scalar: TensorScalar> {
  private let table: UnsafePointer<ck_table>
  /// The most channels of a call.
  let lanes: Int

  init(_ kernels: KernelTable) {
    unsafe table = kernels.table
    lanes = kernels.lanes(Scalar.self)
  }

  /// `target[p * targetStride + c] = source[c * channelStride + p]` for `count` elements of
  /// `channels` channels, at most as many as a vector has lanes; `stored` lanes are written, 0 in
  /// those from `channels` on.
  ///
  /// - Parameters:
  ///   - width: The elements of a row; all of them if nil.
  ///   - rowGap: How much farther the target lies after each row.
  @inline(__always)
  func pack(
    _ source: UnsafePointer<Scalar>, channelStride: Int, channels: Int, count: Int,
    into target: UnsafeMutablePointer<Scalar>, targetStride: Int, stored: Int,
    width: Int? = nil, rowGap: Int = 0
  ) {
    if Scalar.self == Float.self {
      var arguments = unsafe ck_pack_f32(
        source: cast(source),
        channel_stride: channelStride, channels: channels, count: count,
        width: width ?? count, row_gap: rowGap,
        target: cast(target),
        target_stride: targetStride, stored: stored)
      unsafe table.pointee.pack_f32(&arguments)
    } else {
      var arguments = unsafe ck_pack_f64(
        source: cast(source),
        channel_stride: channelStride, channels: channels, count: count,
        width: width ?? count, row_gap: rowGap,
        target: cast(target),
        target_stride: targetStride, stored: stored)
      unsafe table.pointee.pack_f64(&arguments)
    }
  }

  /// What `pack` does, undone: from a vector for each of `count` elements, one after the other, to planes of
  /// some channels.
  @inline(__always)
  func unpack(
    _ source: UnsafePointer<Scalar>, channels: Int, count: Int,
    into target: UnsafeMutablePointer<Scalar>, planeStride: Int
  ) {
    for first in stride(from: 0, to: count, by: lanes) {
      let some = min(lanes, count - first)
      unsafe pack(
        source + first * lanes, channelStride: lanes, channels: some, count: channels,
        into: target + first, targetStride: planeStride, stored: some)
    }
  }

  /// The transpose of a matrix, its rows one after the other: `target[c * rows + r] =
  /// source[r * columns + c]`.
  @inline(__always)
  func transpose(
    _ source: UnsafePointer<Scalar>, rows: Int, columns: Int,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    if rows == 1 { return unsafe target.update(from: source, count: columns) }
    // The last first: its vectors are stored whole, which is faster, and the elements beyond them
    // written over by what follows. But for the last columns, beyond which there is nothing.
    let last = (rows - 1) / lanes * lanes
    let beyond = last + lanes - rows
    let whole = max(0, columns - (beyond + rows - 1) / rows)
    for first in stride(from: last, through: 0, by: -lanes) {
      let count = min(lanes, rows - first)
      let start = unsafe source + first * columns
      unsafe pack(
        start, channelStride: columns, channels: count, count: whole, into: target + first,
        targetStride: rows, stored: lanes)
      unsafe pack(
        start + whole, channelStride: columns, channels: count, count: columns - whole,
        into: target + whole * rows + first, targetStride: rows, stored: count)
    }
  }
}
