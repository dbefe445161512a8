// DamageTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures
import Testing

/// Every way to cut a file, and many ways to change one: an error or a picture, never a crash.
@Suite struct DamageTests {
  static let names = [
    "rgb-alpha8.png", "palette4-alpha.png", "rgb8-interlaced.png", "gray.jpg", "rgb.jpg",
    "rgb-420-progressive.jpg", "rgb8-lzw.tif", "rgb8-planes.tif", "gray8-bigtiff.tif",
    "rgb8.ppm", "float-rgb.pfm",
  ]

  @Test("Every prefix of a file is refused", arguments: names)
  func truncation(name: String) throws {
    let directory = try TemporaryDirectory()
    let bytes = try Resource.bytes(name)
    for count in bytes.indices {
      let path = try directory.file(Array(bytes.prefix(count)))
      #expect(Picture.error(readingFrom: path) != nil, "the first \(count) bytes of \(name)")
    }
  }

  @Test(
    "Every byte of a PNG is under a checksum or a rule",
    arguments: ["rgb-alpha8.png", "palette4-alpha.png", "rgb8-interlaced.png"])
  func changedPNG(name: String) throws {
    let directory = try TemporaryDirectory()
    let bytes = try Resource.bytes(name)
    var generator = SplitMix64(seed: 76)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= UInt8.random(in: 1...255, using: &generator)
      let path = try directory.file(changed)
      #expect(
        Picture.error(readingFrom: path) != nil, "byte \(index) of \(name) is \(changed[index])")
    }
  }

  @Test(
    "A changed JPEG is refused or has the shape of its header",
    arguments: ["gray.jpg", "rgb.jpg", "rgb-420-progressive.jpg", "cmyk.jpg"])
  func changedJPEG(name: String) throws {
    let directory = try TemporaryDirectory()
    let bytes = try Resource.bytes(name)
    var generator = SplitMix64(seed: 81)
    for index in bytes.indices {
      for _ in 0..<3 {
        var changed = bytes
        changed[index] ^= UInt8.random(in: 1...255, using: &generator)
        let path = try directory.file(changed)
        do throws(PictureError) {
          let picture = try Picture(contentsOf: path, pixelBudget: 1 << 20)
          #expect(picture.samples.elements.allSatisfy { (0...1).contains($0) })
        } catch {
          #expect(error.description.contains(path), "byte \(index) of \(name)")
        }
      }
    }
  }

  /// TIFF has no checksums: a change is refused, or leads to other samples.
  @Test(
    "A changed TIFF or PPM is refused or has the shape of its header",
    arguments: [
      "rgb8-lzw.tif", "rgb8-tiles.tif", "rgb8-planes.tif", "gray8-packbits.tif", "float-rgb.tif",
      "rgb-alpha16.tif", "gray8-bigtiff.tif", "rgb8.ppm",
    ])
  func changedTIFF(name: String) throws {
    let directory = try TemporaryDirectory()
    let bytes = try Resource.bytes(name)
    var generator = SplitMix64(seed: 83)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= UInt8.random(in: 1...255, using: &generator)
      let path = try directory.file(changed)
      do throws(PictureError) {
        let picture = try Picture(contentsOf: path, pixelBudget: 1 << 20)
        #expect(picture.samples.count <= 3 << 20)
      } catch {
        #expect(error.description.contains(path), "byte \(index) of \(name)")
      }
    }
  }
}
