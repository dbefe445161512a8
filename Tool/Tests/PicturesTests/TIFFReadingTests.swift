// TIFFReadingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// TIFF, PGM, PPM and PFM of every kind that is read, and some that are not, with the formulas of
/// `Resources/README.md`.
@Suite struct TIFFReadingTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    var channels = 1
    var depth = BitDepth.eight
    var hasAlpha = false
    var size = (width: 11, height: 9)
    var format = PictureFormat.tiff
    var testDescription: String { name }
  }

  static let tiles = (width: 37, height: 21)

  static let kinds = [
    Kind(name: "gray8.tif"), Kind(name: "gray16-big-endian.tif", depth: .sixteen),
    Kind(name: "gray8-bigtiff.tif"), Kind(name: "gray8-packbits.tif"),
    Kind(name: "gray8-white.tif"), Kind(name: "gray-alpha8.tif", hasAlpha: true),
    Kind(name: "gray-alpha16.tif", depth: .sixteen, hasAlpha: true),
    Kind(name: "rgb8-lzw.tif", channels: 3), Kind(name: "rgb8-one-strip.tif", channels: 3),
    Kind(name: "rgb16-deflate.tif", channels: 3, depth: .sixteen),
    Kind(name: "rgb-alpha8.tif", channels: 3, hasAlpha: true),
    Kind(name: "rgb-alpha16.tif", channels: 3, depth: .sixteen, hasAlpha: true),
    Kind(name: "float-gray.tif", depth: .float),
    Kind(name: "float-rgb.tif", channels: 3, depth: .float),
    Kind(name: "rgb8-tiles.tif", channels: 3, size: tiles),
    Kind(name: "gray16-tiles.tif", depth: .sixteen, size: tiles),
    Kind(name: "rgb8-planes.tif", channels: 3),
    Kind(name: "rgb16-planes-tiles.tif", channels: 3, depth: .sixteen, size: tiles),
    Kind(name: "pillow-rgb8.tif", channels: 3),
    Kind(name: "gray8.pgm", format: .pnm), Kind(name: "gray16.pgm", depth: .sixteen, format: .pnm),
    Kind(name: "rgb8.ppm", channels: 3, format: .pnm),
    Kind(name: "rgb16.ppm", channels: 3, depth: .sixteen, format: .pnm),
    Kind(name: "float-gray.pfm", depth: .float, format: .pfm),
    Kind(name: "float-rgb.pfm", channels: 3, depth: .float, format: .pfm),
  ]

  @Test("Every kind, sample by sample", arguments: kinds)
  func samples(kind: Kind) throws {
    let path = Resource.path(kind.name)
    let reader = try PictureReader(contentsOf: path)
    #expect(reader.format == kind.format)
    #expect(!reader.holdsPicture)
    let picture = try Picture(contentsOf: path)
    let expected = try PictureLayout(
      width: kind.size.width, height: kind.size.height, channels: kind.channels,
      hasAlpha: kind.hasAlpha, bitDepth: kind.depth)
    try #require(picture.layout == expected)
    func value(_ x: Int, _ y: Int, _ channel: Int) -> Float {
      if kind.depth == .float { return Float(x) * 0.25 - Float(y) * 0.5 + Float(channel) }
      let stored = PNGReadingTests.stored(kind.depth.rawValue, x, y, channel)
      return Float(stored) / Float((1 << kind.depth.rawValue) - 1)
    }
    for y in 0..<kind.size.height {
      for x in 0..<kind.size.width {
        for channel in 0..<kind.channels {
          try #require(
            picture.samples[channel, y, x] == value(x, y, channel), "\(x), \(y), \(channel)")
        }
        if let alpha = picture.alpha { try #require(alpha[y, x] == value(x, y, 3), "\(x), \(y)") }
      }
    }
  }

  @Test("Colors that were multiplied by alpha are divided by it")
  func premultiplied() throws {
    let picture = try Picture(contentsOf: Resource.path("rgb-premultiplied8.tif"))
    // 100 x 255 / 200 = 127.5, 50 x 255 / 200 = 63.75, 25 x 255 / 200 = 31.875
    #expect(
      picture.samples.map { ($0 * 255).rounded() }
        == [[[128, 0, 255]], [[64, 0, 128]], [[32, 0, 0]]])
    #expect(picture.alpha?.map { ($0 * 255).rounded() } == [[200, 0, 255]])
  }

  @Test("A PGM whose largest value is neither 255 nor 65535")
  func largestValue() throws {
    let of100 = try Picture(contentsOf: Resource.path("gray-of-100.pgm"))
    #expect(of100.bitDepth == .eight && of100.samples.elements == [0, 128 / 255, 1])
    let of1000 = try Picture(contentsOf: Resource.path("gray-of-1000.pgm"))
    #expect(of1000.bitDepth == .sixteen && of1000.samples.elements == [0, 32768 / 65535, 1])
  }

  @Test(
    "What is not read is named",
    arguments: [
      ("signed", "TIFF of signed 16-bit samples"),
      ("double", "TIFF of floating-point 64-bit samples"),
      ("extra", "TIFF with an extra sample that is not called alpha"),
      ("palette", "TIFF of photometric interpretation 3"),
      ("bits", "TIFF of unsigned 1-bit samples"),
      ("cmyk", "TIFF of photometric interpretation 5"), ("jpeg", "TIFF compressed by JPEG"),
    ])
  func refused(name: String, feature: String) {
    let path = Resource.path("refused-\(name).tif")
    #expect(Picture.error(readingFrom: path) == .unsupported(path: path, feature: feature))
  }

  @Test(
    "Headers of PGM, PPM and PFM that cannot be",
    arguments: [
      "P5 0 1 255\n", "P5 1 0 255\n", "P5 1 1 0\n", "P5 1 1 65536\n", "P5 -1 1 255\n",
      "P5 1x 1 255\n",
      "P5 99999999999 1 255\n", "P5 1 1", "P5", "P6 1 1 255\n12", "P5 1 1 255\n12", "P5 1 1 100\ne",
      "Pf 1 1 0\n1234", "Pf 1 1 one\n1234", "Pf 1 1 nan\n1234", "Pf 1 1 -1\n12345",
      "P5 2147483647 2147483647 255\n1", "P5 \(String(repeating: "1", count: 40)) 1 255\n1",
    ])
  func headers(text: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file(Array(text.utf8), named: "a.pgm")
    let error = try #require(Picture.error(readingFrom: path, pixelBudget: .max))
    guard case .damaged = error else { throw error }
  }

  @Test("The pixel budget holds before memory is taken, and rows need a row of it")
  func budget() throws {
    let path = Resource.path("rgb8-tiles.tif")
    #expect(
      Picture.error(readingFrom: path, pixelBudget: 37 * 21 - 1)
        == .tooManyPixels(path: path, width: 37, height: 21, budget: 37 * 21 - 1))
    _ = try PictureReader(contentsOf: path, pixelBudget: 37)
    #expect(throws: PictureError.self) { try PictureReader(contentsOf: path, pixelBudget: 36) }
    let interlaced = Resource.path("rgb8-interlaced.png")
    #expect(throws: PictureError.self) {
      try PictureReader(contentsOf: interlaced, pixelBudget: 11 * 9 - 1)
    }
    #expect(try PictureReader(contentsOf: interlaced).holdsPicture)
    #expect(
      try PictureReader(contentsOf: Resource.path("rgb-420-progressive.jpg")).holdsPicture)
  }
}
