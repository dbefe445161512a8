// PictureTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

@Suite struct PictureTests {
  @Test(
    "Shapes that are no picture",
    arguments: [
      [4, 5], [2, 4, 5], [4, 4, 5], [0, 4, 5], [1, 0, 5], [3, 4, 0], [1, 3, 4, 5], [],
    ])
  func wrongShapes(shape: [Int]) throws {
    let samples = try Tensor<Float>.zeros(shape)
    let expected = PictureError.shapeMismatch(
      name: "samples", expected: "[1 or 3, height, width] without zeros", shape: shape)
    #expect(throws: expected) { try Picture(samples: samples) }
  }

  @Test("Alpha of another size", arguments: [[5, 4], [1, 4, 5], [20], []])
  func wrongAlpha(shape: [Int]) throws {
    let samples = try Tensor<Float>.zeros([3, 4, 5])
    let alpha = try Tensor<Float>.zeros(shape)
    let expected = PictureError.shapeMismatch(name: "alpha", expected: "[4, 5]", shape: shape)
    #expect(throws: expected) { try Picture(samples: samples, alpha: alpha) }
  }

  @Test("Layouts that are no picture", arguments: [(0, 1, 1), (1, 0, 1), (1, 1, 2), (-1, -1, 3)])
  func wrongLayouts(width: Int, height: Int, channels: Int) {
    #expect(throws: PictureError.self) {
      try PictureLayout(width: width, height: height, channels: channels)
    }
  }

  @Test("A layout beyond every format is refused without a file")
  func enormousLayout() throws {
    let directory = try TemporaryDirectory()
    let layout = try PictureLayout(width: .max, height: .max, channels: 3, bitDepth: .sixteen)
    #expect(throws: PictureError.self) { try PictureWriter(to: directory("a.png"), layout: layout) }
    #expect(try directory.contents == [])
  }

  @Test("A picture states its layout")
  func layout() throws {
    let picture = try Picture(
      samples: Tensor.zeros([3, 4, 5]), alpha: Tensor.zeros([4, 5]), bitDepth: .sixteen)
    let expected = try PictureLayout(
      width: 5, height: 4, channels: 3, hasAlpha: true, bitDepth: .sixteen)
    #expect(picture.layout == expected)
  }

  @Test("The extension names the format")
  func formats() {
    #expect(PictureFormat(path: "a/b.PNG") == .png)
    #expect(PictureFormat(path: "b.c/a.jpeg") == .jpeg)
    #expect(PictureFormat(path: "a.Jpg") == .jpeg)
    #expect(PictureFormat(path: "b.png/a") == nil)
  }
}
