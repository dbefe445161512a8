// Problem+Families.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// The shapes that convolutions go wrong on, by what is special about them. A mistake that was found
// adds a line to the family it belongs to.
//
// Height and width differ almost everywhere: a square problem does not notice when they are
// exchanged.

extension Problem {
  /// Few input channels, a large kernel, often a stride: where networks begin.
  static let firstLayers: [Problem] = [
    "mb2_ic3_ih17_iw19_oc8_kh7_sh2_ph3",
    "ic1_ih28_iw26_oc6_kh5_ph2",
    "ic3_ih12_iw15_oc5_kh3_sh2_ph0_pb1",
  ]

  /// The im2col matrix is the image, unless there is a stride or padding.
  static let pointwise: [Problem] = [
    "mb2_ic7_ih5_iw6_oc9_kh1",
    "ic16_ih4_iw7_oc17_kh1_sh2",
    "mb3_ic13_ih7_iw5_oc3_kh1_sh2_sw1",
    "ic5_ih4_iw3_oc3_kh1_ph1_pw0",
    "ic1_ih6_iw5_oc1_kh1",
    "mb2_g3_ic6_ih4_iw5_oc9_kh1",
  ]

  static let threeByThree: [Problem] = [
    "ic4_ih8_iw10_oc5_kh3_ph1",
    "mb2_ic17_ih8_iw9_oc19_kh3_sh2_ph1",
    "ic3_ih9_iw8_oc4_kh3",
    "ic2_ih7_iw9_oc3_kh3_sh1_sw3_ph2_pw1",
  ]

  static let largeKernels: [Problem] = [
    "ic2_ih13_iw12_oc2_kh9_kw11_ph4_pw5",
    "ic1_ih16_iw14_oc3_kh15_kw13_ph7_pw6",
    "ic1_ih21_iw17_oc1_kh2_kw16_sh3_sw1",
  ]

  static let grouped: [Problem] = [
    "mb2_g2_ic4_ih7_iw6_oc6_kh3_ph1",
    "g3_ic9_ih5_iw7_oc6_kh2_kw3_sh2",
    "mb3_g4_ic8_ih6_iw5_oc12_kh3_kw1_ph1_pw0_dh2_dw1",
  ]

  /// One input channel a group, with one output channel or a multiple of them.
  static let depthwise: [Problem] = [
    "g5_ic5_ih8_iw7_oc5_kh3_ph1",
    "mb2_g4_ic4_ih7_iw9_oc8_kh3_sh2_ph1",
    "g3_ic3_ih6_iw9_oc9_kh5_kw1_ph2_pw0",
    "mb2_g17_ic17_ih5_iw4_oc17_kh3_dh2_ph2",
  ]

  static let dilated: [Problem] = [
    "ic3_ih12_iw13_oc4_kh3_dh2_ph2",
    "ic2_ih14_iw11_oc3_kh3_kw2_sh2_dh3_dw5_ph3_pw2",
    "ic2_ih9_iw16_oc2_kh2_kw4_dh1_dw4",
  ]

  static let asymmetricallyPadded: [Problem] = [
    "ic2_ih7_iw8_oc3_kh3_ph0_pw1_pb2_pr3",
    "mb2_ic2_ih7_iw8_oc3_kh3_ph1_pw8_pb4_pr2",
    "ic2_ih9_iw8_oc3_kh3_sh2_ph5_pw0_pb2_pr2",
    "mb2_ic17_ih8_iw9_oc19_kh3_kw2_sh2_sw1_ph1_pw0_pb2_pr1",
  ]

  /// The padding is larger than the kernel, or than the image, several times over.
  static let widelyPadded: [Problem] = [
    "ic1_ih1_iw1_oc2_kh3_ph7",
    "ic2_ih4_iw5_oc2_kh1_ph3",
    "mb2_ic1_ih3_iw4_oc2_kh2_ph4",
    "ic1_ih3_iw2_oc2_kh3_kw2_ph11_pw13_pb9_pr14",
    "ic2_ih2_iw3_oc3_kh4_kw3_sh3_sw2_ph9_pw8_pb7_pr10",
  ]

