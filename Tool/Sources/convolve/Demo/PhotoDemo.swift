// PhotoDemo.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Pictures

/// The chapter's steps on a photo.
struct PhotoDemo {
  let photo: Picture
  let folder: String
  let seed: UInt64

  private let kernel: Tensor<Float> = [[1, -1]]
  /// A photo's edges are faint beside its range from black to white.
  private let gain: Float = 4

  init(photo: Picture, folder: String, seed: UInt64) {
    self.photo = photo
    self.folder = folder
    self.seed = seed
  }

  func run() throws {
    Text.heading("6. The same on a photo")
    let gray = try photo.luminance()
    print("\(gray.shape[1]) x \(gray.shape[0]) pixels, as shades of gray from 0 to 1.")
    try write(gray, "photo.png", "the photo, as the steps below see it")

    let vertical = try edges(of: gray, kernel)
    try write(vertical.map(shade), "edges-vertical.png", "[1, -1]: where left and right differ")
    let horizontal = try edges(of: gray, kernel.transposed())
    try write(
      horizontal.map(shade), "edges-horizontal.png", "its transpose: where above and below differ")

    let learned = try learn(from: part(gray), part(vertical))
    let again = try edges(of: gray, learned)
    try write(again.map(shade), "edges-learned.png", "the edges by the learned kernel")
    let difference = try again.largestDifference(from: vertical)
    print(
      "The edges by the learned kernel differ from the photo's by at most "
        + String(format: "%.2g", difference) + ".")
    let overview = Overview(
      photo: gray, kernel: kernel, results: [vertical.map(shade), again.map(shade)])
    try write(
      overview.picture(), "overview.png", "photo, kernel, edges, edges by the learned kernel")
  }

  /// The edges, of the photo's own size: the border is continued by its outermost pixels, where
  /// nothing changes and so nothing is found.
  private func edges(of gray: Tensor<Float>, _ kernel: Tensor<Float>) throws -> Tensor<Float> {
    try correlate2D(gray, kernel, padding: .same, border: .replicate)
  }

  private func shade(_ edge: Float) -> Float {
    min(1, abs(edge) * gain)
  }

  /// A part in the middle, large enough to learn from and small enough to be quick.
  private func part(_ image: Tensor<Float>) -> Tensor<Float> {
    let (height, width) = (min(image.shape[0], 512), min(image.shape[1], 512))
    let (top, left) = ((image.shape[0] - height) / 2, (image.shape[1] - width) / 2)
    return image[top..<top + height, left..<left + width]
  }

  private func learn(from image: Tensor<Float>, _ edges: Tensor<Float>) throws -> Tensor<Float> {
    let (height, width) = (image.shape[0], image.shape[1])
    guard width > 1 else {
      throw PhotoDemoError(description: "the photo is 1 pixel wide; it has no vertical edges")
    }
    // An edge kernel sums to 0, so the mean of the photo plays no part in its edges; without it the
    // two taps see inputs that are less alike, and the descent is faster.
    let mean = Float(image.sum() / Double(image.count))
    let centered = image.map { $0 - mean }
    guard centered.elements.contains(where: { $0 != 0 }) else {
      throw PhotoDemoError(description: "the photo is of one color; nothing can be learned from it")
    }
    var generator = SplitMix64(seed: seed)
    let start = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: [1, 2], bias: false, using: &generator)
    let input = try centered.reshaped(to: [1, 1, height, width])
    let steps = 1000
    print("Learning a 1x2 kernel from \(width) x \(height) pixels and their edges, \(steps) steps:")
    let layer = try KernelDescent(
      layer: start,
      input: input,
      target: edges[0..., 0..<width - 1].reshaped(to: [1, 1, height, width - 1]),
      learningRate: Float(LearningRate.automatic(for: start, input: input)), isAccelerated: true
    ).run(steps: steps) { step, loss, _ in
      if [1, 10, 100, 1000].contains(step) {
        print("  step \(step), loss " + String(format: "%.6g", loss))
      }
    }
    let distance = try layer.weight.largestDifference(from: [[[[1, -1]]]])
    print(
      "learned \(Text.row(layer.weight)), within " + String(format: "%.2g", distance)
        + " of [1, -1]")
    return try layer.weight.reshaped(to: [1, 2])
  }

  private func write(_ gray: Tensor<Float>, _ name: String, _ what: String) throws {
    let picture = try Picture(
      samples: gray.reshaped(to: [1] + gray.shape), alpha: nil, bitDepth: .eight)
    try write(picture, name, what)
  }

  private func write(_ picture: Picture, _ name: String, _ what: String) throws {
    let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
    try picture.write(to: path)
    print("wrote \(path): \(what)")
  }
}

/// A photo that the demo has no use for.
struct PhotoDemoError: Error, CustomStringConvertible {
  let description: String
}
