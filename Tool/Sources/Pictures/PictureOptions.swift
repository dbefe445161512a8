// PictureOptions.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

/// How a file is written, for the formats that have a choice.
public struct PictureOptions: Hashable, Sendable {
  /// How much a JPEG keeps, from 1 to 100.
  public var quality: Int
  /// How a TIFF is made smaller.
  public var compression: TIFFCompression

  /// The quality of a JPEG that is not asked for another: hardly visible losses.
  public static let defaultQuality = 95

  public init(
    quality: Int = PictureOptions.defaultQuality, compression: TIFFCompression = .deflate
  ) {
    self.quality = quality
    self.compression = compression
  }

  var codec: pc_options {
    pc_options(quality: Int32(quality), compression: compression.codec)
  }
}

/// What makes a TIFF smaller. None of it loses anything.
public enum TIFFCompression: String, Hashable, Sendable, CaseIterable {
  /// The fastest, and the largest files.
  case none
  /// What the oldest programs read.
  case lzw
  /// The smallest files.
  case deflate

  var codec: pc_compression {
    switch self {
    case .none: PC_COMPRESSION_NONE
    case .lzw: PC_COMPRESSION_LZW
    case .deflate: PC_COMPRESSION_DEFLATE
    }
  }
}
