// DemoErrorTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// What the demo says when it cannot go on.
@Suite struct DemoErrorTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try Picture.random(seed: 1).write(to: folder("photo.png"))
  }

  @Test("A missing photo costs nothing: no text, no folder")
  func missingPhoto() throws {
    let run = try Program.run(["demo", "--image", "none.png", "--output", "out"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: none.png: cannot be read: No such file or directory\n")
    #expect(try folder.contents() == ["photo.png"])
  }

  @Test("A photo that is none costs nothing")
  func noPhoto() throws {
    try folder.write("no picture", to: "photo.png")
    let run = try Program.run(["demo", "--image", "photo.png", "--output", "out"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(
      run.errors == "Error: photo.png: starts like no picture; "
        + "accepted are PNG, JPEG, TIFF, PGM, PPM and PFM files\n")
    #expect(try folder.contents() == ["photo.png"])
  }

  @Test("An output that can be no folder costs nothing", arguments: ["file", "file/x"])
  func outputIsFile(output: String) throws {
    try folder.write("", to: "file")
    let run = try Program.run(["demo", "--image", "photo.png", "--output", output], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.contains(output))
    #expect(!run.errors.contains("NSCocoaErrorDomain"), "words, not the insides of Foundation")
  }

  @Test("A photo without room for vertical edges")
  func onePixelWide() throws {
    try Picture.random(height: 20, width: 1, seed: 1).write(to: folder("photo.png"))
    let run = try Program.run(["demo", "--image", "photo.png", "--output", "out"], in: folder)
    #expect(run.status == 1)
    #expect(run.errors == "Error: the photo is 1 pixel wide; it has no vertical edges\n")
  }

  @Test(
    "A photo of one color, in every shade",
    arguments: [[0], [1], [26], [85], [128], [255], [10, 200, 77], [255, 255, 255]] as [[UInt8]])
  func oneColor(color: [UInt8]) throws {
    try Picture.constant(color).write(to: folder("photo.png"))
    let run = try Program.run(["demo", "--image", "photo.png", "--output", "out"], in: folder)
    #expect(run.status == 1)
    #expect(
      run.errors == "Error: the photo is of one color; nothing can be learned from it\n", "\(run)")
  }

  @Test("Seeds that are none", arguments: ["x", "1.5", "18446744073709551616"])
  func seeds(seed: String) throws {
    let run = try Program.run(["demo", "--image", "photo.png", "--seed", seed], in: folder)
    #expect(run.isRefused(status: 64), "\(run)")
    #expect(run.errors.contains("'\(seed)' is invalid for '--seed"))
  }
}
