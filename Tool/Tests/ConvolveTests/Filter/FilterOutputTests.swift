// FilterOutputTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// What `convolve filter` and `convolve convert` make of values, formats and precisions.
@Suite struct FilterOutputTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test("Values may be cut off, lose their signs or be stretched")
  func values() throws {
    let samples = try Tensor<Float>(shape: [1, 1, 3], elements: [0, 1, 0.5])
    try Picture(samples: samples, bitDepth: .float).write(to: folder("in.tif"))
    // 2x - 1.5
    for (flag, expected) in [
      ("--clamp", [-1.5, 0.5, -0.5]), ("--absolute", [1.5, 0.5, 0.5]),
      ("--normalize", [0, 1, 0.5]),
    ] as [(String, [Float])] {
      let run = try Program.run(
        ["filter", "in.tif", "out.tif", "--kernel", "2", "--bias", "-1.5", flag], in: folder)
      #expect(run.isClean, "\(run)")
      #expect(try Picture(contentsOf: folder("out.tif")).samples.elements == expected)
      let eight = [
        "filter", "in.tif", "out.png", "--kernel", "2", "--bias", "-1.5", flag, "--depth", "8",
      ]
      #expect(try Program.run(eight, in: folder).isClean)
      let stored = try Picture(contentsOf: folder("out.png")).stored
      #expect(stored == expected.map { (Double(min(1, max(0, $0))) * 255).rounded() }, "\(flag)")
    }
    let both = try Program.run(
      ["filter", "in.tif", "out.tif", "--kernel", "2", "--absolute", "--normalize"], in: folder)
    #expect(both.isRefused(status: 64), "\(both)")
  }

  @Test("A picture of one value is black when it is stretched")
  func flat() throws {
    try Picture.constant([77], height: 3, width: 4).write(to: folder("in.png"))
    #expect(
      try Program.run(["filter", "in.png", "out.png", "--kernel", "1", "--normalize"], in: folder)
        .isClean)
    #expect(try Picture(contentsOf: folder("out.png")).stored.allSatisfy { $0 == 0 })
  }

  @Test("Luminance makes gray of color, with the weights of BT.601, and keeps alpha")
  func luminance() throws {
    let picture = try Picture.random(channels: 3, hasAlpha: true, seed: 31)
    try picture.write(to: folder("in.png"))
    let options = ["--kernel", "1", "--luminance", "--depth", "float"]
    for border in ["reflect", "circular"] {
      let run = try Program.run(
        ["filter", "in.png", "out.tif", "--border", border] + options, in: folder)
      #expect(run.isClean, "\(run)")
      let written = try Picture(contentsOf: folder("out.tif"))
      #expect(written.layout.channels == 1 && written.alpha == picture.alpha)
      for y in 0..<9 {
        for x in 0..<13 {
          let color = (0..<3).map { picture.samples[$0, y, x] }
          let expected = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
          #expect(abs(written.samples[0, y, x] - expected) < 1e-6)
        }
      }
    }
  }

  /// Many blocks of rows through every format, and the border of the last one.
  @Test(
    "Pictures of many rows, in every format", arguments: ["png", "tif", "pgm", "jpg"],
    ["reflect", "circular"])
  func manyRows(name: String, border: String) throws {
    let picture = try Picture.random(height: 1200, width: 61, seed: 32)
    let (input, output) = ("in." + name, "out." + (name == "jpg" ? "png" : name))
    try picture.write(to: folder(input))
    let original = try Picture(contentsOf: folder(input))
    let filter = PlainFilter(
      kernel: [[0.25, -0.5], [0.125, 1], [0.5, -0.25]], border: border, bias: 0.25)
    let run = try Program.run(
      ["filter", input, output, "--kernel", filter.text, "--border", border, "--bias", "0.25"],
      in: folder)
    #expect(run.isClean, "\(run)")
    #expect(filter.mistakes(in: try Picture(contentsOf: folder(output)), from: original) == [])
  }

  @Test("The alpha of many rows stays with its rows")
  func manyRowsOfAlpha() throws {
    let picture = try Picture.random(channels: 1, height: 1500, width: 17, hasAlpha: true, seed: 33)
    try picture.write(to: folder("in.tif"))
    let run = try Program.run(
      ["filter", "in.tif", "out.tif", "--filter", "box:size=21"], in: folder)
    #expect(run.isClean, "\(run)")
    #expect(try Picture(contentsOf: folder("out.tif")).alpha == picture.alpha)
  }

  @Test(
    "Converting changes the format and precision, and nothing else",
    arguments: [
      ("b.tif", BitDepth.eight), ("b.png", .eight), ("b.tiff", .sixteen), ("b.tif", .float),
    ])
  func convert(name: String, depth: BitDepth) throws {
    let picture = try Picture.random(channels: 3, height: 700, width: 31, hasAlpha: true, seed: 34)
    try picture.write(to: folder("a.png"))
    let word = depth == .float ? "float" : "\(depth.rawValue)"
    let options = ["--depth", word, "--compression", "lzw"]
    let run = try Program.run(["convert", "a.png", name] + options, in: folder)
    #expect(run.isClean && run.output.isEmpty, "\(run)")
    let written = try Picture(contentsOf: folder(name))
    #expect(written.bitDepth == depth)
    // 255 divides 65535, and 8 bits fit into a float.
    #expect(written.samples == picture.samples && written.alpha == picture.alpha)
  }

  @Test(
    "Options that cannot be",
    arguments: [
      (["--depth", "12"], "'12'"), (["--quality", "0"], "--quality is 0; accepted are 1 to 100"),
      (["--threads", "0"], "--threads is 0; it must be at least 1"),
      (["--compression", "zip"], "'zip'"), (["--pixel-budget", "0"], "--pixel-budget is 0"),
    ])
  func refused(options: [String], words: String) throws {
    try Picture.random(seed: 1).write(to: folder("in.png"))
    for command in [
      ["filter", "in.png", "out.png", "--kernel", "1"], ["convert", "in.png", "out.png"],
    ] {
      let run = try Program.run(command + options, in: folder)
      #expect(run.isRefused(status: 64) && run.errors.contains(words), "\(run)")
    }
    #expect(try folder.contents() == ["in.png"])
  }

  @Test("The pixel budget is for what is held, not for what passes")
  func budget() throws {
    try Picture.random(seed: 1).write(to: folder("in.png"))
    let arguments = ["filter", "in.png", "out.png", "--kernel", "1;1", "--pixel-budget", "13"]
    #expect(try Program.run(arguments, in: folder).isClean)
    let circular = try Program.run(arguments + ["--border", "circular"], in: folder)
    #expect(circular.isRefused(status: 1), "\(circular)")
    #expect(circular.errors.contains("in.png: has 13 x 9 pixels; the pixel budget allows 13"))
  }

  @Test("A preview needs a terminal")
  func preview() throws {
    try Picture.random(seed: 1).write(to: folder("in.png"))
    let run = try Program.run(["filter", "in.png", "--kernel", "1", "--preview"], in: folder)
    #expect(run.isRefused(status: 64), "\(run)")
    #expect(run.errors.contains("--preview is for a terminal"))
  }
}
