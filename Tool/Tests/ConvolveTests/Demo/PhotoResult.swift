// PhotoResult.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// What the demo made of a photo: its output and the pictures in its folder.
struct PhotoResult {
  let run: Run
  let output: DemoOutput
  let folder: TemporaryDirectory

  static let names = [
    "photo.png", "edges-vertical.png", "edges-horizontal.png", "edges-learned.png", "overview.png",
  ]

  /// Runs the demo with `options`, into the folder `out`.
  init(_ options: [String], in folder: TemporaryDirectory) throws {
    run = try Program.run(["demo", "--output", "out"] + options, in: folder)
    output = DemoOutput(run.output)
    self.folder = folder
  }

  func picture(_ name: String) throws -> Picture {
    try Picture(contentsOf: folder("out/" + name))
  }

  /// Where a picture of edges is not four times the difference of neighbors in `photo`.
  ///
  /// Each of the two neighbors was rounded by up to half a step since, and both count four times.
  func mistakes(in name: String, down: Int, right: Int) throws -> [String] {
    let edges = try picture(name)
    let photo = try picture("photo.png")
    let (height, width) = (photo.samples.shape[1], photo.samples.shape[2])
    guard edges.layout == photo.layout else { return ["\(edges.layout), not \(photo.layout)"] }
    let (shades, stored) = (photo.stored, edges.stored)
    return (0..<height * width).compactMap { index in
      // Behind the last pixel the picture goes on as it is.
      let row = min(index / width + down, height - 1)
      let column = min(index % width + right, width - 1)
      let expected = min(255, 4 * abs(shades[index] - shades[row * width + column]))
      return abs(stored[index] - expected) <= 4
        ? nil : "\(name) pixel \(index): \(stored[index]) for \(expected)"
    }
  }
}
