// KernelFitNumPyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// What `numpy.linalg.lstsq` finds; see the README beside the files.
@Suite("Kernel fit, beside NumPy")
struct KernelFitNumPyTests {
  @Test("A photo and its 8-bit correlation", arguments: ["plain", "bias", "weighted"])
  func quantized(_ name: String) throws {
    let vector = try FitData.vector("quantized")
    let fit = try KernelFit<Double>.solve(
      input: vector.tensor("input"), output: vector.tensor("output"), kernelSize: 7,
      bias: name == "bias", pixelWeights: name == "weighted" ? vector.tensor("pixel_weights") : nil)
    let expected: Tensor<Double> = try vector.tensor(name)
    let margins: Tensor<Double> = try vector.tensor(name + "_margins")
    let solution = fit.weight.elements + (fit.bias?.elements ?? [])
    let ours = fit.weightMargin.elements + (fit.biasMargin?.elements ?? [])
    let bound = FitData.bound(fit, terms: 1000)
    #expect(bound < 1e-6)
    #expect(solution.count == expected.count)
    for (index, value) in solution.enumerated() {
      #expect(abs(value - expected[index]) < bound, "\(name) \(index)")
      // The inverse of the matrix has the relative error of the solution, and the table of Student's
      // quantile 3e-4.
      #expect(abs(ours[index] / margins[index] - 1) < 4e-4, "\(name) margin \(index)")
    }
    func number(_ key: String) throws -> Double {
      let text = try #require(vector.metadata["\(name)_\(key)"])
      return try #require(Double(text))
    }
    let (rank, condition) = try (number("rank"), number("condition"))
    let (rootMeanSquare, largest) = try (number("root_mean_square"), number("largest"))
    #expect(Double(fit.rank + (name == "bias" ? 1 : 0)) == rank)
    #expect(abs(fit.residual.rootMeanSquare / rootMeanSquare - 1) < 1e-6)
    #expect(abs((fit.residual.largest ?? 0) / largest - 1) < 1e-4)
    // With a bias means are taken out, which changes the singular values. An eigenvalue is off by
    // at most (1000 + 49) 49 2^-53 of the largest, and so the smallest by that times the condition
    // number squared, 2e-7 of itself; its root by half of that.
    if name != "bias" { #expect(abs(fit.conditionNumber / condition - 1) < 1e-7) }
  }

  @Test("The same photo in single precision")
  func single() throws {
    let vector = try FitData.vector("quantized")
    let (input, output): (Tensor<Double>, Tensor<Double>) = try (
      vector.tensor("input"), vector.tensor("output")
    )
    let fit = try KernelFit.solve(
      input: Tensor<Float>(input), output: Tensor<Float>(output), kernelSize: 7)
    // Rounding the data to Float is an error of them, far below the rounding to 8 bits: 2^-25
    // against 2^-9, and so are the changes of the kernel below its margins.
    let expected: Tensor<Double> = try vector.tensor("plain")
    for (index, value) in fit.weight.elements.enumerated() {
      #expect(
        abs(Double(value) - expected[index]) < 1e-3 * Double(fit.weightMargin.elements[index]))
    }
  }

  @Test("Groups, strides, dilation and padding, and channels that are equal")
  func channels() throws {
    let vector = try FitData.vector("channels")
    let output: Tensor<Double> = try vector.tensor("output")
    let fit = try KernelFit<Double>.solve(
      input: vector.tensor("input"), output: output[0..., 0..., 0..<4, 0...], kernelSize: [2, 3],
      stride: [2, 1], padding: 1, dilation: [3, 2], groups: 2)
    let expected: Tensor<Double> = try vector.tensor("weight")
    #expect(fit.weight.shape == expected.shape)
    #expect(try fit.weight.largestDifference(from: expected) < 1e-11)
    #expect(fit.rank == 6 && fit.taps == 12 && fit.determination == .narrowContent)
    // The first group is determined.
    let margins = fit.weightMargin
    #expect(margins[0..<3, 0..., 0..., 0...].elements.allSatisfy { $0.isFinite })
    #expect(margins[3..<6, 0..., 0..., 0...].elements.allSatisfy { $0 == .infinity })
  }
}
