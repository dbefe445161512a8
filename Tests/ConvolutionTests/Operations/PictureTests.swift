// PictureTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Correlation and convolution of pictures, and what tells the two apart.
@Suite("Correlation and convolution")
struct PictureTests {
  private let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
  private let kernel: Tensor<Float> = [[0, 1], [2, 3]]

  @Test("The textbook's example")
  func textbook() throws {
    #expect(try correlate2D(image, kernel) == [[19, 25], [37, 43]])
    #expect(try convolve2D(image, kernel) == [[5, 11], [23, 29]])
    #expect(try correlate2D(Tensor<Double>(image), Tensor(kernel)) == [[19, 25], [37, 43]])
  }

  /// A single 1 shows what happens to the kernel: bonsai#1761 and kornia#2263 had it the wrong way.
  @Test("#57 A single 1 gives the kernel, and correlation gives it turned")
  func delta() throws {
    let delta: Tensor<Float> = [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    let kernel: Tensor<Float> = [[1, 2, 3], [4, 5, 6]]
    #expect(
      try convolve2D(delta, kernel, padding: [1, 1, 0, 1])
        == [[0, 0, 0, 0], [1, 2, 3, 0], [4, 5, 6, 0]])
    #expect(
      try correlate2D(delta, kernel, padding: [1, 1, 0, 1])
        == [[0, 0, 0, 0], [6, 5, 4, 0], [3, 2, 1, 0]])
  }

  @Test("Channels and batches: every plane for itself, with the bits it gets alone")
  func planes() throws {
    var generator = SplitMix64(seed: 3)
    let batch = try Tensor<Float>.random([2, 3, 20, 21], in: -1..<1, using: &generator)
    // A stencil, and a kernel of two passes.
    for kernel in [
      try Tensor<Float>.random([3, 2], in: -1..<1, using: &generator),
      try Kernel.gaussian(sigma: 1.5, size: 9),
    ] {
      for border in [Border.zeros, .reflect] {
        let output = try correlate2D(batch, kernel, padding: .same, border: border)
        let turned = try convolve2D(batch, kernel, padding: .same, border: border)
        #expect(output.shape == [2, 3, 20, 21])
        for image in 0..<2 {
          let three = try batch[image...image, 0..., 0..., 0...].reshaped(to: [3, 20, 21])
          let outputs = try correlate2D(three, kernel, padding: .same, border: border)
          #expect(outputs.shape == [3, 20, 21])
          #expect(try outputs == output[image...image, 0..., 0..., 0...].reshaped(to: [3, 20, 21]))
          for channel in 0..<3 {
            let plane = try three[channel...channel, 0..., 0...].reshaped(to: [20, 21])
            let one = [image...image, channel...channel, 0...19, 0...20]
            #expect(
              try correlate2D(plane, kernel, padding: .same, border: border)
                == output[one[0], one[1], one[2], one[3]].reshaped(to: [20, 21]))
            #expect(
              try convolve2D(plane, kernel, padding: .same, border: border)
                == turned[one[0], one[1], one[2], one[3]].reshaped(to: [20, 21]))
          }
        }
      }
    }
    let none = try correlate2D(Tensor<Float>.zeros([0, 3, 4, 5]), [[1, 2]] as Tensor<Float>)
    #expect(none.shape == [0, 3, 4, 4])
  }

  /// (1 + 2x)(3 + 4x + 5x²) = 3 + 10x + 13x² + 10x³
  @Test("Full convolution multiplies polynomials, and commutes")
  func polynomials() throws {
    let left: Tensor<Double> = [[1, 2]]
    let right: Tensor<Double> = [[3, 4, 5]]
    #expect(try convolve2D(left, right, padding: .full) == [[3, 10, 13, 10]])
    #expect(try convolve2D(right, left, padding: .full) == [[3, 10, 13, 10]])
    #expect(
      try convolve2D(image, kernel, padding: .full) == convolve2D(kernel, image, padding: .full))
  }

  /// Convolving twice is convolving with the convolution of the kernels.
  @Test("Full convolution is associative")
  func associative() throws {
    let other: Tensor<Float> = [[1, -1, 2]]
    #expect(
      try convolve2D(convolve2D(image, kernel, padding: .full), other, padding: .full)
        == convolve2D(image, convolve2D(kernel, other, padding: .full), padding: .full))
  }

  @Test(
    "Same convolution is the middle of the full one",
    arguments: [[1, 1], [2, 2], [3, 3], [2, 3], [4, 1], [5, 4]])
  func same(_ size: [Int]) throws {
    var generator = SplitMix64(seed: 61)
    let image = try Tensor<Float>.random([6, 7], using: &generator).map { ($0 * 9).rounded() }
    let kernel = try Tensor<Float>.random(size, using: &generator).map { ($0 * 9).rounded() }
    let full = try convolve2D(image, kernel, padding: .full)
    let (top, left) = ((size[0] - 1) / 2, (size[1] - 1) / 2)
    #expect(
      try convolve2D(image, kernel, padding: .same) == full[top..<top + 6, left..<left + 7],
      "seed 61")
    let (bottom, right) = (size[0] / 2, size[1] / 2)
    #expect(
      try convolve2D(image, kernel, padding: .sameLower)
        == full[bottom..<bottom + 6, right..<right + 7], "seed 61")
  }

  @Test("A symmetric kernel does not tell them apart", arguments: Border.everyKind)
  func symmetric(_ border: Border) throws {
    let kernel: Tensor<Float> = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    #expect(
      try correlate2D(image, kernel, padding: 2, border: border)
        == convolve2D(image, kernel, padding: 2, border: border))
  }

  @Test("Convolving is correlating with the kernel turned", arguments: Border.everyKind)
  func turned(_ border: Border) throws {
    let turned: Tensor<Float> = [[3, 2], [1, 0]]
    for padding in [Padding.valid, .full, [0, 1, 2, 3]] {
      #expect(
        try convolve2D(
          image, kernel, stride: 2, padding: padding, dilation: [1, 2], border: border)
          == correlate2D(
            image, turned, stride: 2, padding: padding, dilation: [1, 2], border: border))
    }
  }

  @Test("A picture is a batch of one image of one channel")
  func asBatch() throws {
    let batch = try conv2D(
      image.reshaped(to: [1, 1, 3, 3]), weight: kernel.reshaped(to: [1, 1, 2, 2]), stride: [2, 1],
      padding: 1, border: .reflect)
    let picture = try correlate2D(image, kernel, stride: [2, 1], padding: 1, border: .reflect)
    #expect(try batch == picture.reshaped(to: batch.shape))
  }
}
