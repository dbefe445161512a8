// OutputOptions.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pictures

/// How pictures are read and written, for the commands that do both.
struct OutputOptions: ParsableArguments {
  @Option(
    help: "The precision to write: 8 or 16 bits, or float; the input's if the format has it.")
  var depth: DepthName?

  @Option(help: "How much a JPEG keeps, from 1 to 100.")
  var quality = PictureOptions.defaultQuality

  @Option(help: "What makes a TIFF smaller.")
  var compression = TIFFCompression.deflate

  @Option(help: "The format in an output folder, by its extension; the input's if left out.")
  var format: String?

  @Option(help: "The most threads to filter with; as many as help if left out.")
  var threads: Int?

  @Option(
    help: "The most pixels to hold at once, where a picture cannot pass row by row.")
  var pixelBudget = Picture.defaultPixelBudget

  var options: PictureOptions { PictureOptions(quality: quality, compression: compression) }

  func check() throws {
    guard (1...100).contains(quality) else {
      throw ValidationError("--quality is \(quality); accepted are 1 to 100")
    }
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); it must be at least 1")
    }
    guard pixelBudget >= 1 else {
      throw ValidationError("--pixel-budget is \(pixelBudget); it must be at least 1")
    }
    if let format, PictureFormat(path: "." + format) == nil {
      let known = PictureFormat.allCases.flatMap(\.extensions).joined(separator: ", ")
      throw ValidationError("--format is \(format); accepted are \(known)")
    }
  }

  /// A reader of rows.
  func reader(_ path: String) throws -> PictureReader {
    try PictureReader(contentsOf: path, pixelBudget: pixelBudget)
  }

  /// The layout to write what comes of a picture with.
  func layout(_ layout: PictureLayout, channels: Int) throws -> PictureLayout {
    try PictureLayout(
      width: layout.width, height: layout.height, channels: channels, hasAlpha: layout.hasAlpha,
      bitDepth: depth?.bitDepth ?? layout.bitDepth)
  }
}

/// The precisions by their names on the command line.
enum DepthName: String, ExpressibleByArgument, CaseIterable {
  case eight = "8"
  case sixteen = "16"
  case float

  var bitDepth: BitDepth {
    switch self {
    case .eight: .eight
    case .sixteen: .sixteen
    case .float: .float
    }
  }
}

extension TIFFCompression: ExpressibleByArgument {}
