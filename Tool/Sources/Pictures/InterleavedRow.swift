// InterleavedRow.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

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
  /// Room for `layout.width * layout.samplesPerPixel` samples.
  let memory: UnsafeMutableRawPointer

  /// Memory for a row of `layout`, or nil if the system has none: a row can be gigabytes long.
  init?(layout: PictureLayout) {
    let sampleSize = layout.bitDepth.rawValue / 8
    let (bytes, overflow) = layout.width.multipliedReportingOverflow(
      by: layout.samplesPerPixel * sampleSize)
    guard !overflow, let memory = unsafe malloc(bytes) else { return nil }
    self.layout = layout
    unsafe self.memory = memory
  }

  deinit {
    unsafe free(memory)
  }

  // MARK: - To planes

  /// Writes the samples to row `row` of every plane of `samples`, and of `alpha` if there is one.
  ///
  /// Their shapes are those that `PictureLayout.check` accepts.
  func unpack(into samples: inout Tensor<Float>, alpha: inout Tensor<Float>?, row: Int) {
    let width = layout.width
    let planeSize = samples.shape[1] * width
    unsafe samples.withUnsafeMutableBufferPointer { planes in
      for channel in 0..<layout.channels {
        let start = channel * planeSize + row * width
        unsafe unpack(
          channel: channel,
          into: UnsafeMutableBufferPointer(rebasing: planes[start..<start + width]))
      }
    }
    guard layout.hasAlpha else { return }
    unsafe alpha?.withUnsafeMutableBufferPointer { plane in
      let start = row * width
      unsafe unpack(
        channel: layout.channels,
        into: UnsafeMutableBufferPointer(rebasing: plane[start..<start + width]))
    }
  }

  private func unpack(channel: Int, into target: UnsafeMutableBufferPointer<Float>) {
    switch layout.bitDepth {
    case .eight: unsafe unpack(UInt8.self, channel: channel, into: target)
    case .sixteen: unsafe unpack(UInt16.self, channel: channel, into: target)
    }
  }

  private func unpack<Sample: FixedWidthInteger & UnsignedInteger>(
    _: Sample.Type, channel: Int, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let stride = layout.samplesPerPixel
    let source = unsafe memory.assumingMemoryBound(to: Sample.self) + channel
    // A division, not a product with the reciprocal: 1 must come out as 1, and every value as the
    // nearest number to the stored fraction.
    let largest = Float(Sample.max)
    for column in 0..<layout.width {
      unsafe target[column] = Float(source[column * stride]) / largest
    }
  }

  // MARK: - From planes

  /// Takes the samples from row `row` of every plane of `samples`, and of `alpha` if there is one.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that can be stored; NaN becomes 0.
  func pack(from samples: Tensor<Float>, alpha: Tensor<Float>?, row: Int) {
    let width = layout.width
    let planeSize = samples.shape[1] * width
    unsafe samples.withUnsafeBufferPointer { planes in
      for channel in 0..<layout.channels {
        let start = channel * planeSize + row * width
        unsafe pack(
          channel: channel, from: UnsafeBufferPointer(rebasing: planes[start..<start + width]))
      }
    }
    guard layout.hasAlpha else { return }
    unsafe alpha?.withUnsafeBufferPointer { plane in
      let start = row * width
      unsafe pack(
        channel: layout.channels,
        from: UnsafeBufferPointer(rebasing: plane[start..<start + width]))
    }
  }

  private func pack(channel: Int, from source: UnsafeBufferPointer<Float>) {
    switch layout.bitDepth {
    case .eight: unsafe pack(UInt8.self, channel: channel, from: source)
    case .sixteen: unsafe pack(UInt16.self, channel: channel, from: source)
    }
  }

  private func pack<Sample: FixedWidthInteger & UnsignedInteger>(
    _: Sample.Type, channel: Int, from source: UnsafeBufferPointer<Float>
  ) {
    let stride = layout.samplesPerPixel
    let target = unsafe memory.assumingMemoryBound(to: Sample.self) + channel
    let largest = Double(Sample.max)
    for column in 0..<layout.width {
      let value = unsafe source[column]
      // NaN is not greater than 0 either.
      let clamped = value > 0 ? min(value, 1) : 0
      // In Double the product and the sum are exact, so that this rounds to nearest; in Float the
      // largest number below a half would round up.
      unsafe target[column * stride] = Sample(Double(clamped) * largest + 0.5)
    }
  }
}
