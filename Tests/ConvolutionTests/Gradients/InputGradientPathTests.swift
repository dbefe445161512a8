// InputGradientPathTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Every way to the gradient with respect to the input, by itself: all phases of a stride with channels on
/// the lanes, one after the other as convolutions, and im2col.
@Suite("Gradients of inputs, way by way")
struct InputGradientPathTests {
  /// One output channel a group, several groups, and a stride: phases without taps, of different lengths
  /// and paddings, several inputs of a channel, more channels than lanes, more rows than a band, strides
  /// that enlarge planes.
  private static let depthwiseProblems: [Problem] = [
    "mb2_g5_ic5_ih9_iw8_oc5_kh3_sh2_ph1", "g19_ic19_ih11_iw12_oc19_kh1_sh2",
    "mb2_g3_ic9_ih9_iw10_oc3_kh4_sh2_ph1", "g35_ic35_ih9_iw11_oc35_kh5_sh3_sw2_ph2",
    "g4_ic4_ih13_iw15_oc4_kh3_sh2_ph2_dh2", "g2_ic2_ih120_iw100_oc2_kh3_kw5_sh2_ph1_pw2",
    "mb3_g3_ic3_ih12_iw9_oc3_kh2_kw3_sh1_sw2_pw1",
  ]
  /// The same with phases that leave out a part of the output's gradient, taps that are in no phase, or with
  /// large strides, which no other fast way takes.
  private static let largeStrideProblems: [Problem] = [
    "mb2_g19_ic19_ih11_iw14_oc19_kh3_sh3_ph1", "g3_ic3_ih26_iw31_oc3_kh10_sh5_ph3",
    "g2_ic2_ih40_iw33_oc2_kh16_kw2_sh8_sw7_ph4_pw0", "g19_ic38_ih1_iw6_oc19_kh2_sh2_ph1",
  ]
  /// Dense layers, and several output channels of a group.
  private static let phaseProblems: [Problem] = [
    "mb2_ic3_ih9_iw8_oc5_kh3_sh2_ph1", "ic4_ih12_iw11_oc3_kh4_sh4", "ic2_ih7_iw9_oc3_kh3_ph1",
    "mb2_g3_ic3_ih8_iw9_oc6_kh3_sh2_ph1", "mb3_g2_ic6_ih7_iw9_oc4_kh1_sh2",
    "mb2_ic3_ih1_iw1_oc2_kh3_sh2_ph1",
  ]
  /// Kernels side by side: of strides large and small, of the whole image, and of one axis.
  private static let patchProblems: [Problem] = [
    "mb3_ic3_ih8_iw6_oc5_kh2_sh2", "mb2_g2_ic4_ih14_iw21_oc6_kh7_sh7", "ic2_ih6_iw5_oc4_kh6_kw5",
    "mb2_ic3_ih3_iw12_oc4_kh3_kw2_sh2_sw2", "mb2_ic5_ih4_iw3_oc7_kh1",
    "ic2_ih1_iw16_oc3_kh1_kw4_sw4", "ic3_ih4_iw5_oc4_kh1_kw5", "mb2_g3_ic3_ih4_iw5_oc3_kh4_kw5",
  ]
  /// Dense layers with a large stride, and with phases that leave out a part of the gradient.
  private static let im2colProblems: [Problem] = [
    "ic3_ih23_iw21_oc2_kh7_sh5_ph1", "mb2_ic2_ih11_iw14_oc3_kh3_sh3_ph1",
  ]
  private static let constants: [Border] = [.zeros, .constant(2)]

