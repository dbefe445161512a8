// FourierTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The Fourier algorithm against the oracle and the planar algorithm.
@Suite struct FourierTests {
  /// Every instruction set, with the smallest transforms and with those that take the least.
  private static let tunings = Machine.InstructionSet.supported.flatMap { instructionSet in
    [1, Int.max].map { Tuning(pieceLimit: $0, instructionSet: instructionSet) }
  }

  /// A problem that the algorithm accepts.
  private func problem(
    using generator: inout SplitMix64, kernels: ClosedRange<Int> = 1...9
  ) -> PlanarProblem {
    while true {
      let problem = PlanarProblem(using: &generator, kernels: kernels)
      if problem.stride == 1, problem.dilation == 1 { return problem }
    }
  }

  @Test(arguments: 0..<8) func randomProblemsAreWithinThePromise(seed: UInt64) throws {
    var generator = SplitMix64(seed: 300 + seed)
    for index in 0..<40 {
      let problem = problem(using: &generator)
      let tuning = Self.tunings[index % Self.tunings.count]
      try problem.checkPromise(
        problem.operands(Float.self, areWhole: false, using: &generator), tuning)
      try problem.checkPromise(
        problem.operands(Double.self, areWhole: false, using: &generator), tuning)
    }
  }

  /// Several tiles down and across, an even number or an odd one, the last ragged; each size of
  /// transforms; several kernels for each channel.
  @Test(arguments: [(5, 3), (16, 16), (17, 31), (64, 20), (65, 7), (3, 128)])
  func tilesAreWithinThePromise(kernel: (Int, Int)) throws {
    var generator = SplitMix64(seed: 17)
    for (index, border) in PlanarProblem.borders.enumerated() {
      var problem = PlanarProblem()
      let tuning = Self.tunings[(index + kernel.0) % Self.tunings.count]
      (problem.height, problem.width) = (kernel.0 < 20 ? 70 : 20, 110 + 31 * index)
      problem.kernel = Size2D(height: kernel.0, width: kernel.1)
      (problem.top, problem.bottom) = (kernel.0 / 2, (kernel.0 - 1) / 2)
      (problem.left, problem.right) = ((kernel.1 - 1) / 2, kernel.1 / 2)
      problem.border = border
      problem.multiplier = 1 + index % 2
      problem.hasBias = index % 3 == 0
      problem.threads = 1 + index % 2
      try problem.checkPromise(
        problem.operands(Float.self, areWhole: false, using: &generator), tuning)
      guard index < 2 else { continue }
      try problem.checkPromise(
        problem.operands(Double.self, areWhole: false, using: &generator), tuning)
    }
  }

  /// What is not finite reaches the outputs that the definition says, and no others of its tiles.
  @Test(arguments: tunings) func whatIsNotFiniteReachesItsWindowsAlone(tuning: Tuning) throws {
    var generator = SplitMix64(seed: 23)
    for value in [Float.nan, .infinity, -.infinity] {
      for activation in [Activation.none, .clamp(-20, 30)] {
        var problem = PlanarProblem()
        (problem.batch, problem.channels, problem.multiplier) = (2, 2, 2)
        (problem.height, problem.width) = (90, 150)
        problem.kernel = Size2D(height: 7, width: 8)
        (problem.top, problem.left, problem.bottom, problem.right) = (3, 4, 3, 3)
        problem.activation = activation
        var operands = try problem.operands(Float.self, areWhole: false, using: &generator)
        // In the second image, at a corner of the first channel and within the second.
        operands.input[1, 0, 0, 149] = value
        operands.input[1, 1, 44, 71] = value
        let expected = try problem.output(operands)
        let actual = try problem.output(
          operands, algorithm: .fourier, accuracy: .fast, tuning: tuning)
        #expect(expected.contains { !$0.isFinite || activation != .none })
        #expect(expected.map(\.isNaN) == actual.map(\.isNaN))
        for (index, (a, b)) in zip(expected, actual).enumerated() where a.isFinite {
          #expect(abs(a - b) < 0.01, "\(value) at \(index) of \(problem), \(tuning)")
        }
        let infinite = zip(expected, actual).filter { $0.0.isInfinite }
        #expect(infinite.allSatisfy { $0.0 == $0.1 })
      }
    }
  }

  /// The sum over a tile overflows, and no output does.
  @Test(arguments: tunings) func largeNumbersDoNotOverflowOnTheWay(tuning: Tuning) throws {
    var problem = PlanarProblem()
    (problem.height, problem.width) = (80, 90)
    problem.kernel = Size2D(height: 5, width: 5)
    let operands = PlanarProblem.Operands<Float>(
      input: try Tensor(shape: [1, 1, 80, 90], repeating: 1e37),
      weight: try Tensor(shape: [1, 1, 5, 5], repeating: 0.5), bias: nil)
    let output = try problem.output(
      operands, algorithm: .fourier, accuracy: .fast, tuning: tuning)
    #expect(output.allSatisfy { abs($0 / 1.25e38 - 1) < 1e-5 })
  }

