// RowBlock.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// Some rows of a picture on their way from one thread to the next; only one has it at a time.
final class RowBlock: @unchecked Sendable {
  /// `[channels, capacity, width]`
  var samples: Tensor<Float>
  /// `[capacity, width]`, of a picture with alpha.
  var alpha: Tensor<Float>?
  /// The rows that there are, from the first on.
  var count = 0
  let capacity: Int

  init(_ layout: PictureLayout, capacity: Int) throws {
    samples = try Tensor.zeros([layout.channels, capacity, layout.width])
    alpha = layout.hasAlpha ? try Tensor.zeros([capacity, layout.width]) : nil
    self.capacity = capacity
  }

  /// As many rows as make about a megabyte.
  static func rows(_ layout: PictureLayout) -> Int {
    max(1, min(layout.height, 256, (1 << 18) / (layout.width * layout.channels) + 1))
  }
}

extension Tensor<Float> {
  /// Sets the first rows of every channel to `rows` of `source`; both are
  /// `[channels, any number, width]`.
  mutating func copyRows(_ rows: Range<Int>, of source: Tensor<Float>) {
    let (channels, sourceRows, width) = (source.shape[0], source.shape[1], source.shape[2])
    let (capacity, size) = (shape[1], rows.count * width)
    source.withUnsafeBufferPointer { source in
      withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for channel in 0..<channels {
          (to + channel * capacity * width).update(
            from: from + (channel * sourceRows + rows.lowerBound) * width, count: size)
        }
      }
    }
  }
}
