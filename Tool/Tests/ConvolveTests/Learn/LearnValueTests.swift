// LearnValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Pictures
import Testing

/// What `convolve learn` finds, beside the kernel that the pictures were made with.
@Suite struct LearnValueTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// A picture and its filtered version, of 16 bits, by loops that know nothing of the library.
  private func makePair(_ filter: PlainFilter, channels: Int = 1, seed: UInt64 = 1) throws {
    let before = try Picture.random(
      channels: channels, height: 48, width: 56, bitDepth: .sixteen, seed: seed)
    try before.write(to: folder("before.png"))
    let run = try Program.run(
      [
        "filter", "before.png", "after.png", "--kernel", filter.text, "--border", filter.border,
        "--scale", "\(filter.scale)", "--bias", "\(filter.bias)",
      ], in: folder)
    #expect(run.isClean, "\(run)")
    #expect(
      filter.mistakes(in: try Picture(contentsOf: folder("after.png")), from: before) == [])
  }

  private func learn(_ options: [String]) throws -> Run {
    try Program.run(
      ["learn", "before.png", "after.png", "--output", "kernel.npy"] + options, in: folder)
  }

  private func kernel() throws -> [Double] {
    try NPYFile.read(folder("kernel.npy"), as: Float.self).elements.map(Double.init)
  }

  /// 16 bits are rounded by 2^-17 at most; hundreds of pixels a tap leave less than that of an error.
  private let tolerance = 0x1p-16

  private static let kernels: [[[Double]]] = [
    [[0.5, -0.25]], [[0.75], [-0.5]],
    [[0.125, -0.25, 0.5], [0, 0.25, -0.125], [0.25, -0.5, 0.0625]],
    [[0.25, -0.25, 0.125, 0.375], [-0.125, 0.25, 0.0625, -0.5]],
  ]

  @Test("Kernels odd and even, in shades of gray and in color", arguments: kernels, [1, 3])
  func solve(rows: [[Double]], channels: Int) throws {
    try makePair(PlainFilter(kernel: rows, scale: 0.4, bias: 0.4), channels: channels)
    let size = "\(rows.count)x\(rows[0].count)"
    for colors in channels == 3 ? [[], ["--color"]] : [[]] {
      let run = try learn(["--size", size, "--bias"] + colors)
      #expect(run.isClean, "\(run)")
      let learned = try kernel()
      for (actual, expected) in zip(learned, rows.joined()) {
        #expect(abs(actual - 0.4 * expected) < tolerance, "\(learned)")
      }
      let bias = try #require(run.lines.first { $0.hasPrefix("bias ") }).numbers
      #expect(abs(bias[0] - 0.4) < 1e-4)
      // The table says the same, to five digits.
      let table = run.lines[1...rows.count].flatMap(\.numbers)
      #expect(zip(table, learned).allSatisfy { abs($0 - $1) < 0.6e-5 }, "\(run)")
    }
  }

  @Test("Borders count when nothing is cropped", arguments: FilterValueTests.borders)
  func borders(border: String) throws {
    let rows = Self.kernels[3]
    try makePair(PlainFilter(kernel: rows, border: border, scale: 0.4, bias: 0.4))
    for (crop, pixels) in [(0, 48 * 56), (1, 46 * 54), (5, 38 * 46)] {
      let run = try learn(["--size", "2x4", "--bias", "--border", border, "--crop", "\(crop)"])
      #expect(run.lines[0] == "kernel 2x4 from \(pixels) pixels, solved:", "\(run)")
      for (actual, expected) in zip(try kernel(), rows.joined()) {
        #expect(abs(actual - 0.4 * expected) < tolerance, "\(run)")
      }
    }
  }

  @Test("Gradient descent comes to the same")
  func gradient() throws {
    try makePair(PlainFilter(kernel: Self.kernels[2], scale: 0.4, bias: 0.4))
    let options = ["--size", "3", "--bias"]
    _ = try learn(options)
    let solved = try kernel()
    let run = try learn(options + ["--method", "gradient", "--steps", "300"])
    // No progress is shown to a file.
    #expect(run.isClean, "\(run)")
    #expect(zip(try kernel(), solved).allSatisfy { abs($0 - $1) < 1e-4 }, "\(run)")
    #expect(run.lines[0] == "kernel 3x3 after 300 steps of gradient descent:")
    let bias = try #require(run.lines.first { $0.hasPrefix("bias ") }).numbers
    #expect(abs(bias[0] - 0.4) < 1e-3)
  }

  @Test("Pixels that were cut off can be left out")
  func clipped() throws {
    try makePair(PlainFilter(kernel: [[1, -1]]))
    _ = try learn(["--size", "1x2"])
    // Half of the pixels are below 0.
    #expect(abs(try kernel()[0] - 1) > 0.1)
    let run = try learn(["--size", "1x2", "--ignore-clipped"])
    #expect(run.isClean, "\(run)")
    #expect(zip(try kernel(), [1, -1]).allSatisfy { abs($0 - $1) < 1e-3 }, "\(run)")
  }

  @Test("A picture of one shade tells little, and the program says so")
  func constant() throws {
    try Picture.constant([100]).write(to: folder("before.png"))
    try Picture.constant([50]).write(to: folder("after.png"))
    let run = try learn(["--size", "5"])
    #expect(run.isClean, "\(run)")
    #expect(
      run.output.contains("rank 1 of 25, condition number infinite\nwarning: the input is constant")
    )
    #expect(!run.output.contains("recognized") && !run.output.contains("confidence"), "\(run)")
    #expect(try kernel().allSatisfy { abs($0 - 0.02) < 1e-6 })
  }
}
