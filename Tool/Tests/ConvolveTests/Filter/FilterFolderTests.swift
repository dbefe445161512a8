// FilterFolderTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// `convolve filter` on many pictures and whole folders.
@Suite struct FilterFolderTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.makeFolder("in")
    for (index, name) in ["in/b.png", "in/a.jpg", "c.tif"].enumerated() {
      try Picture.random(channels: 3, seed: UInt64(index)).write(to: folder(name))
    }
    try folder.write("not a picture", to: "in/notes.txt")
  }

  @Test("Files and what is in folders, under their own names or new ones")
  func names() throws {
    for (options, expected) in [
      ([], ["a.jpg", "b.png", "c.tif"]),
      (["--suffix", "-soft"], ["a-soft.jpg", "b-soft.png", "c-soft.tif"]),
      (["--format", "png"], ["a.png", "b.png", "c.png"]),
    ] {
      let output = "out\(options.count)\(options.first ?? "")"
      let run = try filter(["in", "c.tif"], output, options)
      #expect(run.isClean && run.output.isEmpty, "\(run)")
      #expect(try folder.contents(of: output) == expected)
    }
    let filter = PlainFilter(kernel: [[0.5, 0.25]])
    let written = try Picture(contentsOf: folder("out0/b.png"))
    #expect(filter.mistakes(in: written, from: try Picture(contentsOf: folder("in/b.png"))) == [])
  }

  @Test("One that fails does not keep the others from being done")
  func failure() throws {
    try folder.write("no picture", to: "in/aa.png")
    let run = try filter(["in"], "out")
    #expect(run.status == 1 && run.output.isEmpty, "\(run)")
    #expect(run.errors.hasPrefix("Error: in/aa.png: starts like no picture"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(try folder.contents(of: "out") == ["a.jpg", "b.png"])
  }

  @Test("Two that would have one name are refused before anything is done")
  func collision() throws {
    try Picture.random(seed: 9).write(to: folder("b.png"))
    let run = try filter(["in", "b.png"], "out")
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.contains("in/b.png and b.png would both be written to out/b.png"))
    #expect(try folder.contents() == ["b.png", "c.tif", "in"])
  }

  @Test(
    "Inputs and outputs that do not go together",
    arguments: [
      (
        ["c.tif", "b.tif", "d.tif", "--kernel", "1"], 64, "3 pictures; give an input and an output"
      ),
      (
        ["c.tif", "d.tif", "--kernel", "1", "--suffix", "x"], 64, "--suffix is for --output-folder"
      ),
      (
        ["c.tif", "--output-folder", "o", "--kernel", "1", "--format", "gif"], 64, "--format is gif"
      ),
      (
        ["c.tif", "--output-folder", "c.tif", "--kernel", "1"], 1, "c.tif: cannot be made a folder"
      ),
      (
        ["empty", "--output-folder", "o", "--kernel", "1"], 1, "empty: is a folder without pictures"
      ),
    ])
  func refused(arguments: [String], status: Int, words: String) throws {
    try folder.makeFolder("empty")
    let run = try Program.run(["filter"] + arguments, in: folder)
    #expect(run.isRefused(status: Int32(status)) && run.errors.contains(words), "\(run)")
  }

  private func filter(_ inputs: [String], _ output: String, _ options: [String] = []) throws -> Run
  {
    try Program.run(
      ["filter"] + inputs + ["--output-folder", output, "--kernel", "0.5,0.25"] + options,
      in: folder)
  }
}
