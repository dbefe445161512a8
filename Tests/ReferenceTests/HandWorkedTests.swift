// HandWorkedTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("Numbers worked by hand")
struct HandWorkedTests {
  /// The image `0 1 2 / 3 4 5 / 6 7 8`.
  private let nine = (0..<9).map(Double.init)

  @Test func oneChannel() {
    let problem = Geometry(image: 3, kernel: 2).reference
    #expect(
      problem.output(input: nine, weight: [0, 1, 2, 3]) == [19, 25, 37, 43])
  }

  @Test func bias() {
    let problem = Geometry(image: 3, filters: 2, kernel: 2).reference
    #expect(
      problem.output(
        input: nine, weight: [0, 1, 2, 3, 1, 0, 0, 0], bias: [100, -1])
        == [119, 125, 137, 143, -1, 0, 2, 3])
  }

  /// The first channel gives 19 25 37 43 again, the second 37 47 67 77:
  /// 1·1 + 2·2 + 4·3 + 5·4 = 37.
  @Test func twoInputChannels() {
    let problem = Geometry(channels: 2, image: 3, kernel: 2).reference
    #expect(
      problem.output(
        input: nine + nine.map { $0 + 1 }, weight: [0, 1, 2, 3, 1, 2, 3, 4])
        == [56, 72, 104, 120])
  }

  /// Adding 1 to all eight weights adds the sum of the window: in the first one
  /// 0 + 1 + 3 + 4 + 1 + 2 + 4 + 5 = 20.
  @Test func threeOutputChannels() {
    let problem = Geometry(
      channels: 2, image: 3, filters: 3, kernel: 2
    ).reference
    let weight: [Double] = [0, 1, 2, 3, 1, 2, 3, 4]
    #expect(
      problem.output(
        input: nine + nine.map { $0 + 1 },
        weight: weight + weight.map { $0 + 1 } + weight.map { $0 + 2 })
        == [56, 72, 104, 120, 76, 100, 148, 172, 96, 128, 192, 224])
  }

  /// Windows start in rows -1 and 2, columns -1 and 1.
  ///
  /// The first sees only pixel 0, under tap 3; the second 1 and 2, under taps 2
  /// and 3: 2 + 6 = 8. The third sees 6 under tap 1; the fourth 7 and 8 under
  /// taps 0 and 1.
  @Test func strideAndPadding() {
    let problem = Geometry(
      image: 3, kernel: 2, stride: Size(3, 2), padding: 1
    ).reference
    #expect(problem.output(input: nine, weight: [0, 1, 2, 3]) == [0, 8, 6, 8])
  }

  /// Taps two apart read the corners: 0·0 + 2·1 + 6·2 + 8·3 = 38.
  @Test func dilation() {
    let problem = Geometry(image: 3, kernel: 2, dilation: 2).reference
    #expect(problem.output(input: nine, weight: [0, 1, 2, 3]) == [38])
  }

  /// Two channels of one pixel, 5 and 7; the first two filters see only the 5,
  /// the last two only the 7.
  @Test func groups() {
    let problem = Geometry(
      channels: 2, image: 1, filters: 4, kernel: 1, groups: 2
    ).reference
    #expect(
      problem.output(input: [5, 7], weight: [1, 2, 3, 4]) == [5, 10, 21, 28])
    #expect(
      problem.inputGradient(
        weight: [1, 2, 3, 4], outputGradient: [1, 10, 1, 10]) == [21, 43])
    #expect(
      problem.weightGradient(input: [5, 7], outputGradient: [1, 10, 1, 10])
        == [5, 50, 7, 70])
  }

  /// Each window lays down its kernel, scaled, and they overlap.
  ///
  /// ```
  /// 0 0 0   0 0 1   0 0 0   0 0 0   0  0 1
  /// 0 0 0 + 0 2 3 + 0 2 0 + 0 0 3 = 0  4 6
  /// 0 0 0   0 0 0   4 6 0   0 6 9   4 12 9
  /// ```
  @Test func inputGradient() {
    let problem = Geometry(image: 3, kernel: 2).reference
    #expect(
      problem.inputGradient(
        weight: [0, 1, 2, 3], outputGradient: [0, 1, 2, 3])
        == [0, 0, 1, 0, 4, 6, 4, 12, 9])
  }

  /// With stride 2 they lie side by side.
  @Test func inputGradientWithStride() {
    let problem = Geometry(image: 4, kernel: 2, stride: 2).reference
    #expect(
      problem.inputGradient(
        weight: [0, 1, 2, 3], outputGradient: [0, 1, 2, 3])
        == [0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9])
  }

  /// Pixels that no window reads receive nothing.
  @Test func inputGradientOfUnreadPixels() {
    let problem = Geometry(image: Size(1, 5), kernel: 1, stride: 3).reference
    #expect(
      problem.inputGradient(weight: [4], outputGradient: [1, 2])
        == [4, 0, 0, 8, 0])
  }

  /// Each tap has seen four pixels: 0 + 1 + 3 + 4 = 8 under the first.
  @Test func weightGradient() {
    let problem = Geometry(image: 3, kernel: 2).reference
    #expect(
      problem.weightGradient(input: nine, outputGradient: [1, 1, 1, 1])
        == [8, 12, 20, 24])
  }

  /// A batch adds up: 2·3 + 5·7 = 41.
  @Test func weightGradientOfABatch() {
    let problem = Geometry(batch: 2, image: 1, kernel: 1).reference
    #expect(
      problem.weightGradient(input: [2, 5], outputGradient: [3, 7]) == [41])
  }

  /// Two images, two channels, two pixels: 1 + 2 + 5 + 6 and 3 + 4 + 7 + 8.
  @Test func biasGradient() {
    let problem = Geometry(
      batch: 2, image: Size(1, 2), filters: 2, kernel: 1
    ).reference
    #expect(
      problem.biasGradient(outputGradient: [1, 2, 3, 4, 5, 6, 7, 8])
        == [14, 22])
  }
}
