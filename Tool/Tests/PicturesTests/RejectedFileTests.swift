// RejectedFileTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pictures
import Testing

/// Paths that lead to no picture. The time limit is for what would wait for ever; it is long, as the time
/// counts in which other tests have the processors.
@Suite(.timeLimit(.minutes(60))) struct RejectedFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("#80 Missing files")
  func missing() throws {
    let path = directory("missing.png")
    #expect(
      Picture.error(readingFrom: path)
        == .cannotRead(path: path, reason: "No such file or directory"))
    let inside = try directory.file([1], named: "file") + "/a.png"
    #expect(
      Picture.error(readingFrom: inside) == .cannotRead(path: inside, reason: "Not a directory"))
  }

  @Test("#80 Directories, pipes and devices, without waiting for them")
  func specialFiles() {
    let pipe = directory("pipe.png")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(Picture.error(readingFrom: pipe) == .notAFile(path: pipe, kind: "a pipe"))
    #expect(
      Picture.error(readingFrom: directory.path)
        == .notAFile(path: directory.path, kind: "a directory"))
    #expect(
      Picture.error(readingFrom: "/dev/zero") == .notAFile(path: "/dev/zero", kind: "a device"))
  }

  @Test("#80 Paths that are none")
  func invalidPaths() throws {
    let path = try directory.file(PNGBytes.file(), named: "a.png")
    for invalid in ["", "\0", path + "\0", path + "\0.jpg"] {
      #expect(Picture.error(readingFrom: invalid) == .invalidPath(path: invalid))
    }
  }

  @Test("#79, #80 Empty files, and those of other formats")
  func otherFormats() throws {
    let empty = try directory.file([], named: "empty.png")
    #expect(Picture.error(readingFrom: empty) == .emptyFile(path: empty))
    let others: [[UInt8]] = [
      [0x89], Array("P3 1 1 255\n1 2 3".utf8), Array("GIF89a".utf8), [0, 0, 0, 0, 0, 0, 0, 0, 0],
      Array(PNGBytes.signature.prefix(7)), [0xFF, 0xD8],
      // Portable maps in text.
      Array("P2\n# comment\n2 2\n".utf8), Array("P3 -1 0 65536 1 2 3".utf8),
    ]
    for bytes in others {
      let path = try directory.file(bytes, named: "other.png")
      #expect(Picture.error(readingFrom: path) == .unknownFormat(path: path))
    }
  }

  @Test("Every error names the file")
  func descriptions() {
    let errors: [PictureError] = [
      .cannotRead(path: "x.png", reason: "r"), .cannotWrite(path: "x.png", reason: "r"),
      .notAFile(path: "x.png", kind: "a pipe"), .emptyFile(path: "x.png"),
      .unknownFormat(path: "x.png"), .damaged(path: "x.png", format: .png, reason: "r"),
      .unsupported(path: "x.png", feature: "f"),
      .tooManyPixels(path: "x.png", width: 1, height: 2, budget: 1),
      .outOfMemory(path: "x.png", width: 1, height: 2), .unknownExtension(path: "x.png"),
      .alphaNotStored(path: "x.png", format: .jpeg), .colorInPGM(path: "x.png"),
      .missingAlpha(path: "x.png"),
      .wrongRowCount(path: "x.png", expected: 1, actual: 2),
    ]
    for error in errors { #expect(error.description.hasPrefix("x.png: ")) }
    #expect(PictureError.invalidPath(path: "").description.contains("empty"))
    #expect(PictureError.invalidPath(path: "a\0").description.contains("a\\0"))
    #expect(PictureError.unknownExtension(path: "a").description.contains(".png, .jpg, "))
  }
}
