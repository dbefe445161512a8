// KernelFitPathTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The lags of a picture, and the products of its windows, are two ways to the same sums. On whole
/// numbers these are exact, and so the fits have to be the same to the last bit. Pixel weights of 1
/// change nothing but the way.
@Suite("Kernel fit, both ways")
struct KernelFitPathTests {
  /// Every tail of a vector and of a band, kernels as large as the picture, padding wider than the
  /// kernel, windows that share no rows or columns, groups, several outputs for an input.
  private static let problems: [Problem] =
    [
      "mb1_ih40_iw37_kh7_kw7", "mb1_ih23_iw64_kh7_kw7_ph3_pw3", "mb2_ih9_iw8_kh5_kw3",
      "mb1_ih9_iw8_kh9_kw8", "mb1_ih9_iw8_kh8_kw8", "mb1_ih9_iw11_kh6_kw9", "mb1_ih5_iw50_kh5_kw2",
      "mb1_ih50_iw5_kh2_kw5", "mb1_ih30_iw31_kh3_kw4_dh3_dw5", "mb1_ih8_iw9_kh4_kw5_dh2_dw2",
      "mb1_ih12_iw13_kh3_kw3_ph5_pw6_pb4_pr7", "mb3_g4_ic4_ih14_iw13_oc8_kh3_kw5",
      "mb1_ih19_iw600_kh2_kw3", "mb1_ih1_iw40_kh1_kw6", "mb1_ih40_iw1_kh6_kw1",
      "mb1_ih7_iw7_kh1_kw1",
      "mb1_ih14_iw15_kh7_kw8",
    ]

  @Test("Lags and windows, on any number of threads", arguments: problems, Border.everyKind)
  func lags(_ problem: Problem, _ border: Border) throws {
    try expectSame(problem.with(border), Float.self)
    try expectSame(problem.with(border), Double.self)
  }

