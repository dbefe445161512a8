// DirectCall.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels

/// One call of a direct microkernel, on whole numbers, whose sums are exact.
///
/// What must not be read is NaN, and so is everything around the outputs, before and afterwards.
struct DirectCall {
  /// What the vector lanes hold.
  enum Arrangement {
    case channels(vectors: Int)
    case narrow(vectors: Int, width: Int)
    case wide
  }

  enum Edges: CaseIterable {
    case none, first, last, both

    var leavesFirst: Bool { self == .first || self == .both }
    var leavesLast: Bool { self == .last || self == .both }
  }

  let arrangement: Arrangement
  let pixels: Int
  let stride: Int
  let outputChannels: Int
  let channels: Int
  let taps: Int
  /// Taps before and after these, which have a weight and are not computed.
  var otherTaps = 0
  /// The pixels that are left out at the edges, for taps in rows of three.
  var edges = Edges.none
  /// The input channels of a first call, whose sums a second takes up.
  var pausesAfter: Int?

  private static let guardElements = 80
  private static let range = -40...60

  /// The length of the rows that are read: those of a narrow tile follow each other.
  private var width: Int {
    if case .narrow(_, let width) = arrangement { width } else { pixels }
  }
  private var rows: Int { pixels / width }
  private var packedTaps: Int { taps + 2 * otherTaps }
  /// Taps lie one element apart, in order from the last to the first.
  private var tapOffsets: [Int] { (0..<taps).map { taps - 1 - $0 } }
  private var rowLength: Int { (width - 1) * stride + taps }
  private var rowStride: Int { rowLength + 5 }
  private var channelStride: Int { rows * rowStride + 3 }
  private var outputChannelStride: Int { pixels + 7 }

  private func input(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    (channel * 31 + row * 17 + column * 7) % 13 - 6
  }
  private func weight(_ output: Int, _ channel: Int, _ tap: Int) -> Int {
    (output * 5 + channel * 3 + tap * 11) % 9 - 4
  }
  private func bias(_ output: Int) -> Int { output % 7 - 3 }

  private var outputCount: Int {
    2 * Self.guardElements + outputChannels * outputChannelStride
  }

  private func isLeftOut(tap: Int, pixel: Int) -> Bool {
    tap % 3 == 0 && pixel % width == 0 && edges.leavesFirst
      || tap % 3 == 2 && pixel % width == width - 1 && edges.leavesLast
  }

  /// All of the output's memory, from plain loops.
  func expected<Scalar: DirectScalar>() -> [Scalar] {
    var memory = [Scalar](repeating: .nan, count: outputCount)
    for output in 0..<outputChannels {
      for pixel in 0..<pixels {
        var sum = bias(output)
        for channel in 0..<channels {
          for (tap, offset) in tapOffsets.enumerated() where !isLeftOut(tap: tap, pixel: pixel) {
            sum +=
              weight(output, channel, tap)
              * input(channel, pixel / width, pixel % width * stride + offset)
          }
        }
        memory[Self.guardElements + output * outputChannelStride + pixel] =
          Scalar(min(max(sum, Self.range.lowerBound), Self.range.upperBound))
      }
    }
    return memory
  }

  /// The output channels that the packed weights have room for.
  private func packedChannels(lanes: Int) -> Int {
    switch arrangement {
    case .channels(let vectors), .narrow(let vectors, _): vectors * lanes
    case .wide: outputChannels
    }
  }

  /// All of the output's memory, from the microkernel.
  func actual<Scalar: DirectScalar>(_ table: UnsafePointer<ck_table>) -> [Scalar] {
    let lanes = table.pointee.vector_size / MemoryLayout<Scalar>.size
    let packed = packedChannels(lanes: lanes)
    var image = [Scalar](
      repeating: .nan, count: 2 * Self.guardElements + channels * channelStride)
    for channel in 0..<channels {
      for row in 0..<rows {
        for column in 0..<rowLength {
          image[Self.guardElements + channel * channelStride + row * rowStride + column] = Scalar(
            input(channel, row, column))
        }
      }
    }
    // Aligned as the header asks: bias, then weights.
    let parameters = UnsafeMutableRawBufferPointer.allocate(
      byteCount: packed * (1 + channels * packedTaps) * MemoryLayout<Scalar>.size, alignment: 64)
    defer { parameters.deallocate() }
    let values = parameters.bindMemory(to: Scalar.self)
    for output in 0..<packed {
      values[output] = output < outputChannels ? Scalar(bias(output)) : 0
      for channel in 0..<channels {
        for tap in -otherTaps..<taps + otherTaps {
          values[packed * (1 + channel * packedTaps + otherTaps + tap) + output] =
            !(0..<taps).contains(tap)
            ? .nan : output < outputChannels ? Scalar(weight(output, channel, tap)) : 0
        }
      }
    }
    var memory = [Scalar](repeating: .nan, count: outputCount)
    image.withUnsafeBufferPointer { image in
      tapOffsets.withUnsafeBufferPointer { tapOffsets in
        memory.withUnsafeMutableBufferPointer { memory in
          guard let image = image.baseAddress, let memory = memory.baseAddress,
            let start = values.baseAddress
          else { return }
          guard let tapOffsets = tapOffsets.baseAddress else { return }
          var arguments = DirectArguments(
            input: image + Self.guardElements, channelStride: channelStride,
            tapOffsets: tapOffsets, taps: taps, packedTaps: packedTaps, channels: channels,
            pixelStride: stride,
            rowStride: rowStride, weight: start + packed * (1 + otherTaps), bias: start,
            range: Self.range,
            output: memory + Self.guardElements, outputChannelStride: outputChannelStride,
            outputChannels: outputChannels, pixels: pixels, edges: edges)
          guard let first = pausesAfter else {
            return Scalar.call(table, arrangement, arguments)
          }
          let sums = UnsafeMutableRawBufferPointer.allocate(
            byteCount: pixels * packed * MemoryLayout<Scalar>.size, alignment: 64)
          defer { sums.deallocate() }
          arguments.channels = first
          arguments.paused = sums.bindMemory(to: Scalar.self).baseAddress
          Scalar.call(table, arrangement, arguments)
          arguments.resumed = UnsafePointer(arguments.paused)
          arguments.paused = nil
          arguments.input += first * channelStride
          arguments.weight += first * packedTaps * packed
          arguments.channels = channels - first
          Scalar.call(table, arrangement, arguments)
        }
      }
    }
    return memory
  }
}
