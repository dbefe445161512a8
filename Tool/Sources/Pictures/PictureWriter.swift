// PictureWriter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Writes a picture row by row, for those that do not fit into memory at once.
///
/// The file appears under its name with ``finish()``. Until then, and when the writer is given up
/// before, whatever was there stays as it is.
public final class PictureWriter {
  /// The file that is written.
  public let path: String
  /// The format that the file will have.
  public let format: PictureFormat
  /// The size of the picture and how its samples are stored.
  public let layout: PictureLayout
  /// The number of rows that have been written.
  public private(set) var rowsWritten = 0

  private let file: OutputFile
  private let buffer: InterleavedRow
  /// Nil once the file is complete.
  private var encoder: Encoder?

  /// Starts a file of the format that the extension of `path` names; see
  /// ``PictureFormat/extensions``.
  ///
  /// The file stores what the layout says, as far as the format can: JPEG 8 bits, PFM floating
  /// point, the others the nearest precision that they have. JPEG stores color at full resolution.
  /// A TIFF beyond 4 GB is written as BigTIFF.
  ///
  /// - Parameters:
  ///   - path: The file to write. It is replaced if it exists.
  ///   - layout: The size of the picture and how its samples are stored.
  ///   - options: The choices that the format leaves.
  /// - Throws: ``PictureError/unknownExtension(path:)``,
  ///   ``PictureError/alphaNotStored(path:format:)``, ``PictureError/colorInPGM(path:)``,
  ///   ``PictureError/invalidQuality(quality:)`` and the errors of files.
  public init(
    to path: String, layout: PictureLayout, options: PictureOptions = PictureOptions()
  ) throws(PictureError) {
    let format = try Self.checkedFormat(path: path, layout: layout, options: options)
    let stored = PictureLayout(
      checkedWidth: layout.width, height: layout.height, channels: layout.channels,
      hasAlpha: layout.hasAlpha, bitDepth: format.stored(layout.bitDepth))
    guard let codecLayout = stored.codec else {
      throw .cannotWrite(
        path: path,
        reason: "\(layout.width) x \(layout.height) pixels do not fit into a \(format) file")
    }
    guard let buffer = InterleavedRow(layout: stored) else {
      throw .outOfMemory(path: path, width: layout.width, height: layout.height)
    }
    let file = try OutputFile(path: path)
    do throws(CodecFailure) {
      encoder = try Encoder(
        format: format, descriptor: file.descriptor, layout: codecLayout, options: options.codec)
    } catch {
      file.discard()
      throw .cannotWrite(path: path, reason: error.reason)
    }
    self.path = path
    self.format = format
    self.layout = stored
    self.file = file
    self.buffer = buffer
  }

  /// The format of a file to write, or the error that writing it would give, before anything is
  /// read or computed for it.
  @discardableResult
  public static func checkedFormat(
    path: String, layout: PictureLayout, options: PictureOptions = PictureOptions()
  ) throws(PictureError) -> PictureFormat {
    guard let format = PictureFormat(path: path) else { throw .unknownExtension(path: path) }
    guard format.hasAlpha || !layout.hasAlpha else {
      throw .alphaNotStored(path: path, format: format)
    }
    guard layout.channels == 1 || PictureFormat.pathExtension(path) != "pgm" else {
      throw .colorInPGM(path: path)
    }
    guard (1...100).contains(options.quality) else {
      throw .invalidQuality(quality: options.quality)
    }
    return format
  }

  /// Gives the file up: what was written is removed, and what was there before stays.
  ///
  /// A writer that is let go before ``finish()`` does so too; this is for those who cannot know when
  /// that will be. After ``finish()`` it does nothing.
  public func abandon() {
    guard encoder != nil else { return }
    encoder = nil
    file.discard()
  }

  deinit { abandon() }

  /// Encodes row `row` of `samples` and `alpha` as the next row of the picture, from top to bottom.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that the file can store, and NaN is
  /// written as 0; a file of floating point stores them as they are.
  ///
  /// - Parameters:
  ///   - row: The row of the tensors to take.
  ///   - samples: A tensor `[channels, rows, width]` of any number of rows.
  ///   - alpha: A tensor `[rows, width]` if the picture has alpha, or nil.
  /// - Throws: ``PictureError/cannotWrite(path:reason:)``, after which the file cannot be completed,
  ///   and the errors of tensors that have no such row, which write nothing.
  public func writeRow(
    _ row: Int, of samples: Tensor<Float>, alpha: Tensor<Float>? = nil
  ) throws(PictureError) {
    try layout.check(samples: samples, alpha: alpha, row: row)
    guard !layout.hasAlpha || alpha != nil else { throw .missingAlpha(path: path) }
    guard rowsWritten < layout.height, let encoder else {
      throw .wrongRowCount(path: path, expected: layout.height, actual: rowsWritten + 1)
    }
    buffer.pack(from: samples, alpha: alpha, row: row)
    do throws(CodecFailure) {
      try encoder.write(buffer)
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
    rowsWritten += 1
  }

  /// Completes the file and puts it under its name.
  ///
  /// Calling it again does nothing.
  ///
  /// - Throws: ``PictureError/wrongRowCount(path:expected:actual:)`` unless every row was written,
  ///   and ``PictureError/cannotWrite(path:reason:)``.
  public func finish() throws(PictureError) {
    guard rowsWritten == layout.height else {
      throw .wrongRowCount(path: path, expected: layout.height, actual: rowsWritten)
    }
    guard let encoder else { return }
    do throws(CodecFailure) {
      try encoder.finish()
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
    try file.commit()
    self.encoder = nil
  }
}
