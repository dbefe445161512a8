// UnusualArgumentTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Arguments that are close to bad ones, and have a right answer; worked by hand. Their numbers go
/// on with those of `BadCall`.
@Suite("Unusual arguments")
struct UnusualArgumentTests {
  private let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
  private let kernel: Tensor<Float> = [[0, 1], [2, 3]]

  /// There is one position of the kernel, and no step is ever taken.
  @Test("#3 Strides beyond the image", arguments: [3, 1 << 31, 1 << 62, Int.max])
  func longStride(_ stride: Int) throws {
    let stride = Size2D(height: stride, width: stride)
    #expect(try correlate2D(image, kernel, stride: stride) == [[19]])

    let layer = try Conv2D<Float>(weight: [[[[0, 1], [2, 3]]]], stride: stride)
    let gradients = try layer.gradients(
      input: image.reshaped(to: [1, 1, 3, 3]), outputGradient: [[[[2]]]])
    #expect(gradients.input == [[[[0, 2, 0], [4, 6, 0], [0, 0, 0]]]])
    #expect(gradients.weight == [[[[0, 2], [6, 8]]]])
  }

  /// Only the middle of the kernel meets the image; `same` pads as far as it reaches.
  @Test("#8 Dilation beyond the image, same", arguments: [3, 1 << 31, 3_046_875_451, 1 << 60])
  func longDilation(_ dilation: Int) throws {
    let dilation = Size2D(height: dilation, width: dilation)
    let output = try correlate2D(
      image, [[1, 1, 1], [1, 2, 1], [1, 1, 1]], padding: .same, dilation: dilation)
    #expect(output == [[0, 2, 4], [6, 8, 10], [12, 14, 16]])
  }

  /// The distance between taps in rows fits into an `Int`, the distance in elements does not.
  ///
  /// In a process of its own, which an overflow stops.
  @Test("#8 Dilation by more rows than there are elements to count")
  func rowsBeyondCounting() async {
    await #expect(processExitsWith: .success) {
      let image = try Tensor<Float>.ones([2, 9])
      let output = try correlate2D(
        image, [[1], [2], [1]], padding: .same, dilation: [1 << 60, 1])
      #expect(output == image.map { 2 * $0 })
    }
  }

  /// Of a dilated kernel of one element there is nothing to dilate.
  @Test("#8 Dilation of a 1x1 kernel", arguments: [1 << 62, Int.max])
  func dilatedPixel(_ dilation: Int) throws {
    let dilation = Size2D(height: dilation, width: dilation)
    #expect(try correlate2D(image, [[3]], dilation: dilation) == image.map { 3 * $0 })
  }

  /// Around a single pixel of value 5 the kernel appears turned; further out is the bias.
  @Test("#13 Padding far beyond the kernel")
  func widePadding() throws {
    let output = try conv2D(
      [[[[5]]]], weight: [[[[1, 2], [3, 4]]]] as Tensor<Float>, bias: [-1], padding: 3)
    #expect(
      output == [
        [
          [
            [-1, -1, -1, -1, -1, -1],
            [-1, -1, -1, -1, -1, -1],
            [-1, -1, 19, 14, -1, -1],
            [-1, -1, 9, 4, -1, -1],
            [-1, -1, -1, -1, -1, -1],
            [-1, -1, -1, -1, -1, -1],
          ]
        ]
      ])
  }

  @Test("#14 An output larger than the input")
  func growing() throws {
    let output = try correlate2D(image, kernel, padding: 4)
    #expect(output.shape == [10, 10])
    #expect(output[4...5, 4...5] == [[19, 25], [37, 43]])
    #expect(output.sum() == image.sum() * kernel.sum())
  }

  @Test("#15 Four different paddings")
  func fourPaddings() throws {
    let output = try correlate2D(image, [[1]], padding: [1, 2, 3, 4])
    #expect(output.shape == [7, 9])
    #expect(output[1...3, 2...4] == image)
    #expect(output.sum() == image.sum())
  }

  @Test("#22 A kernel as large as the padded image")
  func onePosition() throws {
    #expect(try correlate2D(image, image) == [[204]])
    #expect(try correlate2D([[3]] as Tensor<Float>, image, padding: 1) == [[12]])
  }

  /// An even kernel has no middle: `same` leaves the odd row and column to the end, `sameLower` to
  /// the start.
  @Test("#23 Even kernels with same padding")
  func evenSame() throws {
    #expect(
      try correlate2D(image, kernel, padding: .same) == [[19, 25, 10], [37, 43, 16], [7, 8, 0]])
    #expect(
      try correlate2D(image, kernel, padding: .sameLower)
        == [[0, 3, 8], [9, 19, 25], [21, 37, 43]])
  }

  /// What TensorFlow computes, and ONNX Runtime refuses.
  @Test("#24 Same padding with stride and dilation")
  func sameWithStride() throws {
    let row: Tensor<Float> = [[1, 2, 3, 4, 5, 6, 7, 8]]
    // o = 3, padding 2 x 3 + 3 - 8 = 1: none before, 1 after.
    #expect(try correlate2D(row, [[0, 1, 0]], stride: 3, padding: .same) == [[2, 5, 8]])
    // With dilation 2 the extent is 5 and the padding 3: 1 before, 2 after.
    #expect(
      try correlate2D(row, [[100, 10, 1]], stride: 3, padding: .same, dilation: 2)
        == [[24, 357, 680]])
  }

  @Test("#28 An empty batch")
  func emptyBatch() throws {
    let layer = try Conv2D<Float>(weight: .ones([4, 2, 3, 3]), bias: .ones([4]))
    let input = try Tensor<Float>.zeros([0, 2, 5, 6])
    let output = try layer(input)
    #expect(output.shape == [0, 4, 3, 4])
    let gradients = try layer.gradients(input: input, outputGradient: output)
    #expect(gradients.input.shape == [0, 2, 5, 6])
    #expect(try gradients.weight == .zeros([4, 2, 3, 3]))
    #expect(try gradients.bias == .zeros([4]))
  }

  @Test("#31 An image without pixels, and padding around nothing", arguments: [[0, 2], [1, 0]])
  func noPixels(_ size: [Int]) throws {
    let input = try Tensor<Float>.zeros([1, 1] + size)
    let weight = try Tensor<Float>.ones([2, 1, 2, 2])
    let zeros = try conv2D(input, weight: weight, bias: [3, 4], padding: 1)
    let (height, width) = (size[0] + 1, size[1] + 1)
    #expect(
      zeros.elements == Array(repeating: 3, count: height * width)
        + Array(repeating: 4, count: height * width))
    let ones = try conv2D(input, weight: weight, padding: 1, border: .constant(1))
    #expect(ones == ones.map { _ in 4 })
  }

  /// A window whose taps all lie in the padding, around a picture that it spans.
  @Test("#47 Windows that pass over the image")
  func passingOver() throws {
    let output = try conv2D(
      [[[[1, 1], [1, 1]]]], weight: [[[[1, 1], [1, 1]]]] as Tensor<Float>, bias: [6], padding: 4,
      dilation: 7)
    #expect(try output == Tensor(shape: [1, 1, 3, 3], repeating: 6))
  }
}
