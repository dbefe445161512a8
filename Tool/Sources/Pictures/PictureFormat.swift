// PictureFormat.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// A file format that is read and written.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case png = "PNG"
  case jpeg = "JPEG"

  /// The number of bytes that tell the formats apart.
  static let signatureLength = 8

  /// The name that people know the format by.
  public var description: String { rawValue }

  /// The format of a file that starts with `signature`, or nil if it is none of these.
  ///
  /// Names of files lie; the first bytes do not.
  init?(signature: [UInt8]) {
    if signature.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if signature.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }

  /// The format that the extension of `path` asks for, or nil if it is none of these.
  public init?(path: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    default: return nil
    }
  }

  var codec: pc_format {
    switch self {
    case .png: PC_PNG
    case .jpeg: PC_JPEG
    }
  }
}
