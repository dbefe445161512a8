// WeightGradientPathTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Every way to the gradient with respect to the weight, by itself: the direct microkernel, the same
/// with input and output exchanged, the depthwise one, the lags of planes, and im2col.
@Suite("Gradients of weights, way by way")
struct WeightGradientPathTests {
  private static let borders: [Border] = [.zeros, .reflect]

  /// Enough output channels for the lanes of a vector.
  private static let directProblems: [Problem] = [
    "ic3_ih9_iw8_oc4_kh3_ph1", "mb3_ic5_ih7_iw11_oc17_kh3_kw2_sh2_sw3_ph1",
    "mb2_g2_ic6_ih8_iw7_oc10_kh2_dh2_dw3", "ic33_ih5_iw6_oc33_kh1", "ic1_ih12_iw13_oc8_kh5_ph2",
    "mb17_ic2_ih3_iw4_oc5_kh2", "ic4_ih40_iw41_oc6_kh3_ph1",
  ]
  /// Fewer output channels than input channels, however many lanes a vector has, stride 1, and a border
  /// of zeros.
  private static let exchangedProblems: [Problem] = [
    "mb3_ic5_ih6_iw7_oc1_kh1", "ic33_ih9_iw8_oc3_kh3_ph1", "mb2_ic18_ih7_iw11_oc3_kh3_kw2_pw1",
    "mb2_g2_ic12_ih8_iw7_oc2_kh2_dh2_dw3_ph2_pw1", "mb17_ic6_ih3_iw4_oc1_kh2",
    "ic8_ih40_iw41_oc1_kh5_ph2", "ic17_ih5_iw6_oc3_kh3_ph2",
  ]
  /// One input channel a group, stride 1, and too few output channels for the direct way.
  private static let planarProblems: [Problem] = [
    "ih9_iw8_kh3_ph1", "mb2_g5_ic5_ih8_iw7_oc5_kh3_kw4_ph1", "ih70_iw30_kh3_kw5",
    "mb2_g3_ic3_ih15_iw14_oc9_kh2_dh3_dw2_ph2", "ih130_iw9_kh7_kw1",
    "g17_ic17_ih4_iw5_oc17_kh3_ph2",
  ]
  /// One input channel a group, several groups, and too few output channels for the direct way: kernel
  /// rows of more taps than a tile, more rows than a band, more channels than lanes.
  private static let depthwiseProblems: [Problem] = [
    "mb2_g5_ic5_ih8_iw7_oc5_kh3_kw4_ph1", "mb2_g4_ic4_ih7_iw9_oc8_kh3_sh2_ph1",
    "mb2_g3_ic3_ih15_iw14_oc9_kh2_dh3_dw2_ph2", "g35_ic35_ih9_iw11_oc35_kh5_sh3_sw2_ph2",
    "mb3_g17_ic17_ih4_iw5_oc17_kh3_ph2", "g2_ic2_ih50_iw48_oc2_kh2_kw33_ph1",
    "g3_ic3_ih90_iw80_oc3_kh3_sh2_dh2_ph2",
  ]
  /// Few output channels, and several input channels or a stride.
  private static let im2colProblems: [Problem] = [
    "ic3_ih9_iw8_oc3_kh3_ph1", "mb2_ic7_ih8_iw9_oc2_kh3_kw2_sh2_ph1", "ih11_iw12_kh3_sh2",
    "mb3_ic5_ih6_iw7_oc1_kh3_ph3",
  ]

