// Picture+Testing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

extension Picture {
  /// The error of reading a file, nil if it can be read.
  static func error(
    readingFrom path: String, pixelBudget: Int = Picture.defaultPixelBudget
  ) -> PictureError? {
    do throws(PictureError) {
      _ = try Picture(contentsOf: path, pixelBudget: pixelBudget)
      return nil
    } catch {
      return error
    }
  }

  /// A picture of random values that a file of this depth stores exactly.
  static func random(
    channels: Int, hasAlpha: Bool, bitDepth: BitDepth, height: Int = 7, width: Int = 13
  ) throws -> Picture {
    var generator = SplitMix64(seed: UInt64(channels * 100 + bitDepth.rawValue))
    // A float stores them all; 24 bits are random.
    let largest = Float((1 << min(bitDepth.rawValue, 24)) - 1)
    func plane(_ shape: [Int]) throws -> Tensor<Float> {
      try Tensor<Float>.random(shape, using: &generator).map { ($0 * largest).rounded() / largest }
    }
    return try Picture(
      samples: plane([channels, height, width]), alpha: hasAlpha ? plane([height, width]) : nil,
      bitDepth: bitDepth)
  }
}
