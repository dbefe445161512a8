// PictureError.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Why a picture cannot be made, read or written.
///
/// The description says what was wrong with which file, and what would be accepted.
public enum PictureError: Error, Hashable, Sendable {
  // MARK: Files
  /// A path that is empty, or that has a NUL character, where the system would end it.
  case invalidPath(path: String)
  /// A file that the system does not open or read.
  case cannotRead(path: String, reason: String)
  /// A file that the system or the format does not let us write.
  case cannotWrite(path: String, reason: String)
  /// A directory, a pipe or a device.
  case notAFile(path: String, kind: String)

  // MARK: Contents
  /// A file without a byte in it.
  case emptyFile(path: String)
  /// A file that starts like none of the formats.
  case unknownFormat(path: String)
  /// A file that breaks the rules of its format, or ends too early.
  case damaged(path: String, format: PictureFormat, reason: String)
  /// A correct file of a kind that is not decoded.
  case unsupported(path: String, feature: String)
  /// More pixels than the caller allows.
  case tooManyPixels(path: String, width: Int, height: Int, budget: Int)
  /// More memory than the system gives.
  case outOfMemory(path: String, width: Int, height: Int)

  // MARK: Arguments
  /// An extension that names no format.
  case unknownExtension(path: String)
  /// Transparency in a format that has none.
  case alphaNotStored(path: String, format: PictureFormat)
  /// Color in a file whose extension says gray.
  case colorInPGM(path: String)
  /// A quality outside of 1...100.
  case invalidQuality(quality: Int)
  /// A tensor of another shape than a picture has.
  case shapeMismatch(name: String, expected: String, shape: [Int])
  /// No alpha for a picture that was announced to have one.
  case missingAlpha(path: String)
  /// A row that a tensor does not have.
  case rowOutOfRange(row: Int, rows: Int)
  /// Another number of rows than the picture has.
  case wrongRowCount(path: String, expected: Int, actual: Int)
}

extension PictureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidPath(let path):
      path.isEmpty
        ? "the path of a picture is empty; give the name of a file"
        : "the path \(path.debugDescription) contains a NUL character; no file is named like that"
    case .cannotRead(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written: \(reason)"
    case .notAFile(let path, let kind):
      "\(path): is \(kind); give the name of a regular file"
    case .emptyFile(let path):
      "\(path): is empty; accepted are \(PictureFormat.listed) files"
    case .unknownFormat(let path):
      "\(path): starts like no picture; accepted are \(PictureFormat.listed) files"
    case .damaged(let path, let format, let reason):
      "\(path): is a damaged \(format) file: \(reason); a complete and unchanged one is needed"
    case .unsupported(let path, let feature):
      "\(path): \(feature) is not supported; accepted are PNG of every kind, "
        + "JPEG of 8 bits in gray or color (YCbCr or RGB), TIFF of 8 or 16 bits or 32-bit floating "
        + "point in gray or RGB, without compression or by LZW, deflate or PackBits, "
        + "and binary PGM, PPM and PFM"
    case .tooManyPixels(let path, let width, let height, let budget):
      "\(path): has \(width) x \(height) pixels; the pixel budget allows \(budget)"
    case .outOfMemory(let path, let width, let height):
      "\(path): the system has no memory for \(width) x \(height) pixels; use a smaller picture"
    case .unknownExtension(let path):
      "\(path): has an extension that names no format; accepted are "
        + PictureFormat.listedExtensions
    case .alphaNotStored(let path, let format):
      "\(path): \(format) stores no alpha; write a .png or .tif, or drop the alpha first"
    case .colorInPGM(let path):
      "\(path): a .pgm file is gray; write a .ppm, or make the picture gray first"
    case .invalidQuality(let quality):
      "quality is \(quality); accepted are 1 to 100"
    case .shapeMismatch(let name, let expected, let shape):
      "\(name) has shape \(shape); expected \(expected)"
    case .missingAlpha(let path):
      "\(path): is to have alpha, but a row came without; pass alpha with every row"
    case .rowOutOfRange(let row, let rows):
      "row \(row) is not in a tensor of \(rows) rows; accepted are those of 0..<\(rows)"
    case .wrongRowCount(let path, let expected, let actual):
      "\(path): has \(expected) rows, not \(actual)"
    }
  }
}