  @Test("By the direct microkernel", arguments: directProblems, borders)
  func direct(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .direct)
  }

  @Test("By the direct microkernel, exchanged", arguments: exchangedProblems)
  func exchanged(_ problem: Problem) throws {
    try expect(problem, .exchanged)
  }

  /// Input elements that no tap reads, or not at every pixel, meet zeros around the output's gradient
  /// when they are exchanged: not a number must not come of an infinity among them that only some
  /// taps read.
  @Test("What is not finite reaches the taps that read it", arguments: [Float.infinity, .nan])
  func notFinite(_ value: Float) throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 8, 5, 6], weightShape: [2, 8, 3, 3], padding: 1)
    #expect(try geometry.weightGradientPath(Float.self) == .exchanged)
    var input = try Tensor<Float>(shape: geometry.inputShape, repeating: 1)
    input.withUnsafeMutableBufferPointer { $0[0] = value }
    let gradient = try conv2DWeightGradient(
      geometry, input: input,
      outputGradient: try Tensor<Float>(shape: geometry.outputShape, repeating: 1))
    for (index, element) in gradient.elements.enumerated() {
      // The corner of the first channel meets the kernel's center, and what is left and above.
      let (channel, tap) = (index / 9 % 8, index % 9)
      #expect(element.isFinite != (channel == 0 && tap / 3 <= 1 && tap % 3 <= 1))
      #expect(element.isFinite || value.isNaN == element.isNaN)
    }
  }

  @Test("By lags of planes", arguments: planarProblems, borders)
  func planar(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .planar, isWide: true)
  }

  @Test("By the depthwise microkernel", arguments: depthwiseProblems, borders)
  func depthwise(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .depthwise, isWide: false)
  }

  @Test("By im2col", arguments: im2colProblems, borders)
  func im2col(_ problem: Problem, _ border: Border) throws {
    try expect(problem.with(border), .im2col)
  }

  /// A transposed convolution's is the same sum, of its input as the output's gradient.
  @Test(
    "Of transposed convolutions, every way",
    arguments: directProblems + exchangedProblems + planarProblems + depthwiseProblems
      + im2colProblems)
  func transposed(_ problem: Problem) throws {
    let problem = TransposedProblem(problem)
    var tally = Tally()
    for numbers in Trial.Numbers.allCases {
      let trial = try TransposedTrial(problem, seed: 6, numbers)
      for tuning in [Tuning(), Tuning(pieceLimit: 2, wakesThreads: true)] {
        for mistake in try trial.mistakes(ConvolutionOptions().tuned(tuning), &tally) {
          Issue.record(Comment(rawValue: mistake))
        }
      }
    }
  }

  /// A 2x2 image, a 1x1 kernel, by hand: 1 * 5 + 2 * 6 + 3 * 7 + 4 * 8 = 70 for each of the outputs,
  /// times the output's number.
  @Test("Worked by hand", arguments: [1, 2, 5])
  func worked(_ outputs: Int) throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 1, 2, 2], weightShape: [outputs, 1, 1, 1])
    let input = try Tensor<Float>(shape: [1, 1, 2, 2], elements: [1, 2, 3, 4])
    let gradient = try Tensor<Float>(
      shape: [1, outputs, 2, 2],
      elements: (1...outputs).flatMap { output in [5, 6, 7, 8].map { $0 * Float(output) } })
    for algorithm in [ConvolutionAlgorithm.automatic, .im2col] {
      let weight = try conv2DWeightGradient(
        geometry, input: input, outputGradient: gradient,
        options: ConvolutionOptions(algorithm: algorithm))
      #expect(weight.elements == (1...outputs).map { 70 * Float($0) })
    }
  }

  private func expect(
    _ problem: Problem, _ path: WeightGradientPath, isWide: Bool? = nil
  ) throws {
    let geometry = try problem.geometry()
    let tunings = [
      Tuning(isWide: isWide), Tuning(pieceLimit: 3, wakesThreads: true, isWide: isWide),
    ]
    for tuning in tunings {
      let options = ConvolutionOptions().tuned(tuning)
      #expect(try geometry.weightGradientPath(Float.self, options: options) == path)
      #expect(try geometry.weightGradientPath(Double.self, options: options) == path)
    }
    for tuning in tunings {
      let options = [1, 2].map { ConvolutionOptions(threads: $0).tuned(tuning) }
      let whole = try Operands<Double>.integers(problem, seed: 4)
      let expected = Results(ofOracleFor: whole).weightGradient
      #expect(expected.elements.contains { $0 != 0 })
      let real = try Operands<Float>.reals(problem, seed: 5)
      let (sum, bounds) = (
        Results(ofOracleFor: real).weightGradient, Results.errorBounds(of: real)[2]
      )
      for options in options {
        try expect(whole, expected, options)
        try expect(whole.converted(to: Float.self), expected, options)
        let difference = try gradient(real, options).difference(from: sum, within: bounds)
        #expect(difference == nil, "\(real), \(options.testDescription)")
        let wide = try gradient(real.converted(to: Double.self), options)
        #expect(wide.difference(from: sum, within: bounds) == nil, "\(real) as Double")
      }
    }
  }

  private func expect<Scalar>(
    _ operands: Operands<Scalar>, _ expected: Results<Double>.Part, _ options: ConvolutionOptions
  ) throws {
    let difference = try gradient(operands, options).difference(from: expected)
    #expect(difference == nil, "\(operands), \(options.testDescription)")
  }

  private func gradient<Scalar>(
    _ operands: Operands<Scalar>, _ options: ConvolutionOptions
  ) throws -> Results<Scalar>.Part {
    Results<Scalar>.Part(
      "weight gradient",
      try conv2DWeightGradient(
        operands.problem.geometry(), input: operands.input,
        outputGradient: operands.outputGradient, options: options))
  }
}
