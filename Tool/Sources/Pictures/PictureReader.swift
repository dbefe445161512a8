// PictureReader.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs
import Convolution

/// Reads a picture row by row, for those that do not fit into memory at once.
///
/// ```swift
/// let reader = try PictureReader(contentsOf: "large.tif")
/// let layout = reader.layout
/// var strip = try Tensor<Float>.zeros([layout.channels, 64, layout.width])
/// var noAlpha: Tensor<Float>? = nil
/// for row in 0..<min(64, layout.height) {
///   try reader.readRow(into: &strip, alpha: &noAlpha, row: row)
/// }
/// ```
///
/// The format is known by the first bytes of the file, not by its name. Damage is an error, also
/// where other programs show what is left: a bad checksum, a scan that ends early, data after the
/// end of a PNG. (After that of a JPEG they are ignored, because cameras put previews there.)
public final class PictureReader {
  /// The file that is read.
  public let path: String
  /// The format that the file has.
  public let format: PictureFormat
  /// The size of the picture and how its samples are stored.
  public let layout: PictureLayout
  /// Whether reading takes memory for all pixels at once: an interlaced PNG, a progressive JPEG, or a
  /// TIFF in one tile, whose first row is complete when the whole file has been read.
  public var holdsPicture: Bool { decoder.holdsPicture }
  /// The number of rows that have been read.
  public private(set) var rowsRead = 0

  private let decoder: Decoder
  private let buffer: InterleavedRow

  /// Opens the file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file to read. Its name plays no part in what it is read as.
  ///   - pixelBudget: The largest number of pixels to take memory for at once: those of the whole
  ///     picture where the decoder holds it, and otherwise those of a row.
  /// - Throws: ``PictureError/tooManyPixels(path:width:height:budget:)``, before there is memory
  ///   taken for any, and the other errors of files and their contents.
  public convenience init(
    contentsOf path: String, pixelBudget: Int = Picture.defaultPixelBudget
  ) throws(PictureError) {
    try self.init(contentsOf: path, pixelBudget: pixelBudget, isForWholePicture: false)
  }

  /// - Parameter isForWholePicture: Whether the budget is to hold the picture in any case.
  init(
    contentsOf path: String, pixelBudget: Int, isForWholePicture: Bool
  ) throws(PictureError) {
    let file = try InputFile(path: path)
    let decoder: Decoder
    do throws(CodecFailure) {
      decoder = try Decoder(file)
    } catch {
      throw .decoding(path, file.format, layout: nil, error)
    }
    let layout = decoder.layout
    let heldRows = isForWholePicture || decoder.holdsPicture ? layout.height : 1
    let (pixels, overflow) = layout.width.multipliedReportingOverflow(by: heldRows)
    guard !overflow, pixels <= pixelBudget else {
      throw .tooManyPixels(
        path: path, width: layout.width, height: layout.height, budget: pixelBudget)
    }
    guard let buffer = InterleavedRow(layout: layout) else {
      throw .outOfMemory(path: path, width: layout.width, height: layout.height)
    }
    do throws(CodecFailure) {
      try decoder.begin()
    } catch {
      throw .decoding(path, file.format, layout: layout, error)
    }
    self.path = path
    self.format = file.format
    self.layout = layout
    self.decoder = decoder
    self.buffer = buffer
  }

  /// Decodes the next row of the picture, from top to bottom, into row `row` of `samples` and
  /// `alpha`.
  ///
  /// With the last row the rest of the file is checked: only then is the picture known to be whole.
  ///
  /// - Parameters:
  ///   - samples: A tensor `[channels, rows, width]` of any number of rows.
  ///   - alpha: A tensor `[rows, width]`, or nil to leave the alpha of the picture out.
  ///   - row: The row of the tensors to write.
  /// - Throws: ``PictureError/damaged(path:format:reason:)``, after which there is nothing more to
  ///   read, and the errors of tensors that cannot hold the row, which read nothing.
  public func readRow(
    into samples: inout Tensor<Float>, alpha: inout Tensor<Float>?, row: Int
  ) throws(PictureError) {
    try layout.check(samples: samples, alpha: alpha, row: row)
    guard rowsRead < layout.height else {
      throw .wrongRowCount(path: path, expected: layout.height, actual: rowsRead + 1)
    }
    do throws(CodecFailure) {
      try decoder.read(buffer)
    } catch {
      throw .decoding(path, format, layout: layout, error)
    }
    rowsRead += 1
    buffer.unpack(into: &samples, alpha: &alpha, row: row)
  }
}

extension PictureError {
  /// The error of a file that a decoder gave up.
  fileprivate static func decoding(
    _ path: String, _ format: PictureFormat, layout: PictureLayout?, _ failure: CodecFailure
  ) -> PictureError {
    switch failure.status {
    case PC_FILE_ERROR:
      .cannotRead(path: path, reason: failure.reason)
    case PC_UNSUPPORTED:
      .unsupported(path: path, feature: failure.reason)
    case PC_OUT_OF_MEMORY:
      .outOfMemory(path: path, width: layout?.width ?? 0, height: layout?.height ?? 0)
    default:
      .damaged(path: path, format: format, reason: failure.reason)
    }
  }
}
