// JPEGReadingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// Files that Pillow wrote, with the pixels that Pillow reads.
@Suite struct JPEGReadingTests {
  struct Pixel: Sendable {
    let x: Int
    let y: Int
    let values: [Float]
  }

  static let gray = [
    Pixel(x: 0, y: 0, values: [151]), Pixel(x: 18, y: 0, values: [221]),
    Pixel(x: 9, y: 6, values: [138]), Pixel(x: 4, y: 11, values: [77]),
    Pixel(x: 18, y: 12, values: [123]),
  ]

  static let rgb = [
    Pixel(x: 0, y: 0, values: [21, 239, 41]), Pixel(x: 18, y: 0, values: [220, 239, 131]),
    Pixel(x: 9, y: 6, values: [120, 150, 124]), Pixel(x: 4, y: 11, values: [64, 74, 125]),
    Pixel(x: 18, y: 12, values: [216, 61, 201]),
  ]

  static let progressive = [
    Pixel(x: 0, y: 0, values: [27, 236, 49]), Pixel(x: 18, y: 0, values: [215, 240, 136]),
    Pixel(x: 9, y: 6, values: [117, 150, 121]), Pixel(x: 4, y: 11, values: [63, 75, 125]),
    Pixel(x: 18, y: 12, values: [211, 66, 195]),
  ]

  @Test(
    "Gray, full and halved color, progressive",
    arguments: [
      ("gray.jpg", gray), ("rgb.jpg", rgb), ("rgb-420-progressive.jpg", progressive),
    ])
  func pixels(name: String, pixels: [Pixel]) throws {
    let picture = try Picture(contentsOf: Resource.path(name))
    #expect(picture.samples.shape == [pixels[0].values.count, 13, 19])
    #expect(picture.bitDepth == .eight)
    #expect(picture.alpha == nil)
    for pixel in pixels {
      for (channel, value) in pixel.values.enumerated() {
        // Decoders may round an inverse transform and a color conversion differently: by 1 each.
        let difference = abs(picture.samples[channel, pixel.y, pixel.x] * 255 - value)
        #expect(difference < 2.01, "\(name), \(pixel), channel \(channel)")
      }
    }
  }

  @Test("Data after the end are ignored: cameras put previews there")
  func trailingData() throws {
    let directory = try TemporaryDirectory()
    let bytes = try Resource.bytes("rgb.jpg")
    let path = try directory.file(bytes + [0xFF, 0xD8, 1, 2, 3])
    let expected = try Picture(contentsOf: Resource.path("rgb.jpg"))
    #expect(try Picture(contentsOf: path).samples == expected.samples)
  }
}
