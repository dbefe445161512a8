// PlanarTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The planar algorithm against the oracle.
@Suite struct PlanarTests {
  @Test(arguments: 0..<8) func randomProblemsAreExactOnWholeNumbers(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let problem = PlanarProblem(using: &generator)
      try problem.checkExactly(
        problem.operands(Float.self, areWhole: true, using: &generator))
      try problem.checkExactly(
        problem.operands(Double.self, areWhole: true, using: &generator))
    }
  }

  /// Planes so wide that only the columns at the edges read a copy of the border.
  @Test(arguments: 0..<4) func edgesOfWidePlanesAreExactOnWholeNumbers(seed: UInt64) throws {
    var generator = SplitMix64(seed: 200 + seed)
    for border in PlanarProblem.borders {
      for _ in 0..<6 {
        var problem: PlanarProblem
        repeat {
          problem = PlanarProblem(using: &generator)
        } while problem.dilation != 1
        problem.height = problem.kernel.height + .random(in: 0...5, using: &generator)
        problem.width = .random(in: 60...200, using: &generator)
        problem.batch = 1
        problem.border = border
        try problem.checkExactly(
          problem.operands(Float.self, areWhole: true, using: &generator))
        try problem.checkExactly(
          problem.operands(Double.self, areWhole: true, using: &generator))
      }
    }
  }

  @Test(arguments: 0..<4) func randomProblemsAreWithinTheBound(seed: UInt64) throws {
    var generator = SplitMix64(seed: 100 + seed)
    for _ in 0..<60 {
      let problem = PlanarProblem(using: &generator)
      try problem.checkBound(
        problem.operands(Float.self, areWhole: false, using: &generator))
      try problem.checkBound(
        problem.operands(Double.self, areWhole: false, using: &generator))
    }
  }

  @Test(arguments: [1, 2]) func largeKernelsAreExactOnWholeNumbers(stride: Int) throws {
    var generator = SplitMix64(seed: 7)
    for border in PlanarProblem.borders {
      var problem = PlanarProblem()
      (problem.height, problem.width) = (70, 90)
      problem.kernel = 31
      (problem.top, problem.left, problem.bottom, problem.right) = (15, 15, 14, 16)
      problem.stride = stride
      problem.border = border
      try problem.checkExactly(
        problem.operands(Float.self, areWhole: true, using: &generator))
      try problem.checkExactly(
        problem.operands(Double.self, areWhole: true, using: &generator))
    }
  }

  /// Layers of a network of depthwise layers, and images that are cut into bands.
  @Test(arguments: [
    (64, 7, 1), (64, 14, 1), (64, 14, 2), (32, 28, 1), (32, 28, 2), (16, 56, 1), (8, 112, 2),
    (1, 300, 1), (1, 301, 2),
  ])
  func layersAreExactOnWholeNumbers(channels: Int, size: Int, stride: Int) throws {
    var generator = SplitMix64(seed: UInt64(channels * size))
    for kernel in [3, 5, 7] {
      for threads in [1, 2] {
        var problem = PlanarProblem()
        (problem.channels, problem.height, problem.width) = (channels, size, size)
        problem.kernel = Size2D(height: kernel, width: kernel)
        let padding = kernel / 2
        (problem.top, problem.left) = (padding, padding)
        (problem.bottom, problem.right) = (padding, padding)
        problem.stride = stride
        problem.threads = threads
        try problem.checkExactly(
          problem.operands(Float.self, areWhole: true, using: &generator))
      }
    }
  }

  /// Layers of segmentation networks, and dilations that leave phases of few rows, or none.
  @Test(arguments: [
    (48, 33, 2), (48, 33, 4), (16, 65, 12), (4, 33, 17), (2, 40, 39), (1, 300, 2),
  ])
  func dilatedLayersAreExactOnWholeNumbers(channels: Int, size: Int, dilation: Int) throws {
    var generator = SplitMix64(seed: UInt64(channels * size + dilation))
    for threads in [1, 2] {
      var problem = PlanarProblem()
      (problem.channels, problem.height, problem.width) = (channels, size, size)
      problem.kernel = 3
      problem.dilation = Size2D(height: dilation, width: dilation)
      (problem.top, problem.left, problem.bottom, problem.right) = (
        dilation, dilation, dilation, dilation
      )
      problem.threads = threads
      try problem.checkExactly(
        problem.operands(Float.self, areWhole: true, using: &generator))
      try problem.checkExactly(
        problem.operands(Double.self, areWhole: true, using: &generator))
    }
  }

  @Test func bitsDependOnNeitherThreadsNorBatch() throws {
    var generator = SplitMix64(seed: 11)
    for kernel in [3, 4, 5, 9] {
      var problem = PlanarProblem()
      (problem.batch, problem.channels, problem.height, problem.width) = (3, 2, 201, 77)
      problem.kernel = Size2D(height: kernel, width: kernel)
      (problem.top, problem.left, problem.bottom, problem.right) = (1, 2, 3, 1)
      let operands = try problem.operands(Float.self, areWhole: false, using: &generator)
      let one = try problem.output(operands)
      problem.threads = 2
      let two = try problem.output(operands)
      #expect(one == two)
      problem.batch = 1
      var first = operands
      first.input = try Tensor(
        shape: [1, 2, 201, 77], elements: operands.input.elements.prefix(2 * 201 * 77))
      #expect(try problem.output(first) == Array(one.prefix(one.count / 3)))
    }
  }

  /// A NaN and an infinity reach the outputs whose window covers them, and no others.
  @Test func specialValuesStayInTheirWindows() throws {
    var generator = SplitMix64(seed: 13)
    for special in [Float.nan, .infinity] {
      for (kernel, stride) in [(3, 1), (3, 2), (4, 1), (7, 1), (9, 2)] {
        var problem = PlanarProblem()
        (problem.height, problem.width, problem.stride) = (45, 45, stride)
        problem.kernel = Size2D(height: kernel, width: kernel)
        (problem.top, problem.left, problem.bottom, problem.right) = (1, 1, 1, 1)
        var operands = try problem.operands(Float.self, areWhole: true, using: &generator)
        operands.weight = try Tensor(shape: operands.weight.shape, repeating: 2)
        operands.input[0, 0, 20, 17] = special
        let size = try problem.geometry().outputSize
        let output = try problem.output(operands)
        for y in 0..<size.height {
          for x in 0..<size.width {
            let covers =
              (0..<kernel).contains(21 - y * stride) && (0..<kernel).contains(18 - x * stride)
            #expect(output[y * size.width + x].isFinite != covers, "\(problem) at \(y), \(x)")
          }
        }
      }
    }
  }

  @Test func whatIsNotPlanarIsRefused() throws {
    func accepts(
      _ inputShape: [Int], _ weightShape: [Int], stride: Size2D = 1, dilation: Size2D = 1,
      groups: Int = 1, padding: Padding = .valid, border: Border = .zeros
    ) throws -> Bool {
      let geometry = try ConvolutionGeometry(
        inputShape: inputShape, weightShape: weightShape, stride: stride, padding: padding,
        dilation: dilation, groups: groups, border: border)
      return ConvolutionAlgorithm.planar.accepts(geometry, Float.self)
    }
    #expect(try accepts([1, 1, 9, 9], [4, 1, 3, 3]))
    #expect(try accepts([1, 6, 9, 9], [12, 1, 3, 3], stride: 2, groups: 6))
    #expect(try !accepts([1, 2, 9, 9], [4, 2, 3, 3]))
    #expect(try !accepts([1, 6, 9, 9], [6, 2, 3, 3], groups: 3))
    #expect(try accepts([1, 1, 9, 9], [4, 1, 3, 3], dilation: 2, padding: .same))
    #expect(try accepts([1, 1, 9, 9], [4, 1, 3, 3], dilation: 2, border: .reflect))
    #expect(
      try !accepts([1, 1, 9, 9], [4, 1, 3, 3], dilation: 2, padding: .same, border: .reflect))
    #expect(try !accepts([1, 1, 9, 9], [4, 1, 3, 3], stride: 2, dilation: 2))
    #expect(try !accepts([1, 1, 9, 9], [4, 1, 3, 3], stride: 3))
  }
}
