// FilterFileTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// The files and options of `convolve filter`.
@Suite struct FilterFileTests {
  static let extensions = ".png, .jpg, .jpeg, .tif, .tiff, .pgm, .ppm, .pnm and .pfm"
  let folder: TemporaryDirectory
  let picture: Picture

  init() throws {
    folder = try TemporaryDirectory()
    picture = try Picture.random(channels: 3, hasAlpha: true, seed: 12)
    try picture.write(to: folder("in.png"))
  }

  @Test("The output may be the input")
  func inPlace() throws {
    let run = try Program.run(["filter", "in.png", "in.png", "--kernel", "0.5,0.25"], in: folder)
    #expect(run.isClean, "\(run)")
    let filter = PlainFilter(kernel: [[0.5, 0.25]])
    #expect(filter.mistakes(in: try Picture(contentsOf: folder("in.png")), from: picture) == [])
    #expect(try folder.contents() == ["in.png"])
  }

  @Test(
    "A failure leaves the old output as it was, and nothing beside it",
    arguments: [
      ["in.png", "old.png", "--kernel", "1;2,3"], ["none.png", "old.png", "--kernel", "1"],
      ["in.png", "old.jpg", "--kernel", "1"], ["in.png", "old.gif", "--kernel", "1"],
      ["in.png", "old.png", "--kernel", "1", "--scale", "nan"],
      ["cut.png", "old.png", "--kernel", "1"],
    ])
  func atomic(arguments: [String]) throws {
    let names = ["cut.png", "in.png", "old.gif", "old.jpg", "old.png"]
    for name in names where name.hasPrefix("old") { try folder.write("old", to: name) }
    // The half that is there is good; the picture must be complete before the file is replaced.
    let bytes = try folder.bytes("in.png")
    try folder.newFile("cut.png").write(contentsOf: bytes.prefix(bytes.count / 2))
    let run = try Program.run(["filter"] + arguments, in: folder)
    #expect(run.status != 0 && run.output.isEmpty && run.errors.hasPrefix("Error: "), "\(run)")
    #expect(try folder.contents() == names)
    #expect(try folder.text(arguments[1]) == "old")
  }

  @Test(
    "Damage in the middle of many rows leaves nothing beside the files", arguments: ["png", "tif"])
  func damage(name: String) throws {
    let large = try Picture.random(height: 900, width: 99, seed: 13)
    try large.write(to: folder("large." + name))
    let bytes = try folder.bytes("large." + name)
    try folder.newFile("cut." + name).write(contentsOf: bytes.prefix(bytes.count * 9 / 10))
    for command in [["filter", "--kernel", "1"], ["convert"]] {
      let run = try Program.run(command + ["cut." + name, "out.pgm"], in: folder)
      #expect(
        run.isRefused(status: 1) && run.errors.contains("cut.\(name): is a damaged"), "\(run)")
      #expect(try folder.contents() == ["cut." + name, "in.png", "large." + name])
    }
  }

  @Test(
    "Files that cannot be read or written",
    arguments: [
      ("none.png", "out.png", "none.png: cannot be read: No such file or directory"),
      (".", "out.png", ".: is a directory; give the name of a regular file"),
      (
        "text", "out.png",
        "text: starts like no picture; accepted are PNG, JPEG, TIFF, PGM, PPM and PFM files"
      ),
      ("empty", "out.png", "empty: is empty; accepted are PNG, JPEG, TIFF, PGM, PPM and PFM files"),
      ("in.png", "none/out.png", "none/out.png: cannot be written: No such file or directory"),
      ("in.png", "folder.png", "folder.png: is a directory; give the name of a regular file"),
      (
        "in.png", "out.jpg",
        "out.jpg: JPEG stores no alpha; write a .png or .tif, or drop the alpha first"
      ),
      (
        "in.png", "out.gif",
        "out.gif: has an extension that names no format; accepted are \(FilterFileTests.extensions)"
      ),
      (
        "in.png", "out",
        "out: has an extension that names no format; accepted are \(FilterFileTests.extensions)"
      ),
    ])
  func files(input: String, output: String, message: String) throws {
    try folder.write("no picture", to: "text")
    try folder.write("", to: "empty")
    try folder.makeFolder("folder.png")
    let run = try Program.run(["filter", input, output, "--kernel", "1"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: \(message)\n")
  }

  @Test(
    "#27 An unknown border is answered with the known ones", arguments: ["mirror", "Zeros", ""])
  func border(name: String) throws {
    let run = try filter(["--kernel", "1", "--border", name])
    #expect(run.isRefused(status: 64), "\(run)")
    for known in FilterValueTests.borders { #expect(run.errors.contains("'\(known)'")) }
  }

  @Test("Scale and bias must be finite numbers", arguments: ["--scale", "--bias"])
  func notFinite(option: String) throws {
    for (text, value) in [("nan", "nan"), ("inf", "inf"), ("-inf", "-inf"), ("1e39", "inf")] {
      let run = try filter(["--kernel", "1", option, text])
      #expect(run.isRefused(status: 64), "\(run)")
      #expect(
        run.errors.hasPrefix("Error: \(option) is \(value); it must be a finite number\n"),
        "\(run)")
    }
    let word = try filter(["--kernel", "1", option, "much"])
    #expect(word.isRefused(status: 64), "\(word)")
    #expect(word.errors.contains("'much' is invalid for '\(option)"))
  }

  @Test("Arguments that are missing or too many")
  func arguments() throws {
    let kernel = try filter([])
    #expect(kernel.isRefused(status: 64), "\(kernel)")
    #expect(kernel.errors.contains("'--kernel <kernel>'"))
    let output = try Program.run(["filter", "in.png", "--kernel", "1"], in: folder)
    #expect(output.isRefused(status: 64), "\(output)")
    #expect(output.errors.contains("<output>"))
    #expect(try filter(["more.png", "--kernel", "1"]).isRefused(status: 64))
    #expect(try folder.contents() == ["in.png"])
  }

  private func filter(_ options: [String]) throws -> Run {
    try Program.run(["filter", "in.png", "out.png"] + options, in: folder)
  }
}
