// KernelPicture.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// A kernel as a picture: a square for every element, white for 0, red above and blue below, the
/// stronger the larger.
enum KernelPicture {
  private static let line = 1

  static func draw(_ kernel: Tensor<Float>) throws -> Picture {
    let (height, width) = (kernel.shape[0], kernel.shape[1])
    let side = max(4, min(48, 480 / max(height, width)))
    let largest = kernel.elements.map { abs($0) }.max() ?? 0
    // Between the squares, and around them, a line of gray.
    var samples = try Tensor<Float>(
      shape: [3, height * side + line, width * side + line], repeating: 0.75)
    for row in 0..<height {
      for column in 0..<width {
        let color = color(largest > 0 ? kernel[row, column] / largest : 0)
        for (channel, value) in color.enumerated() {
          let square = row * side + line..<(row + 1) * side
          samples[channel...channel, square, column * side + line..<(column + 1) * side] =
            try Tensor(shape: [1, side - line, side - line], repeating: value)
        }
      }
    }
    return try Picture(samples: samples)
  }

  /// From blue by white to red, for -1 to 1.
  private static func color(_ value: Float) -> [Float] {
    let strong: [Float] = value < 0 ? [0.1, 0.3, 0.75] : [0.75, 0.12, 0.1]
    return strong.map { 1 + abs(value) * ($0 - 1) }
  }
}

/// What a kernel leaves over, as a picture.
enum ResidualPicture {
  /// Writes `[channels, height, width]`, gray for 0 and scaled so that the largest is black or
  /// white, and returns the scale.
  static func write(_ difference: Tensor<Float>, to path: String) throws -> Float {
    let largest = difference.elements.map { abs($0) }.max() ?? 0
    let gain = largest > 0 ? 0.5 / largest : 1
    try Picture(samples: difference.map { 0.5 + gain * $0 }).write(to: path)
    return gain
  }
}
