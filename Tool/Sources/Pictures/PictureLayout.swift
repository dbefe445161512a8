// PictureLayout.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// What is known of a picture without its samples.
public struct PictureLayout: Hashable, Sendable {
  /// The number of pixels in a row, at least 1.
  public let width: Int
  /// The number of rows, at least 1.
  public let height: Int
  /// 1 for gray, 3 for red, green and blue; alpha is not counted.
  public let channels: Int
  /// Whether every pixel has an opacity.
  public let hasAlpha: Bool
  /// The number of bits in which a file stores a sample.
  public let bitDepth: BitDepth

  /// A layout to write a picture with, row by row.
  ///
  /// - Throws: ``PictureError/shapeMismatch(name:expected:shape:)`` unless there are 1 or 3
  ///   channels, and sizes of at least 1.
  public init(
    width: Int, height: Int, channels: Int, hasAlpha: Bool = false, bitDepth: BitDepth = .eight
  ) throws(PictureError) {
    guard channels == 1 || channels == 3, width > 0, height > 0 else {
      throw .shapeMismatch(
        name: "layout", expected: "[1 or 3, height, width] without zeros",
        shape: [channels, height, width])
    }
    self.init(
      checkedWidth: width, height: height, channels: channels, hasAlpha: hasAlpha,
      bitDepth: bitDepth)
  }

  init(checkedWidth width: Int, height: Int, channels: Int, hasAlpha: Bool, bitDepth: BitDepth) {
    self.width = width
    self.height = height
    self.channels = channels
    self.hasAlpha = hasAlpha
    self.bitDepth = bitDepth
  }

  /// The number of samples that a pixel has in a file, alpha included.
  var samplesPerPixel: Int { channels + (hasAlpha ? 1 : 0) }
}

// MARK: - Rows of planes

extension PictureLayout {
  /// Checks that row `row` of `samples` and `alpha` can hold a row of such a picture.
  func check(
    samples: Tensor<Float>, alpha: Tensor<Float>?, row: Int
  ) throws(PictureError) {
    let shape = samples.shape
    guard shape.count == 3, shape[0] == channels, shape[2] == width else {
      throw .shapeMismatch(
        name: "samples", expected: "[\(channels), any number of rows, \(width)]", shape: shape)
    }
    guard (0..<shape[1]).contains(row) else {
      throw .rowOutOfRange(row: row, rows: shape[1])
    }
    if let alpha, !hasAlpha || alpha.shape != [shape[1], width] {
      throw .shapeMismatch(
        name: "alpha",
        expected: hasAlpha ? "\([shape[1], width])" : "none, the picture has no alpha",
        shape: alpha.shape)
    }
  }
}
