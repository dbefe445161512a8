// Picture+Files.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension Picture {
  /// The number of pixels that a file may have unless the caller says otherwise.
  ///
  /// 2^28 pixels are more than cameras make. In memory, as RGB, they take 3 GiB.
  public static let defaultPixelBudget = 1 << 28

  /// Reads a PNG, JPEG, TIFF, PGM, PPM or PFM file.
  ///
  /// Every kind of PNG is read: palettes become RGB, transparent colors become alpha, and 1, 2 or
  /// 4 bits become 8. JPEG is read with 8 bits in gray or color. Of a TIFF the first picture is
  /// read, in strips or tiles, of 8 or 16 bits or 32-bit floating point, gray or RGB; colors that
  /// were multiplied by alpha are divided by it. An orientation that a camera noted in the file is
  /// ignored, and so are color profiles, and the scale of a PFM.
  ///
  /// - Parameters:
  ///   - path: The file to read. Its name plays no part in what it is read as.
  ///   - pixelBudget: The largest number of pixels to accept. A few bytes can claim more than any
  ///     memory holds, so the claim is checked before memory is taken.
  /// - Throws: The ``PictureError`` that says why not.
  public init(
    contentsOf path: String, pixelBudget: Int = defaultPixelBudget
  ) throws(PictureError) {
    let reader = try PictureReader(
      contentsOf: path, pixelBudget: pixelBudget, isForWholePicture: true)
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

  /// Writes the picture as a file of the format that the extension of `path` names; see
  /// ``PictureFormat/extensions``.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that the file can store, and NaN is
  /// written as 0; a file of floating point stores them as they are. PNG and TIFF store
  /// ``bitDepth`` bits and the alpha. The other formats refuse a picture with alpha rather than
  /// lose it unasked.
  ///
  /// The file appears when it is complete; an error leaves the old one as it was.
  ///
  /// - Parameters:
  ///   - path: The file to write. It is replaced if it exists.
  ///   - options: The choices that the format leaves.
  /// - Throws: The ``PictureError`` that says why not.
  public func write(
    to path: String, options: PictureOptions = PictureOptions()
  ) throws(PictureError) {
    let writer = try PictureWriter(to: path, layout: layout, options: options)
    for row in 0..<samples.shape[1] {
      try writer.writeRow(row, of: samples, alpha: alpha)
    }
    try writer.finish()
  }
}
