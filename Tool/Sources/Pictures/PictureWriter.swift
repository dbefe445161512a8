// PictureWriter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Writes a picture row by row, for those that do not fit into memory at once.
///
/// The file appears under its name with ``finish()``. Until then, and when the writer is given up
/// before, whatever was there stays as it is.
public final class PictureWriter {
  /// The quality of a JPEG that is not asked for another: hardly visible losses.
  public static let defaultQuality = 95

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

  /// Starts a file of the format that the extension of `path` names: `.png`, `.jpg` or `.jpeg`.
  ///
  /// PNG stores what the layout says. JPEG stores 8 bits, whatever the layout says, color at full
  /// resolution, and no alpha.
  ///
  /// - Parameters:
  ///   - path: The file to write. It is replaced if it exists.
  ///   - layout: The size of the picture and how its samples are stored.
  ///   - quality: How much a JPEG keeps, from 1 to 100. PNG keeps everything.
  /// - Throws: ``PictureError/unknownExtension(path:)``, ``PictureError/alphaInJPEG(path:)``,
  ///   ``PictureError/invalidQuality(quality:)`` and the errors of files.
  public init(
    to path: String, layout: PictureLayout, quality: Int = PictureWriter.defaultQuality
  ) throws(PictureError) {
    guard let format = PictureFormat(path: path) else { throw .unknownExtension(path: path) }
    guard format != .jpeg || !layout.hasAlpha else { throw .alphaInJPEG(path: path) }
    guard (1...100).contains(quality) else { throw .invalidQuality(quality: quality) }
    let stored = PictureLayout(
      checkedWidth: layout.width, height: layout.height, channels: layout.channels,
      hasAlpha: layout.hasAlpha, bitDepth: format == .jpeg ? .eight : layout.bitDepth)
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
        format: format, descriptor: file.descriptor, layout: codecLayout, quality: quality)
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

  deinit {
    if encoder != nil { file.discard() }
  }

  /// Encodes row `row` of `samples` and `alpha` as the next row of the picture, from top to bottom.
  ///
  /// Values are clamped to 0...1 and rounded to the nearest that the file can store. NaN is written
  /// as 0.
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
