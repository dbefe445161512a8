// RepeatabilityTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Results on real numbers depend on the order of summation; the order depends on the sizes of one
/// image and the number of threads, and on nothing else.
@Suite("The same bits")
struct RepeatabilityTests {
  /// Work for one thread and for several, where all images have it only together, and where one has
  /// it alone; matrices of one tile and of several.
  private static let problems: [Problem] = [
    "mb3_ic7_ih9_iw8_oc5_kh3_ph1",
    "mb3_g4_ic8_ih7_iw9_oc12_kh3_sh2_ph1_reflect",
    "mb4_ic5_ih11_iw6_oc9_kh1",
    "mb4_ic15_ih14_iw13_oc33_kh3_ph1",
    "mb4_ic61_ih15_iw14_oc64_kh1",
    "mb3_ic130_ih20_iw18_oc3_kh3_ph1",
    "mb2_ic24_ih20_iw19_oc40_kh3_ph1",
    "mb2_ic3_ih100_iw97_oc4_kh7_ph3",
    "mb2_ic130_ih20_iw18_oc6_kh3_ph1",
    "mb2_ic300_ih16_iw17_oc48_kh1",
  ]

  /// Depthwise layers, pictures with a kernel that is no product and one that is, and dilation.
  private static let others: [Problem] = [
    "mb3_g40_ic40_ih30_iw29_oc40_kh3_ph1",
    "mb2_g40_ic40_ih31_iw29_oc80_kh3_sh2_ph1_replicate",
    "mb2_ih120_iw130_kh7_ph3",
    "mb2_ih90_iw130_kh9_kw1_ph4_pw0_circular",
    "mb2_ic20_ih24_iw21_oc36_kh3_dh2_ph2",
  ]

  @Test("Call after call, every algorithm", arguments: problems + others, [1, 2])
  func repeated(_ problem: Problem, threads: Int) throws {
    try expectSameAgain(Operands<Float>.reals(problem, seed: 31), threads: threads)
    guard threads == 2 else { return }
    try expectSameAgain(Operands<Double>.reals(problem, seed: 35), threads: threads)
  }

  private func expectSameAgain<Scalar>(_ operands: Operands<Scalar>, threads: Int) throws {
    for options in try ways(operands, threads: threads) {
      let first = try Results(of: operands, options: options)
      let again = try Results(of: operands, options: options)
      for (first, again) in zip(first.parts, again.parts) {
        #expect(
          first.hasSameBits(as: again), "\(first.name), \(operands), \(options.testDescription)")
      }
    }
  }

  /// The library's choice, and every algorithm that accepts the problem.
  private func ways<Scalar>(
    _ operands: Operands<Scalar>, threads: Int
  ) throws -> [ConvolutionOptions] {
    let geometry = try operands.problem.geometry()
    return ConvolutionAlgorithm.allCases.filter { $0.accepts(geometry, Scalar.self) }
      .map { ConvolutionOptions(algorithm: $0, threads: threads) }
  }

  @Test("A batch, and each of its images alone", arguments: problems + others, [1, 2])
  func batch(_ problem: Problem, threads: Int) throws {
    try expectSameAlone(Operands<Float>.reals(problem, seed: 32), threads: threads)
    guard threads == 2 else { return }
    try expectSameAlone(Operands<Double>.reals(problem, seed: 33), threads: threads)
  }

  @Test("Into a tensor and as a new one", arguments: problems)
  func into(_ problem: Problem) throws {
    let operands = try Operands<Float>.reals(problem, seed: 34)
    let geometry = try problem.geometry()
    var output = try Tensor<Float>(shape: geometry.outputShape, repeating: .nan)
    try conv2D(
      operands.input, weight: operands.weight, bias: operands.bias, geometry: geometry,
      into: &output)
    #expect(try output.hasSameBits(as: layer(operands)(operands.input)), "\(operands)")
  }

  private func expectSameAlone<Scalar>(_ operands: Operands<Scalar>, threads: Int) throws {
    for options in try ways(operands, threads: threads) {
      try expectSameAlone(operands, options)
    }
  }

  private func expectSameAlone<Scalar>(
    _ operands: Operands<Scalar>, _ options: ConvolutionOptions
  ) throws {
    let layer = try layer(operands, options)
    let output = try layer(operands.input)
    let gradient = try layer.gradients(
      input: operands.input, outputGradient: operands.outputGradient
    ).input
    for index in 0..<operands.problem.batch {
      func image(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
        tensor[index...index, 0..., 0..., 0...]
      }
      let alone = try layer(image(operands.input))
      let gradientAlone = try layer.gradients(
        input: image(operands.input), outputGradient: image(operands.outputGradient)
      ).input
      #expect(alone.hasSameBits(as: image(output)), "image \(index), \(operands), \(options)")
      #expect(
        gradientAlone.hasSameBits(as: image(gradient)),
        "gradient \(index), \(operands), \(options)")
    }
  }

  private func layer<Scalar>(
    _ operands: Operands<Scalar>, _ options: ConvolutionOptions = ConvolutionOptions()
  ) throws -> Conv2D<Scalar> {
    let problem = operands.problem
    return try Conv2D(
      weight: operands.weight, bias: operands.bias, stride: problem.stride,
      padding: problem.padding, dilation: problem.dilation, groups: problem.groups,
      border: problem.border, options: options)
  }
}
