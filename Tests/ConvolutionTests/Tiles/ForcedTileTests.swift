// ForcedTileTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Work cut smaller than any size calls for, by every algorithm and instruction set: every piece has
/// neighbors, tails and a last one that is smaller.
@Suite("Pieces forced small")
struct ForcedTileTests {
  private static let limits = [1, 2, 3, 5, 8]

  /// What a family's sample does not have: two passes over a plane, Winograd's tiles with tails in
  /// every direction, pixels and channels beyond a block of the widest vectors, short rows padded at
  /// one end, rows in two phases that are cut into tiles, gradients of a stride whose rows are stored past
  /// the caches, depthwise layers with a large stride, with a stride and a dilation, and with several
  /// outputs of a channel in more blocks than one.
  private static let problems: [Problem] =
    Problem.samples + [
      "ih21_iw19_kh7_ph3", "ih19_iw48_kh7_ph3", "g2_ic2_ih11_iw50_oc2_kh3",
      "mb2_g3_ic3_ih12_iw11_oc6_kh3_ph1", "mb2_ic17_ih7_iw9_oc33_kh3_ph1",
      "mb3_ic5_ih9_iw7_oc70_kh1", "ic9_ih9_iw30_oc5_kh1_sh2_ph1", "mb2_ic3_ih13_iw29_oc35_kh3_sh2",
      "ic36_ih5_iw60_oc5_kh3_sh2_ph1",
      "mb3_ic3_ih10_iw24_oc5_kh3_sh2_ph1", "mb3_g2_ic4_ih7_iw16_oc6_kh1_sh2",
      "mb2_g19_ic19_ih11_iw34_oc19_kh3_sh3_ph1", "g5_ic5_ih13_iw15_oc5_kh3_sh2_ph2_dh2",
      "mb2_g18_ic18_ih7_iw6_oc36_kh5_ph2", "ic3_ih9_iw4_oc35_kh3_ph1_pw1_pb1_pr0",
      "ic3_ih8_iw8_oc35_kh3_ph1_pw0_pb0_pr1",
    ]

  private static func tunings(_ limit: Int) -> [Tuning] {
    Machine.InstructionSet.supported.enumerated().map { index, instructionSet in
      Tuning(
        pieceLimit: limit, wakesThreads: true, copies: (limit + index) % 2 == 0,
        isWide: limit == 8 ? nil : (limit / 2 + index) % 2 == 0, streams: limit % 2 == 1,
        instructionSet: instructionSet)
    }
  }

  /// Every algorithm, with the instruction sets in turn: all of them meet all limits.
  private static func options(_ problem: Problem, _ limit: Int) -> [ConvolutionOptions] {
    let tunings = tunings(limit)
    let turn = (problems.firstIndex(of: problem) ?? 0) + (limits.firstIndex(of: limit) ?? 0)
    return ConvolutionAlgorithm.allCases.map {
      ConvolutionOptions(algorithm: $0, threads: 2).tuned(tunings[turn % tunings.count])
    }
  }

  @Test("Exact, on whole numbers", arguments: problems, limits)
  func exact(_ problem: Problem, _ limit: Int) throws {
    let border = Border.everyKind[limit % Border.everyKind.count]
    try expectExact(
      problem.with(border), seed: 31, options: Self.options(problem, limit), mayBeSparse: true)
  }

  @Test("Accurate, on real numbers", arguments: problems, limits)
  func accurate(_ problem: Problem, _ limit: Int) throws {
    let options = Self.options(problem, limit)
    if limit.isMultiple(of: 2) {
      try expectAccurate(Operands<Double>.reals(problem, seed: 32), options: options)
    } else {
      try expectAccurate(Operands<Float>.reals(problem, seed: 32), options: options)
    }
  }

