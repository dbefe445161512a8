// WritingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Pictures
import Testing

@Suite struct WritingTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("Values are clamped and rounded to nearest; NaN is 0")
  func values() throws {
    let step: Float = 1 / 255
    let values: [Float] = [
      -1, -0.0, 0.49 * step, 0.51 * step, 1.4 * step, 254.6 * step, 1, 1.0001, 7, .infinity,
      -.infinity, .nan,
    ]
    let samples = try Tensor(shape: [1, 2, 6], elements: values)
    try Picture(samples: samples).write(to: directory("a.png"))
    let read = try Picture(contentsOf: directory("a.png")).samples
    #expect(
      read.map { $0 * 255 }.elements == [0, 0, 0, 1, 1, 255, 255, 255, 255, 255, 0, 0])
  }

  @Test("The largest number below a half rounds down")
  func nearlyHalf() throws {
    let samples = try Tensor<Float>(shape: [1, 1, 1], repeating: Float(0.5).nextDown / 255)
    try Picture(samples: samples).write(to: directory("a.png"))
    #expect(try Picture(contentsOf: directory("a.png")).samples[0, 0, 0] == 0)
  }

  @Test(
    "Unknown extensions are refused", arguments: ["a.gif", "a", "png", "a.png.bak", "b.c/a", ""])
  func unknownExtension(name: String) throws {
    let picture = try Picture(samples: [[[0]]])
    let path = name.isEmpty ? "" : directory(name)
    #expect(throws: PictureError.unknownExtension(path: path)) { try picture.write(to: path) }
    #expect(try directory.contents == [])
  }

  @Test("JPEG refuses alpha and senseless qualities, before there is a file")
  func jpegArguments() throws {
    let path = directory("a.jpg")
    let transparent = try Picture(samples: [[[0]]], alpha: [[1]])
    #expect(throws: PictureError.alphaNotStored(path: path, format: .jpeg)) {
      try transparent.write(to: path)
    }
    let opaque = try Picture(samples: [[[0]]])
    for quality in [0, -1, 101, .max] {
      #expect(throws: PictureError.invalidQuality(quality: quality)) {
        try opaque.write(to: path, options: PictureOptions(quality: quality))
      }
    }
    #expect(try directory.contents == [])
  }

  @Test("Places that cannot be written")
  func places() throws {
    let picture = try Picture(samples: [[[0]]])
    let missing = directory("missing/a.png")
    #expect(
      throws: PictureError.cannotWrite(path: missing, reason: "No such file or directory")
    ) { try picture.write(to: missing) }

    let taken = directory("folder.png")
    try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: true)
    #expect(throws: PictureError.notAFile(path: taken, kind: "a directory")) {
      try picture.write(to: taken)
    }
    #expect(throws: PictureError.invalidPath(path: "a\0b.png")) {
      try picture.write(to: "a\0b.png")
    }
    #expect(try directory.contents == ["folder.png"])
  }

  @Test("A picture larger than its format leaves no file behind")
  func tooLarge() throws {
    let path = directory("a.jpg")
    let picture = try Picture(samples: Tensor.zeros([1, 1, 65_501]))
    do throws(PictureError) {
      try picture.write(to: path)
      Issue.record("65501 columns were written to a JPEG")
    } catch {
      guard case .cannotWrite = error else { throw error }
      #expect(error.description.contains("65500"))
    }
    try picture.write(to: directory("a.png"))
    #expect(try directory.contents == ["a.png"])
  }

  @Test("A file is replaced as a whole, and keeps its permissions")
  func replacement() throws {
    let path = try directory.file([1, 2, 3], named: "a.png")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let layout = try PictureLayout(width: 1, height: 2, channels: 1)
    do {
      let writer = try PictureWriter(to: path, layout: layout)
      try writer.writeRow(0, of: [[[0.5]]])
      #expect(throws: PictureError.wrongRowCount(path: path, expected: 2, actual: 1)) {
        try writer.finish()
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
    #expect(try directory.contents == ["a.png"])

    try Picture(samples: [[[0], [1]]]).write(to: path)
    #expect(try Picture(contentsOf: path).samples == [[[0], [1]]])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try directory.contents == ["a.png"])
  }
}
