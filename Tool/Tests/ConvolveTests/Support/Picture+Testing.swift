// Picture+Testing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

extension Picture {
  /// A picture of random values that a file of this depth stores exactly.
  static func random(
    channels: Int = 1, height: Int = 9, width: Int = 13, hasAlpha: Bool = false,
    bitDepth: BitDepth = .eight, seed: UInt64
  ) throws -> Picture {
    var generator = SplitMix64(seed: seed)
    func plane(_ shape: [Int]) throws -> Tensor<Float> {
      try Tensor<Float>.random(shape, using: &generator).map {
        ($0 * bitDepth.largest).rounded() / bitDepth.largest
      }
    }
    return try Picture(
      samples: plane([channels, height, width]), alpha: hasAlpha ? plane([height, width]) : nil,
      bitDepth: bitDepth)
  }

  /// A picture with one value in every channel.
  static func constant(_ values: [UInt8], height: Int = 37, width: Int = 53) throws -> Picture {
    let planes = values.map { [Float](repeating: Float($0) / 255, count: height * width) }
    return try Picture(
      samples: Tensor(shape: [values.count, height, width], elements: Array(planes.joined())))
  }

  /// The numbers that a file stores, plane after plane.
  var stored: [Double] {
    samples.elements.map { (Double($0) * Double(bitDepth.largest)).rounded() }
  }
}

extension BitDepth {
  /// The number that stands for full intensity.
  var largest: Float { Float((1 << rawValue) - 1) }
}
