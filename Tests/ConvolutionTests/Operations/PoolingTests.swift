// PoolingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Pooling")
struct PoolingTests {
  private let image: Tensor<Float> = [[[[1, 2, 3, 4], [8, 7, 6, 5], [9, 1, 2, 3]]]]

  @Test("Worked by hand")
  func byHand() throws {
    #expect(try maxPool2D(image, kernelSize: 2) == [[[[8, 6]]]])
    #expect(try averagePool2D(image, kernelSize: 2) == [[[[4.5, 4.5]]]])
    #expect(try maxPool2D(image, kernelSize: 2, stride: 1) == [[[[8, 7, 6], [9, 7, 6]]]])
    #expect(try maxPool2D(image, kernelSize: 2, ceilMode: true) == [[[[8, 6], [9, 3]]]])
    #expect(try globalAveragePool2D(image) == [[[[4.25]]]])
    #expect(
      try averagePool2D(image, kernelSize: [1, 2], stride: [2, 2], padding: [0, 1])
        == [[[[0.5, 2.5, 2], [4.5, 1.5, 1.5]]]])
    #expect(
      try averagePool2D(
        image, kernelSize: [1, 2], stride: [2, 2], padding: [0, 1], countIncludePad: false)
        == [[[[1, 2.5, 4], [9, 1.5, 3]]]])
  }

  @Test("A window over padding alone: nothing is larger than -infinity, and the mean is 0")
  func padding() throws {
    let one: Tensor<Float> = [[[[7]]]]
    #expect(
      try maxPool2D(one, kernelSize: 1, stride: 1, padding: [0, 0, 0, 1]).elements
        == [7, -.infinity])
    #expect(
      try averagePool2D(
        one, kernelSize: 1, stride: 1, padding: [1, 0, 0, 0], countIncludePad: false)
        == [[[[0], [7]]]])
    let geometry = try PoolingGeometry(
      inputShape: [1, 1, 1, 1], kernelSize: 1, padding: [0, 0, 0, 1])
    #expect(
      try maxPool2DGradient(geometry, input: one, outputGradient: [[[[2, 3]]]]) == [[[[2]]]])
    #expect(
      try averagePool2DGradient(geometry, outputGradient: [[[[2, 3]]]] as Tensor<Float>)
        == [[[[2]]]])
  }

  /// PyTorch 2.13.0 computed the sizes.
  @Test(
    "Output sizes in ceil mode",
    arguments: [
      (4, 3, 2, 0, 2), (4, 3, 3, 0, 2), (5, 2, 2, 0, 3), (6, 2, 4, 0, 2), (2, 3, 2, 0, 1),
      (2, 1, 2, 0, 1), (7, 3, 3, 1, 3), (2, 3, 3, 1, 1), (1, 2, 2, 1, 1), (9, 5, 4, 2, 3),
    ])
  func ceilMode(input: Int, kernel: Int, stride: Int, padding: Int, output: Int) throws {
    let geometry = try PoolingGeometry(
      inputShape: [1, 1, input, 1], kernelSize: Size2D(height: kernel, width: 1),
      stride: Size2D(height: stride, width: 1), padding: [padding, 0], ceilMode: true)
    #expect(geometry.outputShape == [1, 1, output, 1])
  }

  @Test("Same padding gives ceil(input / stride), in ceil mode too", arguments: 1...12, 1...4)
  func same(input: Int, stride: Int) throws {
    for kernel in 1...4 {
      for padding in [Padding.same, .sameLower] {
        for ceilMode in [false, true] {
          let geometry = try PoolingGeometry(
            inputShape: [1, 1, 1, input], kernelSize: Size2D(height: 1, width: kernel),
            stride: Size2D(height: 1, width: stride), padding: padding, ceilMode: ceilMode)
          #expect(geometry.outputShape[3] == (input + stride - 1) / stride)
        }
      }
    }
  }

  @Test("Random problems, beside the definition", arguments: 0..<20)
  func random(_ block: UInt64) throws {
    for seed in block * 25..<(block + 1) * 25 {
      var generator = SplitMix64(seed: 31_000 + seed)
      let problem = generator.poolingProblem()
      guard let geometry = try? problem.geometry() else {
        #expect(
          problem.windows(axis: 0).isEmpty || problem.windows(axis: 1).isEmpty,
          "seed \(seed), \(problem)")
        continue
      }
      // Few values, so that several are the largest.
      func integers(_ shape: [Int]) throws -> Tensor<Double> {
        try Tensor(
          shape: shape,
          elements: (0..<shape.reduce(1, *)).map { _ in
            Double(Int.random(in: -4...4, using: &generator))
          })
      }
      let input = try integers(geometry.inputShape)
      let gradient = try integers(geometry.outputShape)
      let expected = problem.results(input: input.elements, outputGradient: gradient.elements)
      try #require(geometry.outputShape == expected.shape, "seed \(seed), \(problem)")
      try check(problem, geometry, input, gradient, expected, "seed \(seed), \(problem)")
      try check(
        problem, geometry, Tensor<Float>(input), Tensor<Float>(gradient), expected,
        "seed \(seed), \(problem)")
    }
  }

  /// Whole numbers of which the largest is chosen are exact; a mean of `k` has `k` roundings of sums
  /// of at most `4 k`, divided by `k`, and the gradient of an element sums at most `k` parts of at
  /// most 4.
  private func check<Scalar>(
    _ problem: PoolingProblem, _ geometry: PoolingGeometry, _ input: Tensor<Scalar>,
    _ gradient: Tensor<Scalar>, _ expected: PoolingProblem.Results, _ comment: Comment
  ) throws {
    let max = MaxPool2D(
      kernelSize: problem.kernelSize,
      stride: Size2D(height: problem.stride[0], width: problem.stride[1]),
      padding: .sides(
        top: problem.padding[0], left: problem.padding[2], bottom: problem.padding[1],
        right: problem.padding[3]),
      dilation: Size2D(height: problem.dilation[0], width: problem.dilation[1]),
      ceilMode: problem.ceilMode)
    let average = AveragePool2D(
      kernelSize: max.kernelSize, stride: max.stride, padding: max.padding,
      dilation: max.dilation, ceilMode: max.ceilMode, countIncludePad: problem.countIncludePad)
    let bound = 4 * Double(problem.kernel[0] * problem.kernel[1]) * Double(Scalar.ulpOfOne)
    func isNear(_ actual: Tensor<Scalar>, _ expected: [Double]) -> Bool {
      zip(actual.elements, expected).allSatisfy { abs(Double($0) - $1) <= bound }
    }
    #expect(try max(input).elements.map { Double($0) } == expected.largest, comment)
    #expect(
      try max.inputGradient(input: input, outputGradient: gradient).elements.map { Double($0) }
        == expected.maxGradient, comment)
    #expect(isNear(try average(input), expected.means), comment)
    #expect(
      isNear(
        try average.inputGradient(inputShape: input.shape, outputGradient: gradient),
        expected.averageGradient), comment)
  }

  @Test("As many threads as there are give the bits of one", arguments: [1, 5])
  func threads(planes: Int) throws {
    var generator = SplitMix64(seed: 9)
    let input = try Tensor<Float>.random([planes, 1, 700, 900], in: -1..<1, using: &generator)
    let one = ConvolutionOptions(threads: 1)
    #expect(
      try maxPool2D(input, kernelSize: 3, stride: 2, padding: 1)
        == maxPool2D(input, kernelSize: 3, stride: 2, padding: 1, options: one))
    #expect(
      try averagePool2D(input, kernelSize: 3, stride: 1)
        == averagePool2D(input, kernelSize: 3, stride: 1, options: one))
    let geometry = try PoolingGeometry(inputShape: input.shape, kernelSize: 3, stride: 1)
    let gradient = try averagePool2D(input, kernelSize: 3, stride: 1)
    #expect(
      try maxPool2DGradient(geometry, input: input, outputGradient: gradient)
        == maxPool2DGradient(geometry, input: input, outputGradient: gradient, options: one))
    #expect(
      try averagePool2DGradient(geometry, outputGradient: gradient)
        == averagePool2DGradient(geometry, outputGradient: gradient, options: one))
    #expect(try globalAveragePool2D(input) == globalAveragePool2D(input, options: one))
  }

  @Test("Global average and its gradient")
  func global() throws {
    let input: Tensor<Double> = [[[[1, 3]], [[5, 8]]], [[[0, -2]], [[1, 1]]]]
    #expect(try globalAveragePool2D(input) == [[[[2]], [[6.5]]], [[[-1]], [[1]]]])
    let gradient: Tensor<Double> = [[[[2]], [[4]]], [[[-6]], [[0]]]]
    #expect(
      try globalAveragePool2DGradient(inputShape: [2, 2, 1, 2], outputGradient: gradient)
        == [[[[1, 1]], [[2, 2]]], [[[-3, -3]], [[0, 0]]]])
  }

  @Test("Empty batches and channels")
  func empty() throws {
    for shape in [[0, 2, 4, 4], [2, 0, 4, 4]] {
      let input = try Tensor<Float>.zeros(shape)
      #expect(try maxPool2D(input, kernelSize: 2).shape == [shape[0], shape[1], 2, 2])
      #expect(try averagePool2D(input, kernelSize: 2).shape == [shape[0], shape[1], 2, 2])
      #expect(try globalAveragePool2D(input).shape == [shape[0], shape[1], 1, 1])
    }
  }
}
