// InterleavedRow.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs
import Convolution

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of one row as codecs see it, the samples of a pixel side by side, and its conversion
/// from and to a row of planes.
@safe final class InterleavedRow {
  let layout: PictureLayout
  private let codec: pc_layout
  /// Room for `layout.width * layout.samplesPerPixel` samples.
  let memory: UnsafeMutableRawPointer

  /// Memory for a row of `layout`, or nil if the system has none: a row can be gigabytes long.
  init?(layout: PictureLayout) {
    let sampleSize = layout.bitDepth.rawValue / 8
    let (bytes, overflow) = layout.width.multipliedReportingOverflow(
      by: layout.samplesPerPixel * sampleSize)
    guard !overflow, let codec = layout.codec, let memory = unsafe malloc(bytes) else { return nil }
    self.layout = layout
    self.codec = codec
    unsafe self.memory = memory
  }

  deinit {
    unsafe free(memory)
  }

  /// Writes the samples to row `row` of every plane of `samples`, and of `alpha` if there is one.
  ///
  /// Their shapes are those that `PictureLayout.check` accepts.
  func unpack(into samples: inout Tensor<Float>, alpha: inout Tensor<Float>?, row: Int) {
    let rows = samples.shape[1]
    unsafe samples.withUnsafeMutableBufferPointer { planes in
      unsafe forEachChannel(row: row, of: rows, planes) { channel, plane in
        unsafe pc_unpack(memory, codec, channel, plane)
      }
    }
    guard layout.hasAlpha else { return }
    unsafe alpha?.withUnsafeMutableBufferPointer { plane in
      guard let start = plane.baseAddress else { return }
      unsafe pc_unpack(memory, codec, UInt32(layout.channels), start + row * layout.width)
    }
  }

  /// Takes the samples from row `row` of every plane of `samples`, and of `alpha` if there is one.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that can be stored; NaN becomes 0. A
  /// picture of floating point stores them as they are.
  func pack(from samples: Tensor<Float>, alpha: Tensor<Float>?, row: Int) {
    let rows = samples.shape[1]
    unsafe samples.withUnsafeBufferPointer { planes in
      let planes = unsafe UnsafeMutableBufferPointer(mutating: planes)
      unsafe forEachChannel(row: row, of: rows, planes) { channel, plane in
        unsafe pc_pack(memory, codec, channel, plane)
      }
    }
    guard layout.hasAlpha else { return }
    unsafe alpha?.withUnsafeBufferPointer { plane in
      guard let start = plane.baseAddress else { return }
      unsafe pc_pack(memory, codec, UInt32(layout.channels), start + row * layout.width)
    }
  }

  /// Calls `body` with every channel but alpha, and where its row lies.
  private func forEachChannel(
    row: Int, of rows: Int, _ planes: UnsafeMutableBufferPointer<Float>,
    _ body: (_ channel: UInt32, _ plane: UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let start = planes.baseAddress else { return }
    for channel in 0..<layout.channels {
      unsafe body(UInt32(channel), start + (channel * rows + row) * layout.width)
    }
  }
}
