// BadCall+Shapes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension BadCall {
  // Division by zero: CVE-2021-29602, CVE-2022-35996. pytorch#32612 accepts some of these.
  static let emptyShapes: [BadCall] = [
    BadCall(
      29, "no input channels", input: [1, 0, 8, 9], weight: [4, 0, 3, 3],
      .exactly(.notPositive(name: "input channels", value: 0))),
    BadCall(
      29, "no input channels, no images", input: [0, 0, 8, 9],
      .exactly(.notPositive(name: "input channels", value: 0))),
    BadCall(
      30, "no output channels", weight: [0, 2, 3, 3],
      .exactly(.notPositive(name: "output channels", value: 0))),
    BadCall(
      31, "no rows", input: [1, 2, 0, 9],
      .exactly(
        .kernelLargerThanInput(axis: "height", kernel: 3, dilation: 1, input: 0, padding: 0))),
    BadCall(
      31, "no rows to reflect", input: [1, 2, 0, 9], padding: 2, border: .reflect,
      .exactly(.emptyAxisAtBorder(axis: "height", border: "reflect"))),
    BadCall(
      31, "no columns to repeat", input: [1, 2, 8, 0], padding: 2, border: .circular,
      .exactly(.emptyAxisAtBorder(axis: "width", border: "circular"))),
  ]

  // Aborts: tensorflow#63376, #67527.
  static let ranks: [BadCall] = [
    BadCall(
      40, "a picture for a batch", input: [8, 9],
      .exactly(
        .rankMismatch(
          name: "input", expected: "[batch, channels, height, width]", shape: [8, 9]))),
    BadCall(
      40, "an image for a batch", input: [2, 8, 9],
      .exactly(
        .rankMismatch(
          name: "input", expected: "[batch, channels, height, width]", shape: [2, 8, 9]))),
    BadCall(
      40, "a sequence of images for a batch", input: [1, 1, 2, 8, 9],
      .exactly(
        .rankMismatch(
          name: "input", expected: "[batch, channels, height, width]", shape: [1, 1, 2, 8, 9]))),
    BadCall(
      40, "a number for a batch", input: [],
      .exactly(
        .rankMismatch(name: "input", expected: "[batch, channels, height, width]", shape: []))),
    BadCall(
      40, "a kernel for a weight", weight: [3, 3],
      .exactly(
        .rankMismatch(
          name: "weight",
          expected: "[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]",
          shape: [3, 3]))),
    BadCall(
      40, "a weight of three dimensions in space", weight: [4, 2, 3, 3, 3],
      .exactly(
        .rankMismatch(
          name: "weight",
          expected: "[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]",
          shape: [4, 2, 3, 3, 3]))),
  ]

  /// Shapes that no tensor has, or no layer knows of, as a file may give them.
  static let impossibleShapes: [BadCall] = [
    BadCall(
      38, "2^32 images of 2^32 channels", input: [1 << 32, 1 << 32, 1, 1], .sizeOverflow),
    BadCall(
      38, "the same, and no pixels", input: [1 << 32, 1 << 32, 0, 1], .sizeOverflow),
    BadCall(38, "a kernel of 2^32 x 2^32", weight: [4, 2, 1 << 32, 1 << 32], .sizeOverflow),
    BadCall(38, "Int.max rows", input: [1, 2, .max, 9], .sizeOverflow),
    BadCall(
      38, "an output of 2^64 elements", input: [1 << 20, 2, 8, 9], weight: [4, 2, 3, 3],
      padding: [1 << 22, 1 << 22], .sizeOverflow),
    BadCall(
      18, "Int.max groups", groups: .max,
      .exactly(.channelsNotDivisible(name: "input channels", channels: 2, groups: .max))),
    BadCall(
      38, "-1 images", input: [-1, 2, 8, 9],
      .exactly(.negativeDimension(shape: [-1, 2, 8, 9], axis: 0))),
    BadCall(
      38, "Int.min columns", input: [1, 2, 8, .min],
      .exactly(.negativeDimension(shape: [1, 2, 8, .min], axis: 3))),
    BadCall(
      38, "a kernel of -3 rows", weight: [4, 2, -3, 3],
      .exactly(.negativeDimension(shape: [4, 2, -3, 3], axis: 2))),
  ]
}
