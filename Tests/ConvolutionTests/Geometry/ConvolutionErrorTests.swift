// ConvolutionErrorTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// An error says what was wrong, what was given, and what would be accepted.
@Suite("Error messages")
struct ConvolutionErrorTests {
  @Test(
    "Every case",
    arguments: [
      (
        .notPositive(name: "groups", value: 0),
        "groups is 0; it must be at least 1"
      ),
      (
        .negativePadding(side: "top", value: -1),
        "top padding is -1; it must be 0 or more"
      ),
      (
        .sizeOverflow(name: "shape [4294967296, 4294967296]"),
        "shape [4294967296, 4294967296] is too large: its size does not fit in 64 bits; "
          + "use smaller values"
      ),
      (
        .invalidValue(name: "learning rate", value: "nan", accepted: "a finite number"),
        "learning rate is nan; accepted: a finite number"
      ),
      (
        .negativeDimension(shape: [2, -3], axis: 1),
        "shape [2, -3] has -3 at axis 1; every axis must be 0 or more"
      ),
      (
        .rankMismatch(name: "image", expected: "[height, width]", shape: [1, 2, 3]),
        "image has shape [1, 2, 3], 3 axes; expected [height, width]"
      ),
      (
        .shapeMismatch(name: "bias", expected: [4], actual: [2]),
        "bias has shape [2]; expected [4]"
      ),
      (
        .elementCountMismatch(shape: [2, 3], expected: 6, actual: 5),
        "shape [2, 3] has 6 elements, but there are 5"
      ),
      (
        .channelsNotDivisible(name: "output channels", channels: 3, groups: 2),
        "3 output channels do not divide into 2 groups; both counts of channels must be multiples "
          + "of groups"
      ),
      (
        .channelMismatch(inputChannels: 6, weightChannels: 2, groups: 2),
        "the input has 6 channels, but the weight takes 2 in each of 2 groups; weight axis 1 times "
          + "groups must equal the input's channels"
      ),
      (
        .kernelLargerThanInput(axis: "height", kernel: 3, dilation: 2, input: 2, padding: 1),
        "a kernel of height 3 with dilation 2 does not fit into an input of height 2 padded by 1; "
          + "(kernel - 1) x dilation + 1 must be at most input + padding"
      ),
      (
        .emptyAxisAtBorder(axis: "width", border: "reflect"),
        "the input has width 0, and a reflect border continues what is there; use a constant "
          + "border or a larger input"
      ),
      (
        .outputPaddingTooLarge(axis: "height", outputPadding: 3, stride: 2, dilation: 1),
        "height output padding is 3; it must be less than the larger of stride 2 and dilation 1"
      ),
      (
        .paddingLargerThanOutput(axis: "width", output: 6, before: 4, after: 2),
        "padding of 4 before and 2 after cuts off all of a transposed output of width 6; together "
          + "they must be less"
      ),
      (
        .outputSizeOutOfReach(axis: "height", size: 8, smallest: 9, largest: 10),
        "output height is 8; input, kernel, stride and padding allow 9 to 10"
      ),
      (
        .notFinite(name: "the input"),
        "the input holds NaN, infinity, or numbers whose squares are infinite; finite numbers can "
          + "be learned from"
      ),
      (
        .noConvergence(name: "the kernel"),
        "the kernel could not be computed: the iteration did not converge"
      ),
      (
        .algorithmRefuses(algorithm: "planar", geometry: "input [1, 2, 3, 4]"),
        "the planar algorithm cannot compute this geometry: input [1, 2, 3, 4]; use .automatic, or "
          + ".im2col, which computes everything"
      ),
      (
        .outOfMemory(bytes: 64),
        "the system has no 64 bytes of memory to give; use a smaller problem"
      ),
      (
        .dimensionTooLargeForBLAS(name: "taps", value: 1 << 31),
        "taps of a matrix product is 2147483648; BLAS takes at most 2147483647"
      ),
    ] as [(ConvolutionError, String)])
  func description(_ error: ConvolutionError, _ text: String) {
    #expect(error.description == text)
  }
}
