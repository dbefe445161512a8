// RoundTripTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

@Suite struct RoundTripTests {
  @Test(
    "PNG gives back every bit", arguments: [1, 3], [BitDepth.eight, .sixteen])
  func png(channels: Int, bitDepth: BitDepth) throws {
    let directory = try TemporaryDirectory()
    for hasAlpha in [false, true] {
      let picture = try Picture.random(channels: channels, hasAlpha: hasAlpha, bitDepth: bitDepth)
      try picture.write(to: directory("a.png"))
      let read = try Picture(contentsOf: directory("a.png"))
      #expect(read.samples == picture.samples)
      #expect(read.alpha == picture.alpha)
      #expect(read.bitDepth == bitDepth)
    }
  }

  @Test(
    "PNG of more than one chunk of noise, and of almost nothing",
    arguments: [(1, 1), (1, 90_000), (40_000, 1), (401, 1311)])
  func pngChunks(height: Int, width: Int) throws {
    let directory = try TemporaryDirectory()
    let noise = try Picture.random(
      channels: 3, hasAlpha: false, bitDepth: .eight, height: height, width: width)
    try noise.write(to: directory("noise.png"))
    #expect(try Picture(contentsOf: directory("noise.png")).samples == noise.samples)

    // Every row as the one above it, which leaves zeros.
    let samples = try Tensor<Float>(shape: [3, height, width], repeating: 1)
    try Picture(samples: samples).write(to: directory("white.png"))
    #expect(try Picture(contentsOf: directory("white.png")).samples == samples)
    #expect(try directory.bytes("white.png").count < 1000 + 3 * height * width / 100)
  }

  @Test(
    "TIFF gives back every bit, however it is compressed",
    arguments: TIFFCompression.allCases, [BitDepth.eight, .sixteen, .float])
  func tiff(compression: TIFFCompression, bitDepth: BitDepth) throws {
    let directory = try TemporaryDirectory()
    for (channels, hasAlpha) in [(1, false), (1, true), (3, false), (3, true)] {
      // Of several strips, the last being shorter.
      let picture = try Picture.random(
        channels: channels, hasAlpha: hasAlpha, bitDepth: bitDepth, height: 401, width: 1311)
      let path = directory("a.tiff")
      try picture.write(to: path, options: PictureOptions(compression: compression))
      let read = try Picture(contentsOf: path)
      #expect(read.samples == picture.samples)
      #expect(read.alpha == picture.alpha)
      #expect(read.bitDepth == bitDepth)
      guard compression == .none else { continue }
      let samples = (channels + (hasAlpha ? 1 : 0)) * 401 * 1311 * bitDepth.rawValue / 8
      #expect(try (0..<4096).contains(directory.bytes("a.tiff").count - samples))
    }
  }

  @Test("PGM, PPM and PFM give back every bit", arguments: [1, 3])
  func plain(channels: Int) throws {
    let directory = try TemporaryDirectory()
    for (name, bitDepth) in [
      (channels == 1 ? "a.pgm" : "a.ppm", BitDepth.eight), ("a.pnm", .sixteen), ("a.pfm", .float),
    ] {
      let picture = try Picture.random(
        channels: channels, hasAlpha: false, bitDepth: bitDepth, height: 3, width: 2100)
      try picture.write(to: directory(name))
      let read = try Picture(contentsOf: directory(name))
      #expect(read.samples == picture.samples)
      #expect(read.bitDepth == bitDepth)
    }
  }

  @Test("Floating point keeps what lies outside of 0...1", arguments: ["a.tif", "a.pfm"])
  func floats(name: String) throws {
    let directory = try TemporaryDirectory()
    let samples = try Tensor<Float>(
      shape: [1, 2, 3], elements: [-3, 1e30, 0.1, -.infinity, 1.5, .leastNonzeroMagnitude])
    try Picture(samples: samples, bitDepth: .float).write(to: directory(name))
    #expect(try Picture(contentsOf: directory(name)).samples == samples)
  }

  @Test("A format without a precision stores the nearest")
  func precision() throws {
    let directory = try TemporaryDirectory()
    for (name, asked, stored) in [
      ("a.png", BitDepth.float, BitDepth.sixteen), ("a.jpg", .float, .eight),
      ("a.pgm", .float, .sixteen), ("a.pfm", .eight, .float), ("a.tif", .float, .float),
    ] {
      try Picture(samples: [[[0.5]]], bitDepth: asked).write(to: directory(name))
      #expect(try Picture(contentsOf: directory(name)).bitDepth == stored, "\(name)")
    }
  }

  @Test("Every stored value survives", arguments: [BitDepth.eight, .sixteen])
  func everyValue(bitDepth: BitDepth) throws {
    let directory = try TemporaryDirectory()
    let largest = (1 << bitDepth.rawValue) - 1
    let values = (0...largest).map { Float($0) / Float(largest) }
    let samples = try Tensor(shape: [1, (largest + 1) / 256, 256], elements: values)
    try Picture(samples: samples, bitDepth: bitDepth).write(to: directory("a.png"))
    #expect(try Picture(contentsOf: directory("a.png")).samples == samples)
  }

  @Test(
    "JPEG keeps smooth pictures within a few steps", arguments: [1, 3], ["jpg", "jpeg", "JPG"])
  func jpeg(channels: Int, pathExtension: String) throws {
    let directory = try TemporaryDirectory()
    var samples = try Tensor<Float>.zeros([channels, 17, 23])
    for channel in 0..<channels {
      for y in 0..<17 {
        for x in 0..<23 { samples[channel, y, x] = Float(x * 5 + y * 4 + channel * 20) / 255 }
      }
    }
    let path = directory("a." + pathExtension)
    for bitDepth in [BitDepth.eight, .sixteen] {
      try Picture(samples: samples, bitDepth: bitDepth).write(to: path)
      let read = try Picture(contentsOf: path)
      #expect(read.bitDepth == .eight)
      #expect(try read.samples.largestDifference(from: samples) < 4 / 255)
    }
  }

  @Test("A lower quality makes a smaller and worse file")
  func quality() throws {
    let directory = try TemporaryDirectory()
    let picture = try Picture.random(
      channels: 3, hasAlpha: false, bitDepth: .eight, height: 32, width: 32)
    func difference(quality: Int) throws -> Double {
      try picture.write(to: directory("a.jpg"), options: PictureOptions(quality: quality))
      return try Picture(contentsOf: directory("a.jpg")).samples
        .largestDifference(from: picture.samples)
    }
    #expect(try difference(quality: 100) < difference(quality: 10))
  }

  @Test("A single pixel", arguments: ["a.png", "a.jpg", "a.tif", "a.pgm", "a.pfm"])
  func singlePixel(name: String) throws {
    let directory = try TemporaryDirectory()
    let picture = try Picture(samples: [[[0.2]]])
    try picture.write(to: directory(name))
    let read = try Picture(contentsOf: directory(name))
    #expect(read.samples.shape == [1, 1, 1])
    #expect(abs(read.samples[0, 0, 0] - 0.2) < 2 / 255)
  }

  @Test("The contents decide about the format, not the name")
  func misnamed() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file(Resource.bytes("gray8.png"), named: "photo.jpg")
    #expect(try PictureReader(contentsOf: path).format == .png)
    #expect(try PictureReader(contentsOf: Resource.path("gray.jpg")).format == .jpeg)
  }
}