  /// The kernel covers all that there is: one output pixel.
  static let wholeImage: [Problem] = [
    "mb2_ic3_ih5_iw4_oc7_kh5_kw4",
    "ic2_ih5_iw4_oc3_kh7_kw6_ph1",
    "ic2_ih3_iw5_oc2_kh2_kw3_dh2",
  ]

  /// The stride passes over pixels, whose gradient is zero.
  static let stridesBeyondTheKernel: [Problem] = [
    "ic2_ih11_iw10_oc3_kh2_kw1_sh4_sw3",
    "ic1_ih9_iw8_oc2_kh1_sh5_sw2",
    "ic3_ih10_iw13_oc2_kh3_sh7_sw4_ph1",
  ]

  /// The last positions leave rows and columns at the bottom and right unread.
  static let unusedBorders: [Problem] = [
    "ic2_ih1_iw10_oc3_kh1_kw3_sh1_sw2",
    "ic2_ih8_iw9_oc3_kh3_sh3_sw4",
    "mb2_ic3_ih12_iw11_oc2_kh2_kw3_sh5_ph1",
  ]

  /// Images and kernels of a single row or column.
  static let thin: [Problem] = [
    "ic3_ih1_iw17_oc2_kh1_kw3_ph0_pw1",
    "ic3_ih17_iw1_oc2_kh3_kw1_ph1_pw0",
    "ic2_ih1_iw9_oc3_kh3_ph1",
    "ic2_ih9_iw12_oc3_kh1_kw5_ph0_pw2",
    "ic2_ih9_iw12_oc3_kh5_kw1_sh1_sw2",
    "mb2_ic4_ih1_iw1_oc3_kh1",
  ]

  /// Channels that fill no vector, in and out.
  static let channelTails: [Problem] = [
    "ic1_ih5_iw6_oc33_kh3_ph1",
    "ic3_ih5_iw6_oc17_kh3_ph1",
    "ic5_ih5_iw6_oc13_kh3_ph1",
    "ic7_ih5_iw6_oc7_kh3_ph1",
    "ic13_ih5_iw6_oc5_kh3_ph1",
    "ic17_ih5_iw6_oc3_kh3_ph1",
    "ic33_ih5_iw6_oc1_kh3_ph1",
  ]

  /// Rows so short that a microkernel takes several at once, and rows that are left over.
  static let shortRows: [Problem] = [
    "mb2_ic3_ih7_oc35_kh3_ph1",
    "ic5_ih15_iw14_oc17_kh3_sh2_ph1",
    "ic2_ih9_iw5_oc16_kh3_ph1",
    "ic3_ih11_iw4_oc50_kh3_ph1",
    "ic2_ih10_iw3_oc9_kh3_ph1",
    "ic2_ih16_iw2_oc33_kh2_kw1",
    "ic4_ih17_iw1_oc7_kh3_kw1",
    "ic2_ih13_iw19_oc20_kh3_kw2_sh2_sw3",
    "ic3_ih9_iw4_oc35_kh3_ph1_pw1_pb1_pr0",
    "ic2_ih8_iw8_oc17_kh3_ph1_pw0_pb0_pr1",
  ]

  /// Images of a few pixels, which direct computes some at a time: by transposing them, and by patches.
  static let smallImages: [Problem] = [
    "mb7_g2_ic6_ih3_iw2_oc10_kh3_ph1",
    "mb9_ic21_ih1_iw1_oc40_kh1",
    "mb8_g2_ic10_ih1_iw1_oc6_kh1",
    "mb5_ic4_ih5_iw4_oc33_kh5_kw4",
    "mb6_ic5_ih4_iw3_oc17_kh2_dh2_dw1",
    "mb5_ic3_ih1_iw2_oc19_kh1",
    "mb4_ic9_ih1_iw1_oc20_kh3_ph1",
    "mb3_ic3_ih8_iw7_oc35_kh3_sh5_sw4",
  ]

