// RejectedPNGTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// PNG files that break a rule of the format.
@Suite struct RejectedPNGTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
      testDescription = name
      self.bytes = bytes
    }
  }

  static let stream = PNGBytes.zlib([0, 1, 2, 0, 3, 4])
  static let pixels = PNGBytes.chunk("IDAT", stream)
  static let start = PNGBytes.signature + PNGBytes.header()
  static let paletted = PNGBytes.header(colorType: 3)

  static let headers = [
    Case("#76 width 0", PNGBytes.file(header: PNGBytes.header(width: 0))),
    Case("#76 height 0", PNGBytes.file(header: PNGBytes.header(height: 0))),
    Case("#77 width beyond 31 bits", PNGBytes.file(header: PNGBytes.header(width: 1 << 31))),
    Case("#77 height of 32 bits", PNGBytes.file(header: PNGBytes.header(height: 0xFFFF_FFFF))),
    Case("depth 0", PNGBytes.file(header: PNGBytes.header(depth: 0))),
    Case("depth 3", PNGBytes.file(header: PNGBytes.header(depth: 3))),
    Case("depth 32", PNGBytes.file(header: PNGBytes.header(depth: 32))),
    Case("RGB of depth 4", PNGBytes.file(header: PNGBytes.header(depth: 4, colorType: 2))),
    Case("palette of depth 16", PNGBytes.file(header: PNGBytes.header(depth: 16, colorType: 3))),
    Case("color type 1", PNGBytes.file(header: PNGBytes.header(colorType: 1))),
    Case("color type 7", PNGBytes.file(header: PNGBytes.header(colorType: 7))),
    Case("compression method 1", PNGBytes.file(header: PNGBytes.header(compression: 1))),
    Case("filter method 1", PNGBytes.file(header: PNGBytes.header(filter: 1))),
    Case("interlace method 2", PNGBytes.file(header: PNGBytes.header(interlace: 2))),
    Case("short IHDR", PNGBytes.file(header: PNGBytes.chunk("IHDR", [0, 0, 0, 2]))),
    Case("two IHDR", PNGBytes.file(before: PNGBytes.header())),
    Case("no IHDR", PNGBytes.signature + pixels + PNGBytes.end),
    Case("#78 IDAT before IHDR", PNGBytes.signature + pixels + PNGBytes.header() + PNGBytes.end),
    Case("only a signature", PNGBytes.signature),
  ]

  static let chunks = [
    Case(
      "#78 bad CRC in IHDR",
      PNGBytes.file(
        header: PNGBytes.chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0], checksumError: 1))),
    Case(
      "#78 bad CRC in IDAT",
      start + PNGBytes.chunk("IDAT", PNGBytes.zlib([0, 1, 2, 0, 3, 4]), checksumError: 0x8000_0000)
        + PNGBytes.end),
    Case(
      "bad CRC in a text",
      PNGBytes.file(before: PNGBytes.chunk("tEXt", [65, 0, 66], checksumError: 4))),
    Case(
      "bad CRC in a text after the pixels",
      PNGBytes.file(after: PNGBytes.chunk("tEXt", [65, 0, 66], checksumError: 4))),
    Case("bad CRC in IEND", start + pixels + PNGBytes.chunk("IEND", [], checksumError: 1)),
    Case("no IEND", start + pixels),
    Case("no IDAT", start + PNGBytes.end),
    Case("empty IDAT", start + PNGBytes.chunk("IDAT", []) + PNGBytes.end),
    Case(
      "a text amid the image data",
      start + PNGBytes.chunk("IDAT", Array(stream.prefix(5))) + PNGBytes.chunk("tEXt", [65, 0, 66])
        + PNGBytes.chunk("IDAT", Array(stream.dropFirst(5))) + PNGBytes.end),
    Case(
      "bad CRC in the first of two IDAT",
      start + PNGBytes.chunk("IDAT", Array(stream.prefix(5)), checksumError: 1)
        + PNGBytes.chunk("IDAT", Array(stream.dropFirst(5))) + PNGBytes.end),
    Case("#78 chunk longer than the file", start + [0x00, 0xFF, 0xFF, 0xFF] + pixels.dropFirst(4)),
    Case("chunk length beyond 31 bits", start + [0xFF, 0xFF, 0xFF, 0xFF] + pixels.dropFirst(4)),
    Case("unknown critical chunk", PNGBytes.file(before: PNGBytes.chunk("QuXX", [1]))),
    Case("chunk name that is none", PNGBytes.file(before: PNGBytes.chunk("a1\u{1}b", [1]))),
    Case("#78 data after the end", PNGBytes.file() + [0]),
    Case("a second picture after the end", PNGBytes.file() + PNGBytes.file()),
    Case("#78 palette missing", PNGBytes.file(header: paletted)),
    Case("palette empty", PNGBytes.file(header: paletted, before: PNGBytes.chunk("PLTE", []))),
    Case(
      "palette of a third of a color",
      PNGBytes.file(header: paletted, before: PNGBytes.chunk("PLTE", [1, 2, 3, 4]))),
    Case(
      "palette of 257 colors",
      PNGBytes.file(
        header: paletted, before: PNGBytes.chunk("PLTE", [UInt8](repeating: 0, count: 257 * 3)))),
    Case(
      "palette index out of range",
      PNGBytes.file(header: paletted, before: PNGBytes.chunk("PLTE", [1, 2, 3, 4, 5, 6]))),
    Case(
      "more transparencies than colors",
      PNGBytes.file(
        header: paletted,
        before: PNGBytes.chunk("PLTE", [UInt8](repeating: 9, count: 15))
          + PNGBytes.chunk("tRNS", [1, 2, 3, 4, 5, 6]))),
    Case("short tRNS", PNGBytes.file(before: PNGBytes.chunk("tRNS", [1]))),
  ]

  static let data = [
    Case("#78 filter type 5", PNGBytes.file(raw: [5, 1, 2, 0, 3, 4])),
    Case("filter type 255", PNGBytes.file(raw: [0, 1, 2, 255, 3, 4])),
    Case("#78 too few pixels", PNGBytes.file(raw: [0, 1, 2, 0, 3])),
    Case("no pixels", PNGBytes.file(raw: [])),
    Case("too many pixels", PNGBytes.file(raw: [0, 1, 2, 0, 3, 4, 0, 5, 6])),
    Case(
      "bad Adler checksum",
      start + PNGBytes.chunk("IDAT", PNGBytes.zlib([0, 1, 2, 0, 3, 4], checksumError: 1))
        + PNGBytes.end),
    Case(
      "#78 zlib header 0",
      start + PNGBytes.chunk("IDAT", [0, 0] + PNGBytes.zlib([0, 1, 2, 0, 3, 4]).dropFirst(2))
        + PNGBytes.end),
    Case(
      "data after the end of the zlib stream",
      start + PNGBytes.chunk("IDAT", PNGBytes.zlib([0, 1, 2, 0, 3, 4]) + [7]) + PNGBytes.end),
    Case(
      "interlaced, too few pixels",
      PNGBytes.file(header: PNGBytes.header(interlace: 1), raw: [0, 1, 0, 2, 0, 3])),
  ]

  @Test("A file that breaks a rule", arguments: headers + chunks + data)
  func broken(item: Case) throws {
    let path = try directory.file(item.bytes)
    let error = Picture.error(readingFrom: path)
    guard case .damaged(path, .png, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test("The file that the others deviate from is read")
  func sound() throws {
    let path = try directory.file(PNGBytes.file())
    let picture = try Picture(contentsOf: path)
    #expect(picture.samples.elements.map { $0 * 255 } == [1, 2, 3, 4])
  }

  @Test(
    "#77 More pixels than the budget",
    arguments: [(65_535, 65_535), (0x7FFF_FFFF, 0x7FFF_FFFF), (1, (1 << 28) + 1)])
  func budget(width: Int, height: Int) throws {
    let path = try directory.file(
      PNGBytes.file(header: PNGBytes.header(width: width, height: height)))
    #expect(
      Picture.error(readingFrom: path)
        == .tooManyPixels(path: path, width: width, height: height, budget: 1 << 28))
  }

  @Test("The caller's budget counts")
  func callersBudget() throws {
    let path = try directory.file(PNGBytes.file())
    #expect(Picture.error(readingFrom: path, pixelBudget: 4) == nil)
    for budget in [3, 0, -1] {
      #expect(
        Picture.error(readingFrom: path, pixelBudget: budget)
          == .tooManyPixels(path: path, width: 2, height: 2, budget: budget))
    }
  }

  @Test("#77 A budget does not help a file that is too short for its header", arguments: [0, 1])
  func implausible(interlace: UInt8) throws {
    let header = PNGBytes.header(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, interlace: interlace)
    let path = try directory.file(PNGBytes.file(header: header))
    let error = Picture.error(readingFrom: path, pixelBudget: .max)
    guard case .damaged(path, .png, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("2147483647 x 2147483647"))
  }
}
