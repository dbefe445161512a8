// KernelFitTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Testing

/// Kernels that are known beforehand.
@Suite("Kernel fit")
struct KernelFitTests {
  @Test("A random 7x7 kernel comes back from a photo and its correlation", arguments: 1...5)
  func recovery(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let photo = Tensor<Float>(try FitData.photo())
    let kernel = try Tensor<Float>.random([7, 7], in: -1..<1, using: &generator)
    let fit = try KernelFit.solve(
      input: photo, output: correlate2D(photo, kernel), kernelSize: 7)
    #expect(fit.kernel.shape == [7, 7])
    #expect(try fit.kernel.largestDifference(from: kernel) < 1e-5, "seed \(seed), \(fit)")
    #expect(fit.rank == 49 && fit.taps == 49 && fit.determination == .complete)
    #expect(fit.outputsUsed == 90 * 122)
    // A Float sum of 49 products of sizes up to 1 is within 2 x 49 eps x 49 of the exact one.
    let rounding = 2 * 49 * 49 * Double(Float.ulpOfOne)
    #expect(fit.residual.rootMeanSquare < rounding && fit.residual.largest ?? 1 < rounding)
  }

  @Test("The textbook's band and its edges give [1, -1]")
  func textbook() throws {
    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0
    let edges = try correlate2D(image, [[1, -1]])
    let fit = try KernelFit.solve(input: image, output: edges, kernelSize: [1, 2])
    #expect(try fit.kernel.largestDifference(from: [[1, -1]]) < 1e-6)
    #expect(fit.determination == .complete && fit.outputsUsed == 42)
    // Each row has two windows (1, 1), one (1, 0) and one (0, 1): 6 [[3, 2], [2, 3]], whose
    // eigenvalues are 30 and 6.
    #expect(abs(fit.conditionNumber - 5.0.squareRoot()) < 1e-12)
    #expect(fit.residual.rootMeanSquare < 1e-6)
  }

  /// The regression of 1, 3, 2 on 1, 2, 3: slope 1/2, intercept 1, residuals -1/2, 1, -1/2. With one
  /// degree of freedom the variance is 1.5 and Student's quantile 12.7062; the slope's variance is
  /// 1.5/2, the intercept's 1.5 (1/3 + 4/2).
  @Test("A straight line, by hand")
  func line() throws {
    let (x, y): (Tensor<Double>, Tensor<Double>) = ([[1, 2, 3]], [[1, 3, 2]])
    let fit = try KernelFit.solve(input: x, output: y, kernelSize: 1, bias: true)
    #expect(abs(fit.weight[0, 0, 0, 0] - 0.5) < 1e-14)
    #expect(abs((fit.bias?[0] ?? 0) - 1) < 1e-14)
    #expect(abs(fit.residual.rootMeanSquare - 0.5.squareRoot()) < 1e-14)
    #expect(abs((fit.residual.largest ?? 0) - 1) < 1e-14)
    #expect(abs(fit.weightMargin[0, 0, 0, 0] - 12.7062047 * 0.75.squareRoot()) < 1e-6)
    #expect(abs((fit.biasMargin?[0] ?? 0) - 12.7062047 * 3.5.squareRoot()) < 1e-6)
  }

  /// sum of xy / (sum of x² + ridge) = 13 / (14 + 12)
  @Test("A ridge, by hand")
  func ridge() throws {
    let (x, y): (Tensor<Float>, Tensor<Float>) = ([[1, 2, 3]], [[1, 3, 2]])
    let fit = try KernelFit.solve(input: x, output: y, kernelSize: 1, ridge: 12)
    #expect(abs(fit.weight[0, 0, 0, 0] - 0.5) < 1e-6)
    // The residuals 1/2, 2, 1/2 have squares of 4.5 and 2 degrees of freedom; the slope's variance is
    // 14 / 26² of theirs.
    let margin = 4.3026527 * (4.5 / 2 * 14 / 676).squareRoot()
    #expect(abs(Double(fit.weightMargin[0, 0, 0, 0]) - margin) < 1e-5)
  }