  @Test(arguments: tunings) func bitsDependOnNeitherThreadsNorBatch(tuning: Tuning) throws {
    var generator = SplitMix64(seed: 29)
    var problem = PlanarProblem()
    (problem.batch, problem.channels, problem.height, problem.width) = (3, 2, 201, 177)
    problem.kernel = Size2D(height: 15, width: 13)
    (problem.top, problem.left, problem.bottom, problem.right) = (7, 6, 7, 6)
    let operands = try problem.operands(Float.self, areWhole: false, using: &generator)
    func output(_ problem: PlanarProblem, _ operands: PlanarProblem.Operands<Float>) throws
      -> [Float]
    {
      try problem.output(operands, algorithm: .fourier, accuracy: .fast, tuning: tuning)
    }
    let together = try output(problem, operands)
    problem.threads = 2
    #expect(try output(problem, operands) == together)
    problem.batch = 1
    let (inputs, outputs) = (operands.input.count / 3, together.count / 3)
    for image in 0..<3 {
      var alone = operands
      alone.input = try Tensor(
        shape: [1, 2, 201, 177],
        elements: Array(operands.input.elements[image * inputs..<(image + 1) * inputs]))
      #expect(
        try output(problem, alone) == Array(together[image * outputs..<(image + 1) * outputs]))
    }
  }

  @Test func isOnlyForFastAccuracyAndWhatItCanCompute() throws {
    func accepts(
      channels: Int = 1, groups: Int = 1, kernel: Size2D = 31, stride: Size2D = 1,
      dilation: Size2D = 1, accuracy: Accuracy = .fast
    ) throws -> Bool {
      let geometry = try ConvolutionGeometry(
        inputShape: [1, channels, 300, 300],
        weightShape: [channels, channels / groups, kernel.height, kernel.width], stride: stride,
        dilation: dilation, groups: groups)
      return ConvolutionAlgorithm.fourier.accepts(geometry, accuracy: accuracy, Float.self)
    }
    #expect(try accepts())
    #expect(try accepts(channels: 64, groups: 64))
    #expect(try accepts(kernel: 128))
    #expect(try !accepts(accuracy: .strict))
    #expect(try !accepts(channels: 2))
    #expect(try !accepts(kernel: [129, 3]))
    #expect(try !accepts(stride: 2))
    #expect(try !accepts(dilation: [1, 2]))
    // Their spectra would be more than 256 MiB.
    #expect(try accepts(channels: 8192, groups: 8192))
    #expect(try !accepts(channels: 8193, groups: 8193))
  }

  /// Kernels that are products of a column and a row take fewer operations as two passes.
  @Test func separableKernelsTakePasses() throws {
    var generator = SplitMix64(seed: 31)
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 1, 480, 640], weightShape: [1, 1, 31, 31], padding: .same)
    let random = try Tensor<Float>.random(geometry.weightShape, in: -1..<1, using: &generator)
    func plan(_ weight: Tensor<Float>) throws -> ConvolutionPlan<Float> {
      try ConvolutionPlan(geometry, weight: weight, accuracy: .fast)
    }
    #expect(try plan(random).algorithm == .fourier)
    #expect(try plan(.ones(geometry.weightShape)).algorithm == .planar)
  }
}

extension PlanarProblem {
  /// Compares with the oracle: every output within what `fast` promises.
  func checkPromise<Scalar: TensorScalar>(_ operands: Operands<Scalar>, _ tuning: Tuning) throws {
    let expected = reference.output(
      input: operands.input.elements, weight: operands.weight.elements,
      bias: operands.bias?.elements)
    let actual = try output(operands, algorithm: .fourier, accuracy: .fast, tuning: tuning)
    #expect(actual.count == expected.count)
    let largest = expected.reduce(0) { max($0, abs($1)) }
    // Where the products of all outputs cancel.
    let input = operands.input.elements.reduce(border.constant) { max($0, abs(Double($1))) }
    let taps = kernel.height * kernel.width
    let weights = Swift.stride(from: 0, to: operands.weight.count, by: taps).map { first in
      operands.weight.elements[first..<first + taps].reduce(0) { $0 + abs(Double($1)) }
    }
    let isFloat = Scalar.self == Float.self
    let bound = max(
      (isFloat ? 1e-5 : 1e-13) * largest,
      (isFloat ? 1e-6 : 1e-14) * input * (weights.max() ?? 0))
    let wrong = actual.indices.first { index in
      // A NaN is not within any bound.
      !(abs(Double(actual[index]) - activated(expected[index])) <= bound)
    }
    #expect(wrong == nil, "\(self) \(Scalar.self) \(tuning) at \(wrong ?? 0)")
  }
}

extension Border {
  fileprivate var constant: Double {
    if case .constant(let value) = self { abs(value) } else { 0 }
  }
}
