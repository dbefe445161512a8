// KernelFitRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Every bad argument of a fit has an error of its own.
@Suite("Bad arguments of fits")
struct KernelFitRejectionTests {
  private let image: Tensor<Float>
  private let output: Tensor<Float>

  init() throws {
    image = try .ones([8, 9])
    output = try .ones([6, 7])
  }

  @Test(
    "Parameters that no data go with",
    arguments: [
      BadCall(
        20, "no kernel", weight: [1, 1, 0, 3],
        .exactly(.notPositive(name: "kernel height", value: 0))),
      BadCall(
        20, "kernel below 0", weight: [1, 1, 3, -1],
        .exactly(.notPositive(name: "kernel width", value: -1))),
      BadCall(
        1, "stride 0", stride: [0, 1], .exactly(.notPositive(name: "height stride", value: 0))),
      BadCall(
        6, "dilation -1", dilation: [1, -1],
        .exactly(.notPositive(name: "width dilation", value: -1))),
      BadCall(
        10, "padding -1", padding: [0, -1, 0, 0],
        .exactly(.negativePadding(side: "left", value: -1))),
      BadCall(16, "groups 0", groups: 0, .exactly(.notPositive(name: "groups", value: 0))),
      BadCall(
        17, "groups below 0", groups: .min, .exactly(.notPositive(name: "groups", value: .min))),
      BadCall(48, "border NaN", border: .constant(.nan), .exactly(.notFinite(name: "the border"))),
      BadCall(8, "dilation without end", dilation: [.max, 1], .sizeOverflow),
    ])
  func parameters(_ call: BadCall) {
    let size = Size2D(height: call.weight[2], width: call.weight[3])
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try KernelFit<Float>.Accumulator(
        kernelSize: size, stride: call.stride, padding: call.padding, dilation: call.dilation,
        groups: call.groups, border: call.border)
    }
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(
        input: image, output: output, kernelSize: size, stride: call.stride,
        padding: call.padding, dilation: call.dilation, groups: call.groups, border: call.border)
    }
  }

  @Test("#33, #40, #63 Shapes that do not go together")
  func shapes() throws {
    func expect(
      _ error: ConvolutionError, _ input: [Int], _ output: [Int], groups: Int = 1,
      padding: Padding = .valid, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let (input, output) = try (Tensor<Float>.ones(input), Tensor<Float>.ones(output))
      expectError(.exactly(error), "", sourceLocation: sourceLocation) {
        () throws(ConvolutionError) in
        _ = try KernelFit.solve(
          input: input, output: output, kernelSize: 3, padding: padding, groups: groups)
      }
    }
    try expect(.shapeMismatch(name: "output", expected: [6, 7], actual: [7, 7]), [8, 9], [7, 7])
    try expect(
      .shapeMismatch(name: "output", expected: [8, 9], actual: [6, 7]), [8, 9], [6, 7],
      padding: .same)
    try expect(
      .shapeMismatch(name: "output", expected: [2, 1, 6, 7], actual: [3, 1, 6, 7]),
      [2, 1, 8, 9], [3, 1, 6, 7])
    try expect(
      .rankMismatch(
        name: "input", expected: "[height, width] or [batch, channels, height, width]",
        shape: [1, 8, 9]), [1, 8, 9], [1, 6, 7])
    try expect(
      .rankMismatch(name: "output", expected: "[height, width]", shape: [1, 1, 6, 7]),
      [8, 9], [1, 1, 6, 7])
    try expect(
      .channelsNotDivisible(name: "input channels", channels: 3, groups: 2), [1, 3, 8, 9],
      [1, 4, 6, 7], groups: 2)
    try expect(
      .channelsNotDivisible(name: "output channels", channels: 3, groups: 2), [1, 4, 8, 9],
      [1, 3, 6, 7], groups: 2)
    try expect(
      .notPositive(name: "output channels", value: 0), [1, 4, 8, 9], [1, 0, 6, 7])
    try expect(
      .kernelLargerThanInput(axis: "height", kernel: 3, dilation: 1, input: 2, padding: 0),
      [2, 9], [1, 7])
    try expect(
      .kernelLargerThanInput(axis: "height", kernel: 3, dilation: 1, input: 0, padding: 0),
      [0, 9], [0, 7])
  }

  @Test("Nothing to fit")
  func empty() throws {
    let error = ConvolutionError.invalidValue(
      name: "the number of outputs to fit", value: "0",
      accepted: "1 or more, of a pixel weight above 0")
    let (none, noOutput) = try (
      Tensor<Float>.ones([0, 1, 8, 9]), Tensor<Float>.ones([0, 1, 6, 7])
    )
    expectError(.exactly(error), "empty batch") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(input: none, output: noOutput, kernelSize: 3)
    }
    expectError(.exactly(error), "no pair") { () throws(ConvolutionError) in
      _ = try KernelFit<Float>.Accumulator(kernelSize: 3).solve()
    }
    let zeros = try Tensor<Float>.zeros([6, 7])
    expectError(.exactly(error), "no weight") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(input: image, output: output, kernelSize: 3, pixelWeights: zeros)
    }
  }

  @Test("A ridge that is no ridge", arguments: [-1, Double.nan, .infinity])
  func ridge(_ ridge: Double) {
    let error = ConvolutionError.invalidValue(
      name: "ridge", value: "\(ridge)", accepted: "0 or a larger finite number")
    expectError(.exactly(error), "\(ridge)") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(input: image, output: output, kernelSize: 3, ridge: ridge)
    }
  }

  @Test("Pixel weights that weigh nothing", arguments: [Float.nan, -1, .infinity])
  func pixelWeights(_ weight: Float) throws {
    var weights = try Tensor<Float>.ones([6, 7])
    weights[1, 2] = weight
    let error = ConvolutionError.invalidValue(
      name: "pixel weight 9", value: "\(weight)", accepted: "0 or a larger finite number")
    expectError(.exactly(error), "\(weight)") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(input: image, output: output, kernelSize: 3, pixelWeights: weights)
    }
    let few = try Tensor<Float>.ones([7, 6])
    expectError(
      .exactly(.shapeMismatch(name: "pixel weights", expected: [6, 7], actual: [7, 6])), ""
    ) { () throws(ConvolutionError) in
      _ = try KernelFit.solve(input: image, output: output, kernelSize: 3, pixelWeights: few)
    }
  }

  @Test("#63 Data that are not finite leave the accumulator as it was", arguments: [true, false])
  func notFinite(isWeighted: Bool) throws {
    var generator = SplitMix64(seed: 41)
    let good = try Tensor<Double>.random([8, 9], using: &generator)
    let answer = try correlate2D(good, [[1, 2], [3, 4]])
    var sums = try KernelFit<Double>.Accumulator(kernelSize: 2)
    try sums.add(input: good, output: answer)
    let before = try sums.solve().weight
    let weights = isWeighted ? try Tensor<Double>.ones(answer.shape) : nil
    // The square of 1e200 is infinite.
    for value in [Double.nan, .infinity, -.infinity, 1e200] {
      var (input, output) = (good, answer)
      input[3, 4] = value
      output[2, 2] = value
      for (input, output) in [(input, answer), (good, output)] {
        expectError(.exactly(.notFinite(name: "the input or the output")), "\(value), seed 41") {
          () throws(ConvolutionError) in
          try sums.add(input: input, output: output, pixelWeights: weights)
        }
      }
    }
    #expect(try sums.solve().weight == before)
  }

  @Test("A pair of other channels than the first")
  func otherChannels() throws {
    var sums = try KernelFit<Float>.Accumulator(kernelSize: 3)
    try sums.add(input: image, output: output)
    let (input, output) = try (Tensor<Float>.ones([1, 2, 8, 9]), Tensor<Float>.ones([1, 1, 6, 7]))
    let error = ConvolutionError.shapeMismatch(
      name: "the weight of this pair", expected: [1, 1, 3, 3], actual: [1, 2, 3, 3])
    expectError(.exactly(error), "add") { () throws(ConvolutionError) in
      try sums.add(input: input, output: output)
    }
    let fit = try sums.solve()
    expectError(.exactly(error), "residual") { () throws(ConvolutionError) in
      _ = try fit.residual(input: input, output: output)
    }
  }

  @Test("Kernels whose equations no memory holds")
  func tooLarge() throws {
    let (pixel, one) = try (Tensor<Float>.ones([1, 1]), Tensor<Float>.ones([1, 1]))
    let side = 1 << 31
    let padding = Padding.sides(top: side - 1, left: side - 1, bottom: 0, right: 0)
    expectError(.sizeOverflow, "2^62 taps") { () throws(ConvolutionError) in
      _ = try KernelFit.solve(
        input: pixel, output: one, kernelSize: Size2D(height: side, width: side), padding: padding)
    }
    // Far apart, but few: this can be computed.
    let apart = try KernelFit.solve(
      input: pixel, output: one, kernelSize: [2, 1],
      padding: .sides(top: 1 << 40, left: 0, bottom: 0, right: 0), dilation: [1 << 40, 1])
    #expect(apart.kernel == [[0], [1]])
  }
}
