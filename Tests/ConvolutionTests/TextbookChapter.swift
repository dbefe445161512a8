// TextbookChapter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// "Convolutions for Images", a chapter of A. Zhang et al., "Dive into Deep Learning", from start to
/// end: slide a kernel over an image, find edges with it, and learn it from a picture and its edges.
@Suite("The textbook's chapter")
struct TextbookChapter {
  /// The cross-correlation operation.
  @Test("Cross-correlation")
  func crossCorrelation() throws {
    let x: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    let k: Tensor<Float> = [[0, 1], [2, 3]]
    #expect(try correlate2D(x, k) == [[19, 25], [37, 43]])
  }

  /// A convolutional layer adds a scalar bias.
  @Test("Convolutional layer")
  func layer() throws {
    let layer = try Conv2D<Float>(weight: [[[[0, 1], [2, 3]]]], bias: [0.5])
    #expect(
      try layer([[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]]) == [[[[19.5, 25.5], [37.5, 43.5]]]])
  }

  /// The kernel [1, -1] finds where white turns to black, 1, and black to white, -1; it does not
  /// see the edges of the transposed picture, which are horizontal.
  @Test("Edges")
  func edges() throws {
    let (image, edges) = try picture()
    #expect(edges.shape == [6, 7])
    for row in 0..<6 {
      #expect(edges[row...row, 0...] == [[0, 1, 0, 0, 0, -1, 0]])
    }
    #expect(try correlate2D(image.transposed(), [[1, -1]]) == .zeros([8, 5]))
  }

  /// How far the kernel is from [1, -1] after ten steps can be told beforehand.
  ///
  /// The loss is the sum over windows (a, b) of (a u + b v)², with (u, v) the error of the kernel.
  /// Each of the six rows has two windows (1, 1), one (1, 0) and one (0, 1) besides zeros: the
  /// gradient is 12 [[3, 2], [2, 3]] (u, v), and a step of 0.03 multiplies the part of the error
  /// along (1, 1) by 1 - 0.03 x 60 = -0.8 and the part along (1, -1) by 1 - 0.03 x 12 = 0.64.
  @Test("Learning the kernel", arguments: 0..<10)
  func learning(_ seed: UInt64) throws {
    let (image, edges) = try picture()
    let x = try image.reshaped(to: [1, 1, 6, 8])
    let y = try edges.reshaped(to: [1, 1, 6, 7])
    var generator = SplitMix64(seed: seed)
    var layer = try Conv2D<Float>(
      inputChannels: 1, outputChannels: 1, kernelSize: [1, 2], bias: false, using: &generator)

    func error() -> (along: Double, across: Double) {
      let (u, v) = (Double(layer.weight[0, 0, 0, 0]) - 1, Double(layer.weight[0, 0, 0, 1]) + 1)
      return (u + v, u - v)
    }
    let before = error()
    var losses: [Double] = []
    for _ in 1...10 {
      let loss = try SquaredError(prediction: layer(x), target: y)
      losses.append(loss.loss)
      let gradients = try layer.gradients(input: x, outputGradient: loss.gradient)
      try layer.descend(along: gradients, learningRate: 0.03)
    }
    let after = error()
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "seed \(seed), \(losses)")
    #expect(abs(after.along - before.along * 0.1073741824) < 1e-5, "seed \(seed)")
    #expect(abs(after.across - before.across * 0.0115292150) < 1e-5, "seed \(seed)")
  }

  /// White, with a black band four columns wide, and its vertical edges.
  private func picture() throws -> (image: Tensor<Float>, edges: Tensor<Float>) {
    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0
    return (image, try correlate2D(image, [[1, -1]]))
  }
}
