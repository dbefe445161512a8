// RejectedJPEGTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// JPEG files that are damaged, or of a kind that is not decoded.
@Suite struct RejectedJPEGTests {
  let directory: TemporaryDirectory
  let bytes: [UInt8]
  /// The place of the frame header's precision; height and width follow in two bytes each.
  let precision: Int

  init() throws {
    directory = try TemporaryDirectory()
    let bytes = try Resource.bytes("rgb.jpg")
    let marker = bytes.indices.dropLast().first { bytes[$0...$0 + 1] == [0xFF, 0xC0] }
    let frame = try #require(marker)
    precision = frame + 4
    self.bytes = bytes
  }

  /// The error of the file with some bytes replaced.
  func error(replacing place: Int, with replacement: [UInt8]) throws -> PictureError? {
    var changed = bytes
    changed.replaceSubrange(place..<place + replacement.count, with: replacement)
    return Picture.error(readingFrom: try directory.file(changed))
  }

  @Test("#81 CMYK is refused by name")
  func cmyk() {
    let path = Resource.path("cmyk.jpg")
    #expect(Picture.error(readingFrom: path) == .unsupported(path: path, feature: "CMYK JPEG"))
  }

  @Test("#81 12 bits are refused by name")
  func twelveBits() throws {
    guard case .unsupported(_, let feature) = try error(replacing: precision, with: [12]) else {
      Issue.record("12 bits were not called unsupported")
      return
    }
    #expect(feature.contains("12"))
  }

  @Test("#81 Lossless JPEG is no accepted kind")
  func lossless() throws {
    #expect(try error(replacing: precision - 3, with: [0xC3]) != nil)
  }

  @Test("#81 Sizes of zero")
  func zeroSizes() throws {
    for place in [precision + 1, precision + 3] {
      guard case .damaged(_, .jpeg, _) = try error(replacing: place, with: [0, 0]) else {
        Issue.record("a size of zero was not called damage")
        continue
      }
    }
  }

  @Test("#81 Sizes beyond the budget, and beyond what the file can hold")
  func enormousSizes() throws {
    let path = directory("picture")
    #expect(
      try error(replacing: precision + 1, with: [0xFF, 0x00, 0xFF, 0x00])
        == .tooManyPixels(path: path, width: 0xFF00, height: 0xFF00, budget: 1 << 28))
    let implausible = try error(replacing: precision + 1, with: [0x3F, 0xFF, 0x3F, 0xFF])
    guard case .damaged(path, .jpeg, let reason) = implausible else {
      Issue.record("\(String(describing: implausible))")
      return
    }
    #expect(reason.contains("16383 x 16383"))
  }

  @Test("#81 A scan that ends early is an error, not a gray area")
  func truncatedScan() throws {
    let path = try directory.file(Array(bytes.dropLast(40)) + [0xFF, 0xD9])
    guard case .damaged(path, .jpeg, _) = Picture.error(readingFrom: path) else {
      Issue.record("a truncated scan was accepted")
      return
    }
  }
}
