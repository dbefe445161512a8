// SpecialValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("NaN and infinity")
struct SpecialValueTests {
  /// NaN in the middle of 5 by 5 reaches the windows that cover it, even under
  /// a weight of zero, and no other.
  @Test(arguments: [0.0, 1.0])
  func nanReachesItsWindows(weight: Double) {
    let problem = Geometry(image: 5, kernel: 3, padding: 1).reference
    var input = Array(repeating: 1.0, count: 25)
    input[12] = .nan
    let output = problem.output(
      input: input, weight: Array(repeating: weight, count: 9))
    #expect(
      mask(output, \.isNaN)
        == [
          ".....",
          ".###.",
          ".###.",
          ".###.",
          ".....",
        ].joined())
  }

  /// Dilated by two, the window skips the pixels between its taps.
  @Test func nanPassesBetweenTaps() {
    let problem = Geometry(
      image: 5, kernel: 3, padding: 2, dilation: 2
    ).reference
    var input = Array(repeating: 1.0, count: 25)
    input[12] = .nan
    let output = problem.output(
      input: input, weight: Array(repeating: 1, count: 9))
    #expect(
      mask(output, \.isNaN)
        == [
          "#.#.#",
          ".....",
          "#.#.#",
          ".....",
          "#.#.#",
        ].joined())
  }

  /// Reflected borders show the center of a 3 by 3 image nine times.
  @Test func nanSeenInAMirror() {
    let problem = Geometry(
      image: 3, kernel: 1, padding: 1, border: .reflect
    ).reference
    let output = problem.output(
      input: [1, 1, 1, 1, .nan, 1, 1, 1, 1], weight: [1])
    #expect(
      mask(output, \.isNaN)
        == [
          "#.#.#",
          ".....",
          "#.#.#",
          ".....",
          "#.#.#",
        ].joined())
  }

  @Test func nanStaysInItsImageChannelAndGroup() {
    let problem = Geometry(
      batch: 2, channels: 2, image: 1, filters: 2, kernel: 1, groups: 2
    ).reference
    let output = problem.output(input: [1, .nan, 1, 1], weight: [1, 1])
    #expect(mask(output, \.isNaN) == ".#..")
  }

  @Test func infinityReachesItsWindows() {
    let problem = Geometry(image: Size(1, 6), kernel: Size(1, 2)).reference
    let input: [Double] = [1, 1, .infinity, 1, 1, 1]
    #expect(
      problem.output(input: input, weight: [1, 2])
        == [3, .infinity, .infinity, 3, 3])
    // Under a weight of zero, infinity is not a number.
    #expect(
      mask(problem.output(input: input, weight: [0, 1]), \.isNaN) == "..#..")
  }

  /// Zero padding multiplies.
  ///
  /// An infinite weight over it is not a number; over the pixel 2 it is
  /// infinite.
  @Test func infiniteWeightOverZeroPadding() {
    let problem = Geometry(image: 1, kernel: 1, padding: 1).reference
    let output = problem.output(input: [2], weight: [.infinity])
    #expect(mask(output, \.isNaN) == "####.####")
    #expect(output[4] == .infinity)
  }

  @Test func infiniteWeightOverAnyOtherConstant() {
    let problem = Geometry(
      image: 1, kernel: 1, padding: 1, border: .constant(-1)
    ).reference
    let output = problem.output(input: [2], weight: [.infinity])
    #expect(mask(output) { $0 == -.infinity } == "####.####")
    #expect(output[4] == .infinity)
  }

  @Test func nanWeightReachesItsChannelOnly() {
    let problem = Geometry(image: Size(1, 2), filters: 3, kernel: 1).reference
    let output = problem.output(input: [1, 2], weight: [1, .nan, 1])
    #expect(mask(output, \.isNaN) == "..##..")
  }

  /// The tap that looked at the padding under an infinite gradient met 0·∞.
  @Test func weightGradientOverZeroPadding() {
    let problem = Geometry(
      image: Size(1, 2), kernel: Size(1, 2), padding: Sides(0, 1, 0, 0)
    ).reference
    // The windows read (0, 3) and (3, 4).
    let gradient = problem.weightGradient(
      input: [3, 4], outputGradient: [.infinity, 1])
    #expect(gradient[0].isNaN)
    #expect(gradient[1] == .infinity)
  }

  @Test func inputGradientReachesThePixelsOfTheWindow() {
    let problem = Geometry(
      image: Size(1, 6), kernel: Size(1, 2), stride: 2
    ).reference
    let gradient = problem.inputGradient(
      weight: [1, 0], outputGradient: [1, .nan, 1])
    #expect(mask(gradient, \.isNaN) == "..##..")
  }

  @Test func biasGradientKeepsChannelsApart() {
    let problem = Geometry(image: 1, filters: 3, kernel: 1).reference
    #expect(
      mask(problem.biasGradient(outputGradient: [1, .nan, 2]), \.isNaN)
        == ".#.")
  }

  /// A picture of where a condition holds.
  private func mask(
    _ values: [Double], _ condition: (Double) -> Bool
  ) -> String {
    String(values.map { condition($0) ? "#" : "." })
  }
}