  @Test("#63 A constant picture tells the sum alone, and the smallest kernel spreads it evenly")
  func constant() throws {
    let picture = try Tensor<Float>(shape: [20, 30], repeating: 0.3)
    let output = try Tensor<Float>(shape: [16, 26], repeating: 0.6)
    let fit = try KernelFit.solve(input: picture, output: output, kernelSize: 5)
    #expect(fit.rank == 1 && fit.conditionNumber == .infinity)
    #expect(fit.determination == .constantInput)
    #expect(try fit.kernel.largestDifference(from: Tensor(shape: [5, 5], repeating: 0.08)) < 1e-7)
    #expect(fit.weightMargin.elements.allSatisfy { $0 == .infinity })
    #expect("\(fit)".contains("the input is constant"))
  }

  @Test("With a bias, a constant picture tells nothing of the kernel")
  func constantWithBias() throws {
    let picture = try Tensor<Double>(shape: [20, 30], repeating: 0.1)
    let output = try Tensor<Double>(shape: [18, 28], repeating: 0.7)
    let fit = try KernelFit.solve(input: picture, output: output, kernelSize: 3, bias: true)
    #expect(fit.rank == 0 && fit.determination == .constantInput)
    #expect(try fit.weight == .zeros([1, 1, 3, 3]))
    #expect(abs((fit.bias?[0] ?? 0) - 0.7) < 1e-15)
  }

  @Test("A picture of columns tells the columns of the kernel, of rows its rows")
  func columns() throws {
    var generator = SplitMix64(seed: 4)
    let line = try Tensor<Float>.random([1, 40], using: &generator)
    let picture = try Tensor(
      shape: [25, 40], elements: (0..<25).flatMap { _ in line.elements })
    let kernel: Tensor<Float> = [[1, 2, 0, -1, 1], [0, 1, 0, 2, 0], [2, 0, 3, 2, -1]]
    let fit = try KernelFit.solve(
      input: picture, output: correlate2D(picture, kernel), kernelSize: [3, 5])
    #expect(fit.rank == 5 && fit.determination == .constantAlong(axis: "height"))
    // Every column of the kernel is spread over its three rows.
    let spread = try Tensor<Float>(
      shape: [3, 5], elements: (0..<3).flatMap { _ in [1, 1, 1, 1, 0].map { Float($0) } })
    #expect(try fit.kernel.largestDifference(from: spread) < 1e-5, "seed 4")

    let turned = try KernelFit.solve(
      input: picture.transposed(), output: correlate2D(picture, kernel).transposed(),
      kernelSize: [5, 3])
    #expect(turned.rank == 5 && turned.determination == .constantAlong(axis: "width"))
  }

  /// A picture of two waves: 4 dimensions, sine and cosine of each.
  @Test("A picture of few frequencies")
  func narrow() throws {
    let picture = try Tensor<Double>(
      shape: [40, 40],
      elements: (0..<1600).map { index in
        let (y, x) = (Double(index / 40), Double(index % 40))
        return sin(0.7 * x + 0.2 * y) + sin(0.3 * x - 0.5 * y)
      })
    let output = try correlate2D(picture, Tensor(shape: [3, 3], repeating: 1))
    let fit = try KernelFit.solve(input: picture, output: output, kernelSize: 3)
    #expect(fit.rank == 4 && fit.determination == .narrowContent)
    #expect(fit.residual.largest ?? 1 < 1e-10)
  }

  @Test("Fewer outputs than taps")
  func tooFew() throws {
    var generator = SplitMix64(seed: 6)
    let picture = try Tensor<Double>.random([6, 6], using: &generator)
    let output = try Tensor<Double>.random([2, 2], using: &generator)
    let fit = try KernelFit.solve(input: picture, output: output, kernelSize: 5)
    #expect(fit.rank == 4 && fit.determination == .tooFewOutputs(outputs: 4, taps: 25))
    // What is left open leaves the outputs to be met exactly.
    #expect(fit.residual.largest ?? 1 < 1e-12, "seed 6")
    #expect(fit.weightMargin.elements.allSatisfy { $0 == .infinity })
  }
}
