// PNGReadingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// Files of every kind, with pixels from the formulas of `Resources/README.md`.
@Suite struct PNGReadingTests {
  static let width = 11
  static let height = 9

  /// The stored number at a place.
  static func stored(_ depth: Int, _ x: Int, _ y: Int, _ channel: Int) -> Int {
    depth == 16
      ? (x * 7001 + y * 9973 + channel * 20011) % 65536
      : (x * 29 + y * 17 + channel * 71) % (1 << depth)
  }

  static let palette = [[255, 0, 0], [0, 128, 0], [1, 2, 3], [250, 240, 10], [90, 91, 92]]

  static func expectEqual(
    _ tensor: Tensor<Float>, channels: Int, _ name: String, value: (Int, Int, Int) -> Float
  ) throws {
    try #require(tensor.count == channels * height * width, "\(name) has shape \(tensor.shape)")
    let planes = try tensor.reshaped(to: [channels, height, width])
    for channel in 0..<channels {
      for y in 0..<height {
        for x in 0..<width where planes[channel, y, x] != value(x, y, channel) {
          Issue.record(
            "\(name): \(planes[channel, y, x]) at channel \(channel), row \(y), column \(x)")
          return
        }
      }
    }
  }

  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let channels: Int
    let depth: Int
    var hasAlpha = false
    var testDescription: String { name }
  }

  static let plainKinds =
    [1, 2, 4, 8, 16].map { Kind(name: "gray\($0)", channels: 1, depth: $0) }
    + [8, 16].flatMap {
      [
        Kind(name: "rgb\($0)", channels: 3, depth: $0),
        Kind(name: "gray-alpha\($0)", channels: 1, depth: $0, hasAlpha: true),
        Kind(name: "rgb-alpha\($0)", channels: 3, depth: $0, hasAlpha: true),
      ]
    } + [
      Kind(name: "gray1-interlaced", channels: 1, depth: 1),
      Kind(name: "rgb8-interlaced", channels: 3, depth: 8),
      Kind(name: "rgb-alpha16-interlaced", channels: 3, depth: 16, hasAlpha: true),
    ]

  @Test("Gray and RGB, with and without alpha, interlaced too", arguments: plainKinds)
  func plain(kind: Kind) throws {
    let picture = try Picture(contentsOf: Resource.path(kind.name + ".png"))
    let largest = Float((1 << kind.depth) - 1)
    #expect(picture.samples.shape == [kind.channels, Self.height, Self.width])
    #expect(picture.bitDepth == (kind.depth == 16 ? .sixteen : .eight))
    try Self.expectEqual(picture.samples, channels: kind.channels, kind.name) { x, y, channel in
      Float(Self.stored(kind.depth, x, y, channel)) / largest
    }
    #expect((picture.alpha != nil) == kind.hasAlpha)
    if let alpha = picture.alpha {
      #expect(alpha.shape == [Self.height, Self.width])
      try Self.expectEqual(alpha, channels: 1, kind.name) { x, y, _ in
        Float(Self.stored(kind.depth, x, y, 3)) / largest
      }
    }
  }

  @Test(
    "Palettes become RGB",
    arguments: [
      ("palette1", 2), ("palette2", 4), ("palette4", 5), ("palette8", 5),
      ("palette4-interlaced", 5), ("palette4-alpha", 5),
    ])
  func palette(name: String, count: Int) throws {
    let picture = try Picture(contentsOf: Resource.path(name + ".png"))
    #expect(picture.bitDepth == .eight)
    try Self.expectEqual(picture.samples, channels: 3, name) { x, y, channel in
      Float(Self.palette[(x + y) % count][channel]) / 255
    }
    if name == "palette4-alpha" {
      let alpha = try #require(picture.alpha)
      try Self.expectEqual(alpha, channels: 1, name) { x, y, _ in
        [0, 100, 200, 255, 255][(x + y) % 5] / 255
      }
    } else {
      #expect(picture.alpha == nil)
    }
  }

  @Test(
    "A transparent color becomes alpha",
    arguments: [("gray4-key", 1, 4), ("rgb8-key", 3, 8), ("rgb16-key", 3, 16)])
  func transparentColor(name: String, channels: Int, depth: Int) throws {
    let picture = try Picture(contentsOf: Resource.path(name + ".png"))
    func color(_ x: Int, _ y: Int) -> [Int] {
      (0..<channels).map { Self.stored(depth, x, y, $0) }
    }
    try Self.expectEqual(picture.samples, channels: channels, name) { x, y, channel in
      Float(color(x, y)[channel]) / Float((1 << depth) - 1)
    }
    let alpha = try #require(picture.alpha)
    #expect(alpha[1, 2] == 0)
    try Self.expectEqual(alpha, channels: 1, name) { x, y, _ in
      color(x, y) == color(2, 1) ? 0 : 1
    }
  }

  @Test("Known pixels as literals")
  func literals() throws {
    let gray = try Picture(contentsOf: Resource.path("gray8.png")).samples
    let corner = gray[0..., 0...1, 0..<3].map { ($0 * 255).rounded() }
    #expect(corner == [[[0, 29, 58], [17, 46, 75]]])
    let deep = try Picture(contentsOf: Resource.path("gray16.png")).samples
    #expect(deep[0, 0, 1] == Float(7001) / 65_535)
  }

  @Test("A file by hand: chunks that do not change samples are skipped")
  func ancillaryChunks() throws {
    let directory = try TemporaryDirectory()
    let extra =
      PNGBytes.chunk("gAMA", [0, 0, 0, 1]) + PNGBytes.chunk("iCCP", [65, 0, 0, 1, 2, 3])
      + PNGBytes.chunk("tEXt", Array("Title\0x".utf8)) + PNGBytes.chunk("quXx", [1])
    let path = try directory.file(PNGBytes.file(before: extra, after: extra))
    let picture = try Picture(contentsOf: path)
    #expect(picture.samples.elements.map { $0 * 255 } == [1, 2, 3, 4])
  }

  @Test("Image data in two chunks, divided at every byte, with an empty one between")
  func dividedImageData() throws {
    let directory = try TemporaryDirectory()
    let stream = PNGBytes.zlib([0, 1, 2, 0, 3, 4])
    for count in 0...stream.count {
      let parts = [Array(stream.prefix(count)), [], Array(stream.dropFirst(count))]
      let path = try directory.file(
        PNGBytes.signature + PNGBytes.header() + parts.flatMap { PNGBytes.chunk("IDAT", $0) }
          + PNGBytes.end)
      let picture = try Picture(contentsOf: path)
      #expect(picture.samples.elements.map { $0 * 255 } == [1, 2, 3, 4], "divided at \(count)")
    }
  }

  /// Those that end with a block of 65535 bytes, and those with a byte less and a byte more.
  @Test(
    "Image data of more than a block, interlaced too",
    arguments: [(254, 257), (255, 257), (21_844, 9), (65_533, 1), (65_534, 1)], [UInt8(0), 1])
  func manyBlocks(size: (width: Int, height: Int), interlace: UInt8) throws {
    let (width, height) = size
    func stored(_ x: Int, _ y: Int) -> UInt8 { UInt8((x * 29 + y * 17 + x * y / 64) % 251) }
    // The pixels of a pass are every so many columns and rows, and no filter is used.
    let passes =
      interlace == 0
      ? [(0, 0, 1, 1)]
      : [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
      ]
    var raw: [UInt8] = []
    for (left, top, right, down) in passes where left < width {
      for y in stride(from: top, to: height, by: down) {
        raw.append(0)
        raw += stride(from: left, to: width, by: right).map { stored($0, y) }
      }
    }
    let directory = try TemporaryDirectory()
    let path = try directory.file(
      PNGBytes.file(
        header: PNGBytes.header(width: width, height: height, interlace: interlace), raw: raw))
    let samples = try Picture(contentsOf: path).samples
    let wrong = samples.elements.indices.first {
      samples.elements[$0] != Float(stored($0 % width, $0 / width)) / 255
    }
    #expect(wrong == nil)
  }

  /// The last row ends with a block, so that only the end of the stream is left to be read.
  @Test("Compressed image data whose end is in a chunk of its own")
  func endInAnotherChunk() throws {
    let directory = try TemporaryDirectory()
    let noise = try Picture.random(
      channels: 1, hasAlpha: false, bitDepth: .eight, height: 257, width: 254)
    // Of 16 shades, so that there is something to compress.
    let picture = try Picture(samples: noise.samples.map { ($0 * 15).rounded() * 16 / 255 })
    try picture.write(to: directory("whole.png"))
    let stream = PNGBytes.chunks(try directory.bytes("whole.png")).flatMap {
      $0.name == "IDAT" ? $0.data : []
    }
    for count in 1...16 {
      let parts = [Array(stream.dropLast(count)), Array(stream.suffix(count))]
      let path = try directory.file(
        PNGBytes.signature + PNGBytes.header(width: 254, height: 257)
          + parts.flatMap { PNGBytes.chunk("IDAT", $0) } + PNGBytes.end)
      #expect(try Picture(contentsOf: path).samples == picture.samples, "\(count) bytes")
    }
  }
}