  private func expectSame<Scalar: TensorScalar>(_ problem: Problem, _: Scalar.Type) throws {
    var generator = SplitMix64(seed: 21)
    let geometry = try problem.geometry()
    let input: Tensor<Scalar> = try FitData.integers(geometry.inputShape, using: &generator)
    let output: Tensor<Scalar> = try FitData.integers(geometry.outputShape, using: &generator)
    let weights = try Tensor<Scalar>.ones([geometry.batch] + geometry.outputShape.suffix(2))
    let expected = try fit(problem, input, output, weights: weights, threads: 1)
    for threads in [1, 2] {
      let actual = try fit(problem, input, output, threads: threads)
      #expect(actual.weight == expected.weight, "\(problem), seed 21, \(threads) threads")
      #expect(actual.rank == expected.rank, "\(problem), seed 21")
      #expect(actual.conditionNumber == expected.conditionNumber, "\(problem), seed 21")
      // Up to 1e4 squares are summed in another order.
      let (residual, other) = (actual.residual, expected.residual)
      #expect(
        abs(residual.rootMeanSquare - other.rootMeanSquare) <= 1e4 * 0x1p-53 * other.rootMeanSquare)
      #expect(residual.largest == other.largest, "\(problem), seed 21")
    }
  }

  private func fit<Scalar>(
    _ problem: Problem, _ input: Tensor<Scalar>, _ output: Tensor<Scalar>,
    weights: Tensor<Scalar>? = nil, threads: Int
  ) throws -> KernelFit<Scalar> {
    try KernelFit.solve(
      input: input, output: output,
      kernelSize: Size2D(height: problem.kernelHeight, width: problem.kernelWidth),
      stride: problem.stride, padding: problem.padding, dilation: problem.dilation,
      groups: problem.groups, border: problem.border, pixelWeights: weights,
      options: ConvolutionOptions(threads: threads))
  }

  @Test("With a bias", arguments: problems)
  func bias(_ problem: Problem) throws {
    var generator = SplitMix64(seed: 22)
    let geometry = try problem.geometry()
    guard
      geometry.outputShape.suffix(2).reduce(1, *) > 2 * problem.kernelHeight * problem.kernelWidth
    else { return }
    let input = try Tensor<Double>.random(geometry.inputShape, in: 3..<4, using: &generator)
    let output = try Tensor<Double>.random(geometry.outputShape, in: -7 ..< -6, using: &generator)
    let weights = try Tensor<Double>.ones([geometry.batch] + geometry.outputShape.suffix(2))
    let fits = try [nil, weights].map {
      try KernelFit.solve(
        input: input, output: output,
        kernelSize: Size2D(height: problem.kernelHeight, width: problem.kernelWidth),
        padding: problem.padding, dilation: problem.dilation, groups: problem.groups, bias: true,
        pixelWeights: $0)
    }
    let bound = FitData.bound(fits[1], terms: geometry.outputShape.reduce(1, *))
    let biases = try #require(fits[0].bias)
    #expect(fits[0].determination == fits[1].determination)
    #expect(
      try fits[0].weight.largestDifference(from: fits[1].weight) < bound, "\(problem), seed 22")
    // The bias is the mean output less every tap's mean, at most 4, times its weight.
    #expect(
      try biases.largestDifference(from: #require(fits[1].bias)) < 4 * Double(fits[1].taps) * bound,
      "\(problem), seed 22")
  }

  @Test("Several pairs are one batch, in any sizes", arguments: [1, 2])
  func pairs(stride: Int) throws {
    var generator = SplitMix64(seed: 23)
    let input: Tensor<Float> = try FitData.integers([3, 2, 12, 13], using: &generator)
    let size = (12 - 3) / stride + 1
    let output: Tensor<Float> = try FitData.integers(
      [3, 4, size, (13 - 2) / stride + 1], using: &generator)
    let strides = Size2D(height: stride, width: stride)
    var batch = try KernelFit<Float>.Accumulator(kernelSize: [3, 2], stride: strides, groups: 2)
    var pairs = batch
    try batch.add(input: input, output: output)
    for image in 0..<3 {
      try pairs.add(
        input: input[image...image, 0..., 0..., 0...],
        output: output[image...image, 0..., 0..., 0...])
    }
    #expect(try pairs.solve().weight == batch.solve().weight)
    #expect(try pairs.solve().outputsUsed == batch.solve().outputsUsed)
    #expect(try pairs.solve().residual.largest == nil)

    // Residuals from the moments are those that are measured, up to the rounding of the sums.
    let solved = try KernelFit.solve(
      input: input, output: output, kernelSize: [3, 2], stride: strides, groups: 2)
    let summed = try batch.solve()
    #expect(solved.weight == summed.weight)
    #expect(abs(solved.residual.rootMeanSquare / summed.residual.rootMeanSquare - 1) < 1e-6)
    #expect(try summed.residual(input: input, output: output) == solved.residual)
  }

  @Test("A picture in two halves that overlap by the kernel is the whole picture")
  func halves() throws {
    var generator = SplitMix64(seed: 24)
    let input: Tensor<Double> = try FitData.integers([41, 50], using: &generator)
    let output: Tensor<Double> = try FitData.integers([37, 46], using: &generator)
    var halves = try KernelFit<Double>.Accumulator(kernelSize: 5)
    try halves.add(input: input[0..<24, 0...], output: output[0..<20, 0...])
    try halves.add(input: input[20..<41, 0...], output: output[20..<37, 0...])
    #expect(
      try halves.solve().weight
        == KernelFit.solve(input: input, output: output, kernelSize: 5).weight, "seed 24")
  }

  @Test("Pixels of weight 0 are not there")
  func zeroWeights() throws {
    var generator = SplitMix64(seed: 25)
    let input: Tensor<Float> = try FitData.integers([20, 22], using: &generator)
    var output: Tensor<Float> = try FitData.integers([18, 20], using: &generator)
    var weights = try Tensor<Float>.ones([18, 20])
    weights[9..., 0...] = 0
    let top = try KernelFit.solve(
      input: input[0..<11, 0...], output: output[0..<9, 0...], kernelSize: 3)
    output[9..., 0...] = 1000
    let weighted = try KernelFit.solve(
      input: input, output: output, kernelSize: 3, pixelWeights: weights)
    #expect(weighted.weight == top.weight && weighted.outputsUsed == top.outputsUsed)
    #expect(weighted.residual.largest == top.residual.largest, "seed 25")
  }

  @Test("The same call, the same bits", arguments: [1, 2])
  func repeated(threads: Int) throws {
    try expectSameAgain(Float.self, threads: threads)
    try expectSameAgain(Double.self, threads: threads)
  }

  private func expectSameAgain<Scalar: TensorScalar>(_: Scalar.Type, threads: Int) throws {
    var generator = SplitMix64(seed: 26)
    let input = try Tensor<Scalar>.random([200, 210], in: 0..<1, using: &generator)
    let output = try Tensor<Scalar>.random([194, 204], in: 0..<1, using: &generator)
    let fits = try (0..<3).map { _ in
      try KernelFit.solve(
        input: input, output: output, kernelSize: 7, bias: true,
        options: ConvolutionOptions(threads: threads))
    }
    for fit in fits { #expect(fit.weight.hasSameBits(as: fits[0].weight), "seed 26") }
  }
}
