// LearnFileTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// The files and options of `convolve learn`.
@Suite struct LearnFileTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try Picture.random(height: 20, width: 30, seed: 1).write(to: folder("gray.png"))
    try Picture.random(channels: 3, height: 20, width: 30, seed: 2).write(to: folder("color.png"))
    try Picture.random(height: 20, width: 31, seed: 3).write(to: folder("wide.png"))
    try Picture.constant([0], height: 20, width: 30).write(to: folder("black.png"))
  }

  @Test("The picture of a kernel: red above 0, blue below, white for 0")
  func kernelPicture() throws {
    let filter = PlainFilter(kernel: [[1, 0, -0.5]], scale: 0.5, bias: 0.3)
    let made = try Program.run(
      [
        "filter", "gray.png", "after.png", "--kernel", filter.text, "--scale", "0.5", "--bias",
        "0.3",
      ], in: folder)
    #expect(made.isClean, "\(made)")
    let run = try Program.run(
      [
        "learn", "gray.png", "after.png", "--size", "1x3", "--bias", "--picture", "kernel.png",
        "--residual", "left.png",
      ], in: folder)
    #expect(run.isClean, "\(run)")
    let picture = try Picture(contentsOf: folder("kernel.png"))
    #expect(picture.samples.shape == [3, 49, 145])
    func color(_ column: Int) -> [Float] { (0..<3).map { picture.samples[$0, 24, column] } }
    let (red, white, blue) = (color(24), color(72), color(120))
    #expect(red[0] > red[1] + 0.5 && red[0] > red[2] + 0.5, "\(red)")
    #expect(white.allSatisfy { $0 > 0.97 }, "\(white)")
    // Half as strong.
    #expect(blue[2] > blue[0] + 0.25 && blue[0] > 0.5, "\(blue)")

    // What is left over is the rounding to 8 bits, of both signs around gray.
    let left = try Picture(contentsOf: folder("left.png"))
    #expect(left.samples.shape == [1, 18, 28])
    let mean = left.samples.sum() / Double(left.samples.count)
    #expect(abs(mean - 0.5) < 0.05)
    #expect(left.stored.contains { $0 == 0 || $0 == 255 })
  }

  @Test(
    "What cannot be learned from",
    arguments: [
      (
        ["gray.png", "wide.png"],
        "the picture before has 30 x 20 pixels, the one after 31 x 20; they must have one size"
      ),
      (
        ["gray.png", "color.png", "--color"],
        "--color needs two pictures in color; one of these is gray"
      ),
      (
        ["gray.png", "gray.png", "--crop", "10"],
        "without 10 rows and columns at each edge nothing is left of 30 x 20 pixels; use a smaller "
          + "--crop, or a smaller kernel"
      ),
      (["none.png", "gray.png"], "none.png: cannot be read: No such file or directory"),
      (
        ["gray.png", "black.png", "--ignore-clipped"],
        "every pixel after is black or white; nothing is left to learn from"
      ),
      (
        ["black.png", "gray.png", "--method", "gradient"],
        "the picture before is of one shade; nothing can be learned from it"
      ),
    ])
  func refused(arguments: [String], message: String) throws {
    let run = try Program.run(["learn", "--size", "3"] + arguments, in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: \(message)\n")
  }

  @Test(
    "Options that are no options",
    arguments: [
      ["--size", "0"], ["--size", "3x"], ["--size", "x3"], ["--size", "3x3x3"], ["--size", "-3"],
      ["--size", "big"], ["--size", ""], ["--size", "3", "--crop=-1"],
      ["--size", "3", "--steps", "0"], ["--size", "3", "--method", "guess"],
      ["--size", "3", "--method", "gradient", "--ignore-clipped"], [],
    ])
  func options(arguments: [String]) throws {
    let run = try Program.run(["learn", "gray.png", "gray.png"] + arguments, in: folder)
    #expect(run.isRefused(status: 64), "\(run)")
  }

  @Test("A crop beyond all numbers", arguments: [Int.max, 1 << 40])
  func hugeCrop(crop: Int) throws {
    let run = try Program.run(
      ["learn", "gray.png", "gray.png", "--size", "3", "--crop", "\(crop)"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
  }
}