  @Test("With channels on the lanes", arguments: depthwiseProblems, constants)
  func depthwise(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .depthwise, isWide: false)
    try expect(problem.with(border), .phases, isWide: true)
  }

  @Test("Of large strides", arguments: largeStrideProblems, constants)
  func largeStrides(_ problem: Problem, _ border: Border) throws {
    for isWide in [true, false] { try expect(problem.with(border), .depthwise, isWide: isWide) }
  }

  @Test("Phase by phase", arguments: phaseProblems, constants)
  func phases(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .phases)
  }

  @Test("Of kernels side by side", arguments: patchProblems, constants)
  func patches(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .phases)
  }

  @Test("By im2col", arguments: im2colProblems, constants)
  func im2col(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .im2col)
  }

  /// A border that repeats elements gives some of them more than one place.
  @Test(
    "With borders that repeat elements", arguments: depthwiseProblems, [Border.reflect, .replicate])
  func repeated(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .im2col)
  }

  /// The zeros around the output's gradient must not make a NaN of an infinite weight.
  @Test("Weights that are not finite")
  func notFinite() throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 20, 9, 9], weightShape: [20, 1, 3, 3], stride: 2, padding: 1, groups: 20)
    var weight = try Tensor<Float>(shape: geometry.weightShape, repeating: 1)
    let options = ConvolutionOptions().tuned(Tuning(isWide: false))
    #expect(try geometry.inputGradientPath(weight: weight, options: options) == .depthwise)
    weight.withUnsafeMutableBufferPointer { $0[0] = .infinity }
    #expect(try geometry.inputGradientPath(weight: weight, options: options) == .im2col)
    let gradient = try conv2DInputGradient(
      geometry, weight: weight,
      outputGradient: try Tensor<Float>(shape: geometry.outputShape, repeating: 1),
      options: options)
    // The first tap meets the pixels of odd rows and columns of the first channel.
    for (index, element) in gradient.elements.enumerated() {
      let (row, column) = (index / 9 % 9, index % 9)
      let isMet = index < 81 && row % 2 == 1 && column % 2 == 1
      #expect(isMet ? element == .infinity : element.isFinite)
    }
  }

  /// What a transposed convolution makes of its input is the same sum, with a bias.
  @Test(
    "Transposed convolutions, every way",
    arguments: depthwiseProblems + largeStrideProblems + phaseProblems + patchProblems
      + im2colProblems)
  func transposed(_ problem: Problem) throws {
    let problem = TransposedProblem(problem)
    var tally = Tally()
    for numbers in Trial.Numbers.allCases {
      let trial = try TransposedTrial(problem, seed: 8, numbers)
      for isWide in [true, false] {
        for tuning in [
          Tuning(isWide: isWide), Tuning(pieceLimit: 2, wakesThreads: true, isWide: isWide),
        ] {
          let options = ConvolutionOptions(threads: 2).tuned(tuning)
          for mistake in try trial.mistakes(options, &tally) {
            Issue.record(Comment(rawValue: mistake))
          }
        }
      }
    }
  }

  private func expect(
    _ problem: Problem, _ path: InputGradientPath, isWide: Bool? = nil
  ) throws {
    let whole = try Operands<Double>.integers(problem, seed: 4)
    let expected = Results(ofOracleFor: whole).inputGradient
    #expect(expected.elements.contains { $0 != 0 })
    let real = try Operands<Float>.reals(problem, seed: 5)
    let (sum, bounds) = (
      Results(ofOracleFor: real).inputGradient, Results.errorBounds(of: real)[1]
    )
    for instructionSet in Machine.InstructionSet.supported {
      for limit in [Int.max, 3] {
        let options = ConvolutionOptions(threads: 2).tuned(
          Tuning(
            pieceLimit: limit, wakesThreads: limit == 3, isWide: isWide,
            instructionSet: instructionSet))
        try expect(whole, path, options) { $0.difference(from: expected) }
        try expect(whole.converted(to: Float.self), path, options) {
          $0.difference(from: expected)
        }
        try expect(real, path, options) { $0.difference(from: sum, within: bounds) }
        try expect(real.converted(to: Double.self), path, options) {
          $0.difference(from: sum, within: bounds)
        }
      }
    }
  }

  private func expect<Scalar>(
    _ operands: Operands<Scalar>, _ path: InputGradientPath, _ options: ConvolutionOptions,
    difference: (Results<Scalar>.Part) -> String?
  ) throws {
    let geometry = try operands.problem.geometry()
    #expect(
      try geometry.inputGradientPath(weight: operands.weight, options: options) == path,
      "\(operands.problem), \(options.testDescription)")
    let gradient = try conv2DInputGradient(
      geometry, weight: operands.weight, outputGradient: operands.outputGradient, options: options)
    let found = difference(Results<Scalar>.Part("input gradient", gradient))
    #expect(found == nil, "\(operands), \(options.testDescription)")
  }
}