  static let batches: [Problem] = [
    "mb1_ic3_ih6_iw5_oc4_kh3_ph1",
    "mb3_ic3_ih6_iw5_oc4_kh3_ph1",
    "mb7_ic2_ih3_iw4_oc2_kh2",
  ]
}

// MARK: - Collections

extension Problem {
  static let families: [[Problem]] = [
    firstLayers, pointwise, threeByThree, largeKernels, grouped, depthwise, dilated,
    asymmetricallyPadded, widelyPadded, wholeImage, stridesBeyondTheKernel, unusedBorders, thin,
    channelTails, shortRows, smallImages, batches,
  ]

  /// All of the families' problems.
  static let all: [Problem] = families.flatMap(\.self)

  /// One problem of every family.
  static let samples: [Problem] = families.compactMap(\.first)
}

// MARK: - Problems of little or no work

extension Problem {
  /// No pixel reaches the output: there is no batch, or every window lies in the padding.
  static let idle: [Problem] = [
    "mb0_ic3_ih6_iw5_oc4_kh3_ph1",
    "mb0_g2_ic4_ih1_iw1_oc2_kh1",
    "ic2_ih0_iw2_oc3_kh3_kw2_ph2",
    "mb2_ic2_ih5_iw0_oc3_kh1_kw2_ph0_pw1",
    "ic1_ih0_iw0_oc2_kh2_ph1",
    "ic1_ih0_iw3_oc2_kh1_ph1_pw0",
    "ic1_ih2_iw3_oc2_kh2_dh7_ph4",
  ]
}

// MARK: - Problems of much work

extension Problem {
  /// Work for more than one worker: a million products are the least that one is woken for.
  static let parallel: [Problem] = [
    "mb3_ic16_ih14_oc32_kh3_ph1",
    "ic16_ih20_iw19_oc41_kh3_ph1",
    "g2_ic66_ih12_iw11_oc68_kh3_ph1",
    "mb2_g9_ic9_ih72_iw71_oc9_kh5_ph2",
    // More weights than inputs: what is divided are the channels.
    "ic130_ih7_iw6_oc130_kh3_ph1",
    "ic260_ih9_iw8_oc170_kh1_sh2",
    // Pixels that are collected, a page apart.
    "ic40_ih30_iw31_oc45_kh1",
    "mb2_ic19_ih61_iw57_oc70_kh1_sh2_ph1",
    "ic3_ih100_iw97_oc2_kh7_ph3",
  ]

  /// An im2col matrix of many tiles, of 2^18 `Float`s or 2^17 `Double`s: strips of pixels, blocks of
  /// taps, or both.
  static let tiled: [Problem] =
    stripes + [
      // Blocks of taps that begin within a kernel.
      "mb2_ic130_ih20_iw18_oc1_kh3_ph1",
      "ic600_ih12_oc1_kh3_ph1",
      "ih66_iw70_oc1_kh61_ph5",
      // Blocks of a matrix that is not copied.
      "ic1100_ih16_iw17_oc3_kh1",
    ]

  /// Strips that begin and end within rows.
  static let stripes: [Problem] = [
    // Of a plane that is shifted, and of one that has to be taken apart.
    "ih80_iw77_oc2_kh7_ph3",
    "ih171_iw150_oc1_kh7_sh2_ph3_pw2",
    // A single row of pixels is longer than a strip.
    "ic6_ih2_iw5000_oc1_kh3_ph1",
    "ic6_ih5003_iw2_oc1_kh3_kw2_ph1",
    "g2_ic2_ih50_iw51_oc2_kh17_ph3_pw4",
  ]
}
