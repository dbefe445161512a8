// PlanarProblem+Check.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference
import Testing

extension PlanarProblem {
  /// The operands of a problem.
  struct Operands<Scalar: TensorScalar> {
    var input: Tensor<Scalar>
    var weight: Tensor<Scalar>
    var bias: Tensor<Scalar>?
  }

  /// Whole numbers, or numbers with all of their bits, from -8 to 8.
  func operands<Scalar: TensorScalar>(
    _: Scalar.Type, areWhole: Bool, using generator: inout some RandomNumberGenerator
  ) throws -> Operands<Scalar> {
    func random(_ shape: [Int]) throws -> Tensor<Scalar> {
      let tensor = try Tensor<Scalar>.random(shape, in: -8..<9, using: &generator)
      return areWhole ? tensor.map { $0.rounded(.down) } : tensor
    }
    let outputChannels = channels * multiplier
    return Operands(
      input: try random([batch, channels, height, width]),
      weight: try random([outputChannels, 1, kernel.height, kernel.width]),
      bias: hasBias ? try random([outputChannels]) : nil)
  }

  /// The output of the algorithm, into a tensor of NaN.
  func output<Scalar: TensorScalar>(
    _ operands: Operands<Scalar>, algorithm: ConvolutionAlgorithm = .planar,
    accuracy: Accuracy = .strict, tuning: Tuning = Tuning()
  ) throws -> [Scalar] {
    let geometry = try geometry()
    let plan = try ConvolutionPlan(
      geometry, weight: operands.weight, bias: operands.bias, activation: activation,
      accuracy: accuracy,
      options: ConvolutionOptions(algorithm: algorithm, threads: threads).tuned(tuning))
    #expect(algorithm == .automatic || plan.algorithm == algorithm)
    var output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
    try plan.run(operands.input, into: &output)
    return output.elements
  }

  /// Compares whole numbers with the oracle, bit for bit.
  func checkExactly<Scalar: TensorScalar>(_ operands: Operands<Scalar>) throws {
    let expected = reference.output(
      input: operands.input.elements, weight: operands.weight.elements,
      bias: operands.bias?.elements
    ).map { Scalar(activated($0)) }
    let actual = try output(operands)
    #expect(actual.count == expected.count)
    let wrong = zip(actual, expected).enumerated().first { $1.0 != $1.1 }
    #expect(wrong == nil, "\(self) \(Scalar.self): \(String(describing: wrong))")
  }

  /// Compares with the oracle: every output within 2 K eps of the sum of the products' sizes.
  func checkBound<Scalar: TensorScalar>(_ operands: Operands<Scalar>) throws {
    func sizes(_ tensor: Tensor<Scalar>) -> [Scalar] { tensor.elements.map { abs($0) } }
    let expected = reference.output(
      input: operands.input.elements, weight: operands.weight.elements,
      bias: operands.bias?.elements)
    var sizesReference = self
    if case .constant(let value) = border { sizesReference.border = .constant(abs(value)) }
    let scale = sizesReference.reference.output(
      input: sizes(operands.input), weight: sizes(operands.weight),
      bias: operands.bias.map(sizes))
    let products = Double(kernel.height * kernel.width + (hasBias ? 1 : 0))
    let eps = Double(Scalar.ulpOfOne)
    let actual = try output(operands)
    #expect(actual.count == expected.count)
    let wrong = actual.indices.first { index in
      // A NaN is not within any bound. In Double the oracle rounds too.
      let error = abs(Double(actual[index]) - activated(expected[index]))
      return !(error <= 2 * products * eps * scale[index] + Double(Scalar.leastNormalMagnitude))
    }
    #expect(wrong == nil, "\(self) \(Scalar.self) at \(wrong ?? 0)")
  }
}
