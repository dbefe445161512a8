// ValueRange.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pictures

/// What becomes of values outside of 0...1, which only floating point stores.
enum ValueMode: String, EnumerableFlag {
  case clamp
  case absolute
  case normalize

  static func help(for value: ValueMode) -> ArgumentHelp? {
    switch value {
    case .clamp: "Cut off what is below black or above white; the default."
    case .absolute: "Take values without their signs, then cut off."
    case .normalize: "Stretch the values so that the least is black and the largest white."
    }
  }
}

/// The least and the largest value of a picture, of all channels together.
final class RangeSink: RowSink {
  private var least = Float.infinity
  private var largest = -Float.infinity

  func write(_ block: RowBlock) {
    let (channels, width) = (block.samples.shape[0], block.samples.shape[2])
    let (size, count) = (block.capacity * width, block.count * width)
    var (least, largest) = (least, largest)
    block.samples.withUnsafeBufferPointer { samples in
      for channel in 0..<channels {
        for index in channel * size..<channel * size + count {
          // NaN is neither less nor larger.
          let value = samples[index]
          if value < least { least = value }
          if value > largest { largest = value }
        }
      }
    }
    (self.least, self.largest) = (least, largest)
  }

  func finish() {}

  func abandon() {}

  /// What stretches the values to 0...1; a picture of one value becomes black.
  var stretch: (scale: Float, offset: Float) {
    let width = largest - least
    guard width > 0, width.isFinite else { return (0, 0) }
    return (1 / width, -least / width)
  }
}
