// BadCall+Parameters.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

// Arguments that other libraries crashed on, computed nonsense from, or were attacked through; the
// comments say which. Numbers without an entry are arguments that are unusual, but can be computed
// with: see `UnusualArgumentTests`.

extension BadCall {
  // SIGFPE: pytorch#27598, tensorflow#61902, mxnet#7077 (where only one of the two was 0).
  static let strides: [BadCall] = [
    BadCall(1, "stride 0", stride: 0, .exactly(.notPositive(name: "height stride", value: 0))),
    BadCall(2, "stride -1", stride: -1, .exactly(.notPositive(name: "height stride", value: -1))),
    BadCall(
      2, "stride Int.min", stride: [1, .min],
      .exactly(.notPositive(name: "width stride", value: .min))),
    BadCall(
      4, "only the vertical stride 0", stride: [0, 1],
      .exactly(.notPositive(name: "height stride", value: 0))),
    BadCall(
      4, "only the horizontal stride 0", stride: [1, 0],
      .exactly(.notPositive(name: "width stride", value: 0))),
  ]

  // An output larger than the input: tensorflow#126108. SIGSEGV: pytorch#143480, #143481.
  static let dilations: [BadCall] = [
    BadCall(
      5, "dilation 0", dilation: 0, .exactly(.notPositive(name: "height dilation", value: 0))),
    BadCall(
      5, "only the horizontal dilation 0", dilation: [1, 0],
      .exactly(.notPositive(name: "width dilation", value: 0))),
    BadCall(
      6, "dilation -1", dilation: -1, .exactly(.notPositive(name: "height dilation", value: -1))),
    BadCall(
      6, "dilation -100", dilation: [2, -100],
      .exactly(.notPositive(name: "width dilation", value: -100))),
    BadCall(
      7, "dilation Int32.min", dilation: Size2D(height: Int(Int32.min), width: 1),
      .exactly(.notPositive(name: "height dilation", value: Int(Int32.min)))),
    BadCall(
      7, "dilation Int.min", dilation: [.min, .min],
      .exactly(.notPositive(name: "height dilation", value: .min))),
    BadCall(
      8, "dilation 2^31", dilation: [1, 1 << 31],
      .exactly(
        .kernelLargerThanInput(axis: "width", kernel: 3, dilation: 1 << 31, input: 9, padding: 0))),
    BadCall(8, "dilation 2^62", dilation: [1 << 62, 1], .sizeOverflow),
    BadCall(8, "dilation 2^62, same", padding: .same, dilation: [1 << 62, 1], .sizeOverflow),
    BadCall(8, "dilation Int.max", dilation: [1, .max], .sizeOverflow),
    BadCall(
      8, "an extent of Int.max, same", weight: [4, 2, 2, 3], padding: .same,
      dilation: [.max - 1, 1], .sizeOverflow),
    BadCall(
      8, "an extent of Int.max, full", weight: [4, 2, 2, 3], padding: .full,
      dilation: [.max - 1, 1], .sizeOverflow),
    BadCall(
      9, "dilation 100", dilation: 100,
      .exactly(
        .kernelLargerThanInput(axis: "height", kernel: 3, dilation: 100, input: 8, padding: 0))),
    BadCall(
      9, "a dilated kernel one larger than the padded input", padding: [0, 1], dilation: [1, 6],
      .exactly(
        .kernelLargerThanInput(axis: "width", kernel: 3, dilation: 6, input: 9, padding: 2))),
  ]

