// UnfoldTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference
import Testing

/// To unfold is to convolve every channel with kernels of a single 1, one for every element of a
/// patch, and to fold is the gradient of that: the oracle knows both.
@Suite("Unfold and fold")
struct UnfoldTests {
  @Test("Worked by hand")
  func byHand() throws {
    let x: Tensor<Float> = [[[[1, 2, 3], [4, 5, 6]]]]
    let columns = try unfold(x, kernelSize: [2, 2])
    #expect(columns == [[[1, 2], [2, 3], [4, 5], [5, 6]]])
    #expect(
      try fold(columns, outputSize: [2, 3], kernelSize: [2, 2]) == [[[[1, 4, 3], [4, 10, 6]]]])
    #expect(
      try unfold(x, kernelSize: [1, 2], stride: [1, 2], padding: [0, 1])
        == [[[0, 2, 0, 5], [1, 3, 4, 6]]])
  }

  @Test("Every family and border, against the oracle", arguments: Problem.samples, Border.everyKind)
  func families(_ problem: Problem, _ border: Border) throws {
    try check(problem.with(border), seed: 11, threads: nil)
  }

  @Test("Random problems, against the oracle", arguments: 0..<10)
  func random(_ block: UInt64) throws {
    for seed in block * 10..<(block + 1) * 10 {
      var generator = SplitMix64(seed: 350_000 + seed)
      try check(generator.problem(multiplyAdds: 20_000), seed: seed, threads: nil)
    }
  }

  /// Enough elements for two workers, and an odd number of channels to share.
  @Test("Several workers", arguments: ["mb2_ic7_ih90_iw81_kh5_ph2", "mb3_ic3_ih64_iw99_kh3_sh2"])
  func workers(_ line: String) throws {
    let problem = try #require(Problem(line))
    let x = try Operands<Float>.integers(problem, seed: 13).input
    func both(_ threads: Int) throws -> [Tensor<Float>] {
      let options = ConvolutionOptions(threads: threads)
      let columns = try unfold(
        x, kernelSize: [problem.kernelHeight, problem.kernelWidth].size, stride: problem.stride,
        padding: problem.padding, options: options)
      return [
        columns,
        try fold(
          columns, outputSize: [problem.inputHeight, problem.inputWidth].size,
          kernelSize: [problem.kernelHeight, problem.kernelWidth].size, stride: problem.stride,
          padding: problem.padding, options: options),
      ]
    }
    let (alone, shared) = (try both(1), try both(2))
    for index in 0..<2 { #expect(alone[index].hasSameBits(as: shared[index])) }
  }

  /// As PyTorch's documentation has it: to fold what was unfolded multiplies each element by the
  /// number of patches that it is in.
  @Test("Folding ones counts the patches of an element")
  func counts() throws {
    let ones = try Tensor<Double>.ones([1, 1, 4, 5])
    let counts = try fold(
      unfold(ones, kernelSize: [2, 3]), outputSize: [4, 5], kernelSize: [2, 3])
    #expect(
      counts == [[[[1, 2, 3, 2, 1], [2, 4, 6, 4, 2], [2, 4, 6, 4, 2], [1, 2, 3, 2, 1]]]])
  }

  @Test("An empty batch")
  func empty() throws {
    let columns = try unfold(Tensor<Float>.zeros([0, 2, 4, 5]), kernelSize: 3)
    #expect(columns.shape == [0, 18, 6])
    #expect(try fold(columns, outputSize: [4, 5], kernelSize: 3).shape == [0, 2, 4, 5])
  }

  @Test("NaN goes where it is put, and nowhere else")
  func nan() throws {
    let x = try Tensor<Float>(shape: [1, 1, 1, 4], elements: [1, .nan, 3, 4])
    let columns = try unfold(x, kernelSize: [1, 2])
    #expect(columns.elements.map(\.isNaN) == [false, true, false, true, false, false])
    let image = try fold(columns, outputSize: [1, 4], kernelSize: [1, 2])
    #expect(image.elements.map(\.isNaN) == [false, true, false, false])
  }

  private func check(_ problem: Problem, seed: UInt64, threads: Int?) throws {
    try check(problem, seed: seed, threads: threads, Float.self)
    try check(problem, seed: seed, threads: threads, Double.self)
  }

  private func check<Scalar: TensorScalar>(
    _ problem: Problem, seed: UInt64, threads: Int?, _: Scalar.Type
  ) throws {
    var single = problem
    (single.groups, single.outputChannels) = (1, 1)
    let operands = try Operands<Scalar>.integers(single, seed: seed)
    let oracle = single.perChannel.reference
    let patch = single.kernelHeight * single.kernelWidth
    var oneHot = [Double](repeating: 0, count: patch * patch)
    for element in 0..<patch { oneHot[element * patch + element] = 1 }

    let options = ConvolutionOptions(threads: threads)
    let kernelSize = Size2D(height: single.kernelHeight, width: single.kernelWidth)
    let columns = try unfold(
      operands.input, kernelSize: kernelSize, stride: single.stride, padding: single.padding,
      dilation: single.dilation, border: single.border, options: options)
    let shape = [
      single.batch, single.inputChannels * patch, oracle.outputHeight * oracle.outputWidth,
    ]
    let expected = Results<Double>.Part(
      name: "columns", shape: shape,
      elements: oracle.output(
        input: operands.input.elements.map { Double($0) }, weight: oneHot,
        bias: [Double](repeating: 0, count: patch)))
    let unfolded = Results<Scalar>.Part("columns", columns).difference(from: expected)
    #expect(unfolded == nil, "\(operands)")

    // Other columns than such as fit together.
    var generator = SplitMix64(seed: seed + 1)
    let patches = try Tensor<Scalar>.random(shape, in: -8..<8, using: &generator)
      .map { $0.rounded() }
    let image = try fold(
      patches, outputSize: Size2D(height: single.inputHeight, width: single.inputWidth),
      kernelSize: kernelSize, stride: single.stride, padding: single.padding,
      dilation: single.dilation, border: single.border, options: options)
    let folded = Results<Scalar>.Part("image", image).difference(
      from: Results<Double>.Part(
        name: "image", shape: single.inputShape,
        elements: oracle.inputGradient(
          weight: oneHot, outputGradient: patches.elements.map { Double($0) })))
    #expect(folded == nil, "\(operands)")
  }
}

extension Problem {
  /// Channels as images of their own, with a kernel for every element of a patch.
  fileprivate var perChannel: Problem {
    var problem = self
    problem.batch = batch * inputChannels
    problem.inputChannels = 1
    problem.outputChannels = kernelHeight * kernelWidth
    return problem
  }
}

extension [Int] {
  /// `[height, width]`
  fileprivate var size: Size2D { Size2D(height: self[0], width: self[1]) }
}