  /// Without a bias, the first of several sums takes the place of what is in the output, and the
  /// others are added to it.
  @Test("Exact, without a bias", arguments: problems, limits)
  func withoutBias(_ problem: Problem, _ limit: Int) throws {
    var operands = try Operands<Double>.integers(problem, seed: 35)
    operands.bias = try .zeros(operands.bias.shape)
    let expected = Results(ofOracleFor: operands).output.elements
    let geometry = try problem.geometry()
    for options in Self.options(problem, limit)
    where options.algorithm.accepts(geometry, Double.self) {
      let plan = try ConvolutionPlan(geometry, weight: operands.weight, options: options)
      var output = try Tensor<Double>(shape: geometry.outputShape, repeating: .nan)
      try plan.run(operands.input, into: &output)
      #expect(output.elements == expected, "\(operands), \(options.testDescription)")
    }
  }

  /// How outputs are cut changes no bit of them, where no BLAS has a part in it.
  @Test("The same bits", arguments: problems, [ConvolutionAlgorithm.direct, .planar, .winograd])
  func sameBits(_ problem: Problem, _ algorithm: ConvolutionAlgorithm) throws {
    try expectSameBits(Operands<Float>.reals(problem, seed: 33), algorithm)
    try expectSameBits(Operands<Double>.reals(problem, seed: 33), algorithm)
  }