  // mlx#548, pytorch#161875 (SIGSEGV), pytorch#56224 (a positive number called negative).
  static let paddings: [BadCall] = [
    BadCall(10, "padding -1", padding: -1, .exactly(.negativePadding(side: "top", value: -1))),
    BadCall(
      10, "left padding -1", padding: [0, -1, 0, 0],
      .exactly(.negativePadding(side: "left", value: -1))),
    BadCall(
      10, "bottom padding -2", padding: [9, 9, -2, 9],
      .exactly(.negativePadding(side: "bottom", value: -2))),
    BadCall(
      10, "right padding Int.min", padding: [0, 0, 0, .min],
      .exactly(.negativePadding(side: "right", value: .min))),
    BadCall(11, "padding Int.max - 4", padding: [.max - 4, .max - 4], .sizeOverflow),
    BadCall(11, "padding Int.max at the right only", padding: [0, 0, 0, .max], .sizeOverflow),
    BadCall(11, "padding 2^62", padding: [1 << 62, 0], .sizeOverflow),
    BadCall(11, "padding 2^61, an output beyond memory", padding: [0, 1 << 61], .sizeOverflow),
    BadCall(12, "padding 6442450944", padding: 6_442_450_944, .sizeOverflow),
  ]

  // SIGFPE: pytorch#91558, #49523 (Int.min / -1). Division by zero: CVE-2023-27579. Heap overflow:
  // CVE-2021-29520.
  static let channelsAndGroups: [BadCall] = [
    BadCall(16, "no groups", groups: 0, .exactly(.notPositive(name: "groups", value: 0))),
    BadCall(17, "groups -1", groups: -1, .exactly(.notPositive(name: "groups", value: -1))),
    BadCall(
      17, "groups Int.min", groups: .min, .exactly(.notPositive(name: "groups", value: .min))),
    BadCall(
      18, "5 input channels in 2 groups", input: [1, 5, 8, 9], groups: 2,
      .exactly(.channelsNotDivisible(name: "input channels", channels: 5, groups: 2))),
    BadCall(
      18, "3 output channels in 2 groups", weight: [3, 1, 3, 3], groups: 2,
      .exactly(.channelsNotDivisible(name: "output channels", channels: 3, groups: 2))),
    BadCall(
      19, "a weight for 3 channels", weight: [4, 3, 3, 3],
      .exactly(.channelMismatch(inputChannels: 2, weightChannels: 3, groups: 1))),
    BadCall(
      19, "a weight for all channels, and groups", groups: 2,
      .exactly(.channelMismatch(inputChannels: 2, weightChannels: 2, groups: 2))),
    BadCall(
      19, "a weight for one group, and none", weight: [4, 1, 3, 3],
      .exactly(.channelMismatch(inputChannels: 2, weightChannels: 1, groups: 1))),
  ]

  // Division by zero: CVE-2021-41209, CVE-2021-29517, tensorflow#42208. "Invalid memory size":
  // pytorch#16035.
  static let kernels: [BadCall] = [
    BadCall(
      20, "a 0x3 kernel", weight: [4, 2, 0, 3],
      .exactly(.notPositive(name: "kernel height", value: 0))),
    BadCall(
      20, "a 3x0 kernel", weight: [4, 2, 3, 0],
      .exactly(.notPositive(name: "kernel width", value: 0))),
    BadCall(
      20, "a 0x0 kernel", weight: [4, 2, 0, 0], padding: .same,
      .exactly(.notPositive(name: "kernel height", value: 0))),
    BadCall(
      21, "a kernel of more rows than the input", weight: [4, 2, 9, 3],
      .exactly(
        .kernelLargerThanInput(axis: "height", kernel: 9, dilation: 1, input: 8, padding: 0))),
    BadCall(
      21, "a kernel of more columns than the padded input", weight: [4, 2, 3, 13],
      padding: [0, 1, 0, 2],
      .exactly(
        .kernelLargerThanInput(axis: "width", kernel: 13, dilation: 1, input: 9, padding: 3))),
  ]

  // A bias stepped through by the wrong channels: CVE-2022-41894.
  static let biases: [BadCall] = [
    BadCall(
      26, "a bias of the input's channels", biasCount: 2,
      .exactly(.shapeMismatch(name: "bias", expected: [4], actual: [2]))),
    BadCall(
      26, "a bias of one element", biasCount: 1,
      .exactly(.shapeMismatch(name: "bias", expected: [4], actual: [1]))),
    BadCall(
      26, "an empty bias", biasCount: 0,
      .exactly(.shapeMismatch(name: "bias", expected: [4], actual: [0]))),
  ]
}
