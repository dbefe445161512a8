// FilterValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Pictures
import Testing

/// What `convolve filter` writes, pixel by pixel, against loops that know nothing of the library.
@Suite struct FilterValueTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Kernels whose elements text and `Float` hold exactly, odd and even along each axis.
  static let kernels: [[[Double]]] = [
    [[0.5, -0.25]],
    [[0.75], [-0.5]],
    [[0.125, -0.25, 0.5], [0, 1, -0.125], [0.25, -0.5, 0.0625]],
    [[0.5, -0.25, 0.125, 0.375], [-0.125, 0.25, 0.0625, -0.5]],
    // Taller than the picture: the border is met again and again.
    (0..<23).map { row -> [Double] in [Double(row % 5 - 1) / 64, Double(row % 3) / 128] },
  ]

  static let borders = ["zeros", "reflect", "symmetric", "replicate", "circular"]

  @Test("Every border, with odd, even and huge kernels", arguments: borders, kernels)
  func everyBorder(border: String, kernel: [[Double]]) throws {
    for isFlipped in [false, true] {
      let filter = PlainFilter(kernel: kernel, border: border, isFlipped: isFlipped, bias: 0.25)
      try expect(filter, on: .random(height: 9, width: 13, seed: 11))
    }
  }

  @Test(
    "Gray and color of 8 and 16 bits, with and without alpha",
    arguments: [1, 3], [BitDepth.eight, .sixteen])
  func kinds(channels: Int, bitDepth: BitDepth) throws {
    for hasAlpha in [false, true] {
      let picture = try Picture.random(
        channels: channels, hasAlpha: hasAlpha, bitDepth: bitDepth, seed: 5)
      let filter = PlainFilter(kernel: Self.kernels[2], scale: 0.75, bias: 0.125)
      let written = try expect(filter, on: picture)
      #expect(written.alpha == picture.alpha)
    }
  }

  @Test(
    "Scale before bias, and what leaves 0...1 is cut off",
    arguments: [(1, 0), (-1, 1), (4, -0.5), (0.3, 0.7), (0, 0.5), (1e-3, 0), (-2.5, -0.25)])
  func scaleAndBias(scale: Double, bias: Double) throws {
    let filter = PlainFilter(kernel: [[1, -0.5]], scale: scale, bias: bias)
    try expect(filter, on: .random(seed: 3), mayBeFlat: true)
  }

  @Test("Pictures of a single pixel, row or column", arguments: [(1, 1), (1, 9), (9, 1)])
  func tiny(height: Int, width: Int) throws {
    for border in Self.borders {
      let filter = PlainFilter(kernel: Self.kernels[2], border: border, bias: 0.25)
      try expect(filter, on: .random(height: height, width: width, seed: 8), mayBeFlat: true)
    }
  }

  @Test("The border is reflect, and the kernel not flipped, unless asked")
  func defaults() throws {
    let picture = try Picture.random(seed: 2)
    try picture.write(to: folder("in.png"))
    let filter = PlainFilter(kernel: [[0.25, 0.5, 0.125]])
    let run = try Program.run(["filter", "in.png", "out.png", "--kernel", filter.text], in: folder)
    #expect(run.isClean, "\(run)")
    let written = try Picture(contentsOf: folder("out.png"))
    #expect(filter.mistakes(in: written, from: picture) == [])
    let flipped = PlainFilter(kernel: filter.kernel, isFlipped: true)
    #expect(flipped.mistakes(in: written, from: picture) != [])
  }

  @Test("The kernel [1] changes nothing, not one bit")
  func identity() throws {
    let picture = try Picture.random(channels: 3, hasAlpha: true, bitDepth: .sixteen, seed: 1)
    let written = try expect(PlainFilter(kernel: [[1]]), on: picture)
    #expect(written.samples == picture.samples)
  }

  @Test("A kernel from a .npy file, in single and double precision")
  func kernelFile() throws {
    let picture = try Picture.random(seed: 6)
    try picture.write(to: folder("in.png"))
    let filter = PlainFilter(kernel: Self.kernels[3])
    let kernel = try Tensor<Double>(shape: [2, 4], elements: Array(filter.kernel.joined()))
    try NPYFile.write(kernel, to: folder("double.npy"))
    try NPYFile.write(Tensor<Float>(kernel), to: folder("single.npy"))
    for name in ["double.npy", "single.npy"] {
      let run = try Program.run(["filter", "in.png", "out.png", "--kernel", name], in: folder)
      #expect(run.isClean, "\(run)")
      #expect(
        filter.mistakes(in: try Picture(contentsOf: folder("out.png")), from: picture) == [])
    }
  }

  @Test("JPEG goes in and comes out, with its size and channels", arguments: [1, 3])
  func jpeg(channels: Int) throws {
    try Picture.random(channels: channels, seed: 9).write(to: folder("in.jpg"))
    let run = try Program.run(["filter", "in.jpg", "out.jpeg", "--kernel", "1"], in: folder)
    #expect(run.isClean, "\(run)")
    let layout = try PictureLayout(width: 13, height: 9, channels: channels)
    #expect(try Picture(contentsOf: folder("out.jpeg")).layout == layout)
    #expect(try folder.bytes("out.jpeg").prefix(3) == [0xFF, 0xD8, 0xFF])
  }

  /// Filters `picture` by the program and compares.
  ///
  /// The result must have many values between black and white, or it would prove little.
  @discardableResult
  private func expect(
    _ filter: PlainFilter, on picture: Picture, mayBeFlat: Bool = false
  ) throws -> Picture {
    try picture.write(to: folder("in.png"))
    let options = [
      "--border", filter.border, "--scale", "\(filter.scale)", "--bias", "\(filter.bias)",
    ]
    let run = try Program.run(
      ["filter", "in.png", "out.png", "--kernel", filter.text] + options
        + (filter.isFlipped ? ["--flip"] : []), in: folder)
    #expect(run.isClean && run.output.isEmpty, "\(run)")
    let written = try Picture(contentsOf: folder("out.png"))
    #expect(filter.mistakes(in: written, from: picture) == [], "\(run)")
    let inside = written.stored.filter { $0 > 0 && $0 < Double(picture.bitDepth.largest) }
    #expect(mayBeFlat || 2 * inside.count > written.stored.count, "\(inside.count) values inside")
    return written
  }
}