  private func expectSameBits<Scalar>(
    _ operands: Operands<Scalar>, _ algorithm: ConvolutionAlgorithm
  ) throws {
    let geometry = try operands.problem.geometry()
    guard algorithm.accepts(geometry, accuracy: .fast, Scalar.self) else { return }
    func output(_ tuning: Tuning) throws -> Tensor<Scalar> {
      let plan = try ConvolutionPlan(
        geometry, weight: operands.weight, bias: operands.bias, accuracy: .fast,
        options: ConvolutionOptions(algorithm: algorithm, threads: 2).tuned(tuning))
      var output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
      try plan.run(operands.input, into: &output)
      return output
    }
    for instructionSet in Machine.InstructionSet.supported {
      let whole = try output(Tuning(instructionSet: instructionSet))
      for limit in Self.limits {
        for tuning in Self.tunings(limit) where tuning.instructionSet == instructionSet {
          #expect(
            try output(tuning).hasSameBits(as: whole), "\(operands), \(algorithm), \(tuning)")
        }
      }
    }
  }

  /// Pieces are as small as they are said to be: without this, the tests above may prove nothing.
  @Test("Plans say so")
  func descriptions() throws {
    func text(_ problem: Problem, _ algorithm: ConvolutionAlgorithm, _ limit: Int) throws -> String
    {
      let geometry = try problem.geometry()
      let weight = try Tensor<Float>(shape: geometry.weightShape, repeating: 1)
      return try ConvolutionPlan(
        geometry, weight: weight, accuracy: .fast,
        options: ConvolutionOptions(algorithm: algorithm, threads: 1).tuned(
          Tuning(pieceLimit: limit, isWide: false, instructionSet: .baseline))
      ).description
    }
    let layer: Problem = "mb2_ic17_ih8_iw12_oc33_kh3_ph1"
    #expect(
      try text(layer, .im2col, 5).contains("20 strips of 5 pixels, 31 blocks of 5 taps"))
    #expect(
      try text(layer, .direct, 3).contains(
        "tiles of 3 pixels x 8 channels, channels on the lanes, 3 bands of 3 rows"))
    #expect(
      try text("mb9_ic21_ih1_iw1_oc40_kh1", .direct, 3).contains(
        "3 images at once, tiles of 3 pixels"))
    #expect(
      try text(layer, .winograd, 1).contains("in blocks of 1 images x 1x1 tiles"))
    #expect(
      try text("ic1_ih9_iw9_oc5_kh3", .planar, 2).contains(
        "4 bands of 2 rows, 1 chunks of 1 planes"))
    #expect(
      try text("mb1_g5_ic5_ih9_iw9_oc5_kh3", .planar, 2).contains(
        "tiles of 2 pixels x 4 channels, channels on the lanes, 4 bands of 2 rows, "
          + "2 blocks in 1 chunks"))
    #expect(
      try text("ih200_iw300_kh9_ph4", .fourier, 1).contains(
        "9x13 tiles a plane of 24x24 outputs, in transforms of 32x32"))
    #expect(
      try text("ih200_iw300_kh9_ph4", .fourier, 64).contains(
        "4x6 tiles a plane of 56x56 outputs, in transforms of 64x64"))
  }

  @Test(
    "Small images are computed some at a time",
    arguments: Problem.smallImages, Machine.InstructionSet.supported)
  func images(_ problem: Problem, _ instructionSet: Machine.InstructionSet) throws {
    let geometry = try problem.geometry()
    let plan = try ConvolutionPlan(
      geometry, weight: Tensor<Float>(shape: geometry.weightShape, repeating: 1),
      options: ConvolutionOptions(algorithm: .direct, threads: 1).tuned(
        Tuning(copies: true, instructionSet: instructionSet)))
    #expect(plan.description.contains(" images at once, "))
  }

  /// Outputs are stored past the caches where rows start cache lines, and tiles are whole ones.
  @Test("Plans say what is stored past the caches", arguments: Machine.InstructionSet.supported)
  func streams(_ instructionSet: Machine.InstructionSet) throws {
    func text(_ problem: Problem, _ tuning: Tuning) throws -> String {
      let geometry = try problem.geometry()
      return try ConvolutionPlan(
        geometry, weight: Tensor<Float>(shape: geometry.weightShape, repeating: 1),
        options: ConvolutionOptions(algorithm: .planar, threads: 1).tuned(tuning)
      ).description
    }
    let forced = Tuning(streams: true, instructionSet: instructionSet)
    #expect(
      try text("ih19_iw48_kh7_ph3", forced).contains(
        ", a pass of rows and one of columns, stored past the caches")
        == (instructionSet != .baseline))
    #expect(try !text("ih19_iw47_kh7_ph3", forced).contains("past the caches"))
    let itself = Tuning(instructionSet: instructionSet)
    #expect(try !text("ih19_iw48_kh7_ph3", itself).contains("past the caches"))
    #expect(
      try text("mb1_ih2048_iw2048_kh3_ph1", itself).contains("past the caches")
        == (instructionSet != .baseline))
  }

  @Test("Fits of kernels, by lags and by windows", arguments: limits)
  func fits(_ limit: Int) throws {
    for problem in [
      "mb2_ih23_iw24_kh5_kw3_ph2", "mb2_g2_ic2_ih19_iw17_oc4_kh3_kw4", "mb3_ic2_ih9_iw8_oc3_kh3",
      "ih20_iw21_oc2_kh3_sh2_ph1",
    ] as [Problem] {
      let geometry = try problem.geometry()
      var generator = SplitMix64(seed: 34)
      let input: Tensor<Float> = try FitData.integers(geometry.inputShape, using: &generator)
      let output: Tensor<Float> = try FitData.integers(geometry.outputShape, using: &generator)
      func fit(_ tuning: Tuning) throws -> KernelFit<Float> {
        try KernelFit.solve(
          input: input, output: output,
          kernelSize: Size2D(height: problem.kernelHeight, width: problem.kernelWidth),
          stride: problem.stride, padding: problem.padding, groups: problem.groups,
          options: ConvolutionOptions(threads: 2).tuned(tuning))
      }
      let whole = try fit(Tuning())
      for tuning in Self.tunings(limit) {
        let cut = try fit(tuning)
        #expect(cut.weight == whole.weight, "\(problem), \(tuning)")
        #expect(cut.residual.largest == whole.residual.largest, "\(problem), \(tuning)")
      }
    }
  }

  @Test("Poolings", arguments: limits)
  func poolings(_ limit: Int) throws {
    var generator = SplitMix64(seed: 35)
    let input = try Tensor<Float>.random([2, 3, 17, 13], in: -1..<1, using: &generator)
    let cut = ConvolutionOptions(threads: 2).tuned(Tuning(pieceLimit: limit, wakesThreads: true))
    for stride in [1, 2, 3] as [Size2D] {
      #expect(
        try maxPool2D(input, kernelSize: 3, stride: stride, padding: 1, options: cut).hasSameBits(
          as: maxPool2D(input, kernelSize: 3, stride: stride, padding: 1)))
      #expect(
        try averagePool2D(input, kernelSize: 3, stride: stride, padding: 1, options: cut)
          .hasSameBits(as: averagePool2D(input, kernelSize: 3, stride: stride, padding: 1)))
    }
  }
}
