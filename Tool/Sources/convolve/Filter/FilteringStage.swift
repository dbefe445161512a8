// FilteringStage.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// Rows of a picture, filtered as they come.
final class FilteringStage: RowStage {
  private let filter: PictureFilter
  private let rows: RowFilter<Float>
  private let isGrayMade: Bool
  private var gray: Tensor<Float>?

  init(_ filter: PictureFilter, _ layout: PictureLayout, _ rows: RowFilter<Float>) {
    self.filter = filter
    self.rows = rows
    isGrayMade = filter.isLuminance && layout.channels == 3
  }

  var channels: Int { rows.channels }
  var blockRows: Int { rows.blockRows }

  func push(_ block: RowBlock, _ emit: Emit) throws {
    if isGrayMade {
      var plane = try gray ?? Tensor<Float>.zeros([1] + block.samples.shape.dropFirst())
      gray = nil
      Luminance.write(block.samples, rows: block.count, into: &plane)
      gray = plane
    }
    try rows.push(gray ?? block.samples, range: 0..<block.count) { output, count in
      try finish(output, count, emit)
    }
  }

  func finish(_ emit: Emit) throws {
    try rows.finish { output, count in try finish(output, count, emit) }
  }

  private func finish(_ outputs: Tensor<Float>, _ count: Int, _ emit: Emit) throws {
    try emit(count) { filter.finish(outputs, rows: 0..<count, into: &$0) }
  }
}

/// A picture that is filtered when all of its rows have come.
final class HoldingStage: RowStage {
  private let filter: PictureFilter
  private var samples: Tensor<Float>
  private var count = 0
  let channels: Int
  let blockRows: Int

  init(_ filter: PictureFilter, _ layout: PictureLayout) throws {
    self.filter = filter
    channels = filter.channels(layout)
    samples = try Tensor.zeros([channels, layout.height, layout.width])
    blockRows = RowBlock.rows(layout)
  }

  func push(_ block: RowBlock, _ emit: Emit) throws {
    let rows = count..<count + block.count
    if block.samples.shape[0] == channels {
      samples[0..., rows, 0...] = block.samples[0..., 0..<block.count, 0...]
    } else {
      var gray = try Tensor<Float>.zeros([1] + block.samples.shape.dropFirst())
      Luminance.write(block.samples, rows: block.count, into: &gray)
      samples[0..., rows, 0...] = gray[0..., 0..<block.count, 0...]
    }
    count += block.count
  }

  func finish(_ emit: Emit) throws {
    let outputs = try filter.filtered(samples)
    samples = try Tensor.zeros([channels, 0, 0])
    for first in stride(from: 0, to: outputs.shape[1], by: blockRows) {
      let rows = first..<min(first + blockRows, outputs.shape[1])
      try emit(rows.count) { filter.finish(outputs, rows: rows, into: &$0) }
    }
  }
}

/// Shades of gray of colors.
enum Luminance {
  /// The weights of red, green and blue in the luma of ITU-R BT.601, which is what JPEG and OpenCV
  /// make gray of.
  static let weights: [Float] = [0.299, 0.587, 0.114]

  /// Writes the first rows of `[3, any number, width]` to `[1, as many, width]`.
  static func write(_ samples: Tensor<Float>, rows: Int, into gray: inout Tensor<Float>) {
    let plane = samples.shape[1] * samples.shape[2]
    let (red, green, blue) = (weights[0], weights[1], weights[2])
    samples.withUnsafeBufferPointer { source in
      gray.withUnsafeMutableBufferPointer { target in
        for index in 0..<rows * samples.shape[2] {
          target[index] =
            red * source[index] + green * source[plane + index] + blue * source[2 * plane + index]
        }
      }
    }
  }
}
