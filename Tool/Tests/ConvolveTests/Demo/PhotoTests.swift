// PhotoTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// The demo on photos of all kinds.
@Suite struct PhotoTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Every kind of file, and sizes down to a single row.
  private static let photos: [(name: String, shape: [Int], hasAlpha: Bool, bitDepth: BitDepth)] = [
    ("gray.png", [1, 24, 31], false, .eight),
    ("gray16.png", [1, 24, 31], false, .sixteen),
    ("color.png", [3, 24, 31], false, .eight),
    ("color16.png", [3, 31, 24], false, .sixteen),
    ("transparent.png", [3, 24, 31], true, .eight),
    ("color.jpg", [3, 40, 56], false, .eight),
    ("gray.jpeg", [1, 40, 56], false, .eight),
    ("row.png", [1, 1, 64], false, .eight),
    ("narrow.png", [1, 64, 2], false, .eight),
  ]

  @Test("Photos of every kind", arguments: photos)
  func kinds(name: String, shape: [Int], hasAlpha: Bool, bitDepth: BitDepth) throws {
    let photo = try Picture.random(
      channels: shape[0], height: shape[1], width: shape[2], hasAlpha: hasAlpha,
      bitDepth: bitDepth, seed: 7)
    try photo.write(to: folder(name))
    let result = try PhotoResult(["--image", name], in: folder)
    #expect(result.run.isClean, "\(result.run)")
    #expect(result.output[6].hasPrefix("\(shape[2]) x \(shape[1]) pixels"))
    #expect(try result.folder.contents(of: "out") == PhotoResult.names.sorted())
    #expect(result.output.learnedDistance(6) < 1e-3, "\(result.run)")
    #expect(try result.mistakes(in: "edges-vertical.png", down: 0, right: 1) == [])
    #expect(try result.mistakes(in: "edges-horizontal.png", down: 1, right: 0) == [])
    try expectLuminance(of: Picture(contentsOf: folder(name)), in: result)
  }

  private func expectLuminance(of photo: Picture, in result: PhotoResult) throws {
    let gray = try result.picture("photo.png").stored
    let samples = photo.samples.elements.map(Double.init)
    let weights = photo.layout.channels == 3 ? [0.299, 0.587, 0.114] : [1]
    let wrong = gray.indices.filter { index in
      let shades = weights.indices.map { weights[$0] * samples[$0 * gray.count + index] }
      return abs(gray[index] - 255 * shades.reduce(0, +)) > 0.501
    }
    #expect(wrong.isEmpty)
  }

  @Test("Folders on the way to the output are made")
  func nestedOutput() throws {
    try Picture.random(seed: 1).write(to: folder("photo.png"))
    let run = try Program.run(["demo", "--image", "photo.png", "--output", "a/b"], in: folder)
    #expect(run.isClean, "\(run)")
    #expect(try folder.contents(of: "a/b") == PhotoResult.names.sorted())
  }

  @Test("A second run replaces the pictures of the first")
  func secondRun() throws {
    try Picture.random(height: 8, seed: 1).write(to: folder("first.png"))
    try Picture.random(height: 9, seed: 2).write(to: folder("second.png"))
    _ = try PhotoResult(["--image", "first.png"], in: folder)
    let second = try PhotoResult(["--image", "second.png"], in: folder)
    #expect(second.run.isClean, "\(second.run)")
    #expect(try folder.contents(of: "out") == PhotoResult.names.sorted())
    #expect(try second.picture("photo.png").layout.height == 9)
  }
}
