// PictureFormat.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// A file format that is read and written.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// 8 and 16 bits, gray and color, alpha.
  case png = "PNG"
  /// 8 bits, gray and color; what is written is not exactly what is read again.
  case jpeg = "JPEG"
  /// 8 bits, 16 bits and floating point, gray and color, alpha; of any size.
  case tiff = "TIFF"
  /// PGM and PPM: 8 and 16 bits, gray and color, without compression.
  case pnm = "PGM or PPM"
  /// Floating point, gray and color, without compression.
  case pfm = "PFM"

  /// The number of bytes that tell the formats apart.
  static let signatureLength = 8

  /// The name that people know the format by.
  public var description: String { rawValue }

  /// The extensions of its files, the first being the one to write.
  public var extensions: [String] {
    switch self {
    case .png: ["png"]
    case .jpeg: ["jpg", "jpeg"]
    case .tiff: ["tif", "tiff"]
    case .pnm: ["pgm", "ppm", "pnm"]
    case .pfm: ["pfm"]
    }
  }

  /// The precisions that it stores.
  public var bitDepths: [BitDepth] {
    switch self {
    case .png, .pnm: [.eight, .sixteen]
    case .jpeg: [.eight]
    case .tiff: [.eight, .sixteen, .float]
    case .pfm: [.float]
    }
  }

  /// Whether it stores alpha.
  public var hasAlpha: Bool { self == .png || self == .tiff }

  /// The precision that it stores of a picture of another one: the same, or the nearest.
  func stored(_ depth: BitDepth) -> BitDepth {
    if bitDepths.contains(depth) { return depth }
    return depth == .eight ? bitDepths[0] : bitDepths[bitDepths.count - 1]
  }

  /// The formats as the errors list them.
  static let listed = "PNG, JPEG, TIFF, PGM, PPM and PFM"

  /// The extensions as the errors list them.
  static var listedExtensions: String {
    let all = allCases.flatMap(\.extensions).map { "." + $0 }
    return all.dropLast().joined(separator: ", ") + " and " + all.suffix(1).joined()
  }

  /// The format of a file that starts with `signature`, or nil if it is none of these.
  ///
  /// Names of files lie; the first bytes do not.
  init?(signature: [UInt8]) {
    let starts: [(PictureFormat, [UInt8])] = [
      (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
      (.jpeg, [0xFF, 0xD8, 0xFF]),
      // In either byte order, with offsets of 32 bits or of 64.
      (.tiff, [0x49, 0x49, 42, 0]), (.tiff, [0x49, 0x49, 43, 0]),
      (.tiff, [0x4D, 0x4D, 0, 42]), (.tiff, [0x4D, 0x4D, 0, 43]),
      (.pnm, Array("P5".utf8)), (.pnm, Array("P6".utf8)),
      (.pfm, Array("Pf".utf8)), (.pfm, Array("PF".utf8)),
    ]
    guard let format = starts.first(where: { signature.starts(with: $0.1) })?.0 else { return nil }
    self = format
  }

  /// The format that the extension of `path` asks for, or nil if it is none of these.
  public init?(path: String) {
    guard let name = Self.pathExtension(path),
      let format = Self.allCases.first(where: { $0.extensions.contains(name) })
    else { return nil }
    self = format
  }

  /// The extension of a path in lower case, nil if it has none.
  static func pathExtension(_ path: String) -> String? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return name[name.index(after: dot)...].lowercased()
  }

  var codec: pc_format {
    switch self {
    case .png: PC_PNG
    case .jpeg: PC_JPEG
    case .tiff: PC_TIFF
    case .pnm: PC_PNM
    case .pfm: PC_PFM
    }
  }
}
