// OwnPhotoTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pictures
import Testing

/// The demo as the README shows it, on the photo that the program brings along.
@Suite struct OwnPhotoTests {
  // One run for all: a thousand steps on a large photo take their time in a debug build.
  private static let result = Result { try PhotoResult([], in: TemporaryDirectory()) }

  let result: PhotoResult

  init() throws { result = try Self.result.get() }

  @Test("The demo succeeds, and names the files that it wrote")
  func files() throws {
    #expect(result.run.isClean, "\(result.run)")
    #expect(result.output.written.sorted() == PhotoResult.names.map { "out/" + $0 }.sorted())
    #expect(try result.folder.contents(of: "out") == PhotoResult.names.sorted())
  }

  @Test("The pictures are PNGs of the photo's size")
  func sizes() throws {
    let size = result.output[6].numbers.prefix(2).map { Int($0) }
    try #require(size.count == 2)
    for name in PhotoResult.names {
      let signature = try result.folder.bytes("out/" + name).prefix(8)
      #expect(signature == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "\(name)")
      // Three pictures and the kernel's two squares side by side, with gaps between, in color.
      let isOverview = name == "overview.png"
      let layout = try PictureLayout(
        width: isOverview ? 3 * size[0] + 97 + 3 * 8 : size[0], height: size[1],
        channels: isOverview ? 3 : 1)
      #expect(try result.picture(name).layout == layout, "\(name)")
    }
  }

  @Test("The overview shows a red and a blue square for the kernel's 1 and -1")
  func kernel() throws {
    let overview = try result.picture("overview.png").samples
    let (row, left) = (overview.shape[1] / 2, try result.picture("photo.png").samples.shape[2] + 8)
    let (one, minusOne) = (left + 24, left + 72)
    #expect(overview[0, row, one] > 0.7 && overview[2, row, one] < 0.2)
    #expect(overview[0, row, minusOne] < 0.2 && overview[2, row, minusOne] > 0.7)
  }

  @Test("The edges are the differences of neighbors")
  func edges() throws {
    #expect(try result.mistakes(in: "edges-vertical.png", down: 0, right: 1).prefix(3) == [])
    #expect(try result.mistakes(in: "edges-horizontal.png", down: 1, right: 0).prefix(3) == [])
    #expect(try result.picture("edges-vertical.png").stored.contains { $0 > 100 })
  }

  @Test("The kernel is learned back, and its edges are those of the photo")
  func learning() throws {
    let losses = result.output.losses(6)
    #expect(losses.count == 4 && zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    #expect(result.output.learnedKernel(6) == [1, -1])
    #expect(result.output.learnedDistance(6) < 1e-3)
    let edges = try result.picture("edges-vertical.png").stored
    let learned = try result.picture("edges-learned.png").stored
    #expect(zip(edges, learned).allSatisfy { abs($0 - $1) <= 1 })
  }
}
