// Picture+Files.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension Picture {
  /// The number of pixels that a file may have unless the caller says otherwise.
  ///
  /// 2^28 pixels are more than cameras make. In memory, as RGB, they take 3 GiB.
  public static let defaultPixelBudget = 1 << 28

  /// Reads a PNG or JPEG file.
  ///
  /// Every kind of PNG is read: palettes become RGB, transparent colors become alpha, and 1, 2 or
  /// 4 bits become 8. JPEG is read with 8 bits in gray or color. An orientation that a camera
  /// noted in the file is ignored, and so are color profiles.
  ///
  /// - Parameters:
  ///   - path: The file to read. Its name plays no part in what it is read as.
  ///   - pixelBudget: The largest number of pixels to accept. A few bytes can claim more than any
  ///     memory holds, so the claim is checked before memory is taken.
  /// - Throws: The ``PictureError`` that says why not.
  public init(
    contentsOf path: String, pixelBudget: Int = defaultPixelBudget
  ) throws(PictureError) {
    let reader = try PictureReader(contentsOf: path, pixelBudget: pixelBudget)
    let layout = reader.layout
    var samples: Tensor<Float>
    var alpha: Tensor<Float>?
    do throws(ConvolutionError) {
      samples = try Tensor.zeros([layout.channels, layout.height, layout.width])
      if layout.hasAlpha { alpha = try Tensor.zeros([layout.height, layout.width]) }
    } catch {
      throw .outOfMemory(path: path, width: layout.width, height: layout.height)
    }
    for row in 0..<layout.height {
      try reader.readRow(into: &samples, alpha: &alpha, row: row)
    }
    try self.init(samples: samples, alpha: alpha, bitDepth: layout.bitDepth)
  }

  /// Writes the picture as a file of the format that the extension of `path` names: `.png`, `.jpg`
  /// or `.jpeg`.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that the file can store; NaN is written
  /// as 0. PNG stores ``bitDepth`` bits and the alpha. JPEG stores 8 bits, and refuses a picture
  /// with alpha rather than lose it unasked.
  ///
  /// The file appears when it is complete; an error leaves the old one as it was.
  ///
  /// - Parameters:
  ///   - path: The file to write. It is replaced if it exists.
  ///   - quality: How much a JPEG keeps, from 1 to 100. PNG keeps everything.
  /// - Throws: The ``PictureError`` that says why not.
  public func write(
    to path: String, quality: Int = PictureWriter.defaultQuality
  ) throws(PictureError) {
    let writer = try PictureWriter(to: path, layout: layout, quality: quality)
    for row in 0..<samples.shape[1] {
      try writer.writeRow(row, of: samples, alpha: alpha)
    }
    try writer.finish()
  }
}
