// PromiseTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// What the documentation promises of the algorithm, beside its numbers.
@Suite struct PromiseTests {
  private func problem(_ batch: Int, size: Int) -> Problem {
    Problem(
      batch: batch, inputChannels: 48, outputChannels: 80, height: size, width: size, hasBias: true)
  }

  @Test(arguments: [7, 14, 28, 57], [1, 2])
  func bitsAreTheSameFromRunToRun(size: Int, threads: Int) throws {
    let problem = problem(2, size: size)
    let single = problem.operands(seed: 5, Float.self)
    let double = problem.operands(seed: 6, Double.self)
    let (first, firstDouble) = try (
      problem.output(single, threads: threads), problem.output(double, threads: threads)
    )
    #expect(try problem.output(single, threads: threads) == first)
    #expect(try problem.output(double, threads: threads) == firstDouble)
  }

  @Test(arguments: [7, 14, 28, 57])
  func bitsDoNotDependOnThreads(size: Int) throws {
    let problem = problem(3, size: size)
    let operands = problem.operands(seed: 1, Float.self)
    let one = try problem.output(operands)
    #expect(one.contains { $0 != 0 })
    #expect(try problem.output(operands, threads: 2) == one)
  }

  @Test(arguments: [13, 14, 28, 57])
  func bitsDoNotDependOnTheRestOfTheBatch(size: Int) throws {
    let whole = problem(5, size: size)
    let operands = whole.operands(seed: 2, Float.self)
    let together = try whole.output(operands)
    let (inputs, outputs) = (operands.input.count / 5, together.count / 5)
    for image in 0..<5 {
      var alone = operands
      alone.input = Array(operands.input[image * inputs..<(image + 1) * inputs])
      let output = try problem(1, size: size).output(alone)
      #expect(output == Array(together[image * outputs..<(image + 1) * outputs]))
    }
  }

  @Test func isOnlyForFastAccuracy() throws {
    let geometry = try problem(1, size: 14).geometry()
    #expect(ConvolutionAlgorithm.winograd.accepts(geometry, accuracy: .fast, Float.self))
    #expect(!ConvolutionAlgorithm.winograd.accepts(geometry, accuracy: .strict, Float.self))
    let weight = try Tensor<Float>(shape: geometry.weightShape, repeating: 1)
    let strict = try ConvolutionPlan(geometry, weight: weight)
    #expect(!strict.candidates.contains { $0.algorithm == .winograd })
    #expect(throws: ConvolutionError.self) {
      try ConvolutionPlan(
        geometry, weight: weight, options: ConvolutionOptions(algorithm: .winograd))
    }
  }

  @Test func refusesWhatItCannotCompute() throws {
    func geometry(
      kernel: Int = 3, channels: Int = 64, stride: Size2D = 1, dilation: Size2D = 1
    ) throws -> ConvolutionGeometry {
      try ConvolutionGeometry(
        inputShape: [1, channels, 20, 20], weightShape: [64, channels, kernel, kernel],
        stride: stride, dilation: dilation)
    }
    func accepts(_ geometry: ConvolutionGeometry) -> Bool {
      ConvolutionAlgorithm.winograd.accepts(geometry, accuracy: .fast, Float.self)
    }
    #expect(accepts(try geometry()))
    #expect(!accepts(try geometry(kernel: 5)))
    #expect(!accepts(try geometry(channels: 3)))
    #expect(!accepts(try geometry(stride: 2)))
    #expect(!accepts(try geometry(stride: [1, 2])))
    #expect(!accepts(try geometry(dilation: [2, 1])))
  }

  @Test func clampedNaNStaysNaN() throws {
    var problem = problem(1, size: 12)
    problem.activation = .clamp(-1, 1)
    var operands = problem.operands(seed: 3, Float.self)
    operands.input[5 * 12 + 5] = .nan
    let output = try problem.output(operands)
    // The windows over row 5 and column 5 of the image: NaN in every output channel. The tiles
    // around it are those of rows and columns 4 to 7; nothing beyond them and the halo is touched.
    for channel in 0..<80 {
      for row in 0..<12 {
        for column in 0..<12 {
          let value = output[(channel * 12 + row) * 12 + column]
          let isUnder = (4...6).contains(row) && (4...6).contains(column)
          if isUnder { #expect(value.isNaN) }
          if row >= 8 || column >= 8 || row < 4 || column < 4 { #expect(!value.isNaN) }
        }
      }
    }
  }

  @Test func raggedTilesReadNothingFromAfar() throws {
    // With a circular border the rows after the padding are rows of the image again; none of its
    // outputs sees them through the last tiles.
    var problem = problem(1, size: 28)
    problem.padding = [0, 0, 0, 0]
    problem.border = .circular
    var operands = problem.operands(seed: 4, Float.self)
    operands.input[0] = .infinity
    let output = try problem.output(operands)
    #expect(!output[0].isFinite)
    #expect(output[24 * 26..<26 * 26].allSatisfy { $0.isFinite })
  }
}
