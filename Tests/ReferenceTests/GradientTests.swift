// GradientTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("Gradients")
struct GradientTests {
  @Test(arguments: Geometry.all, Geometry.borders)
  func adjoint(geometry: Geometry, border: ReferenceBorder) {
    let geometry = geometry.with(border: border)
    expectAdjoint(geometry, seed: 41)
    // Zeros on both sides of the identity would prove nothing.
    let operands = Operands(for: geometry.reference, seed: 41)
    #expect(
      inner(
        geometry.reference.output(
          input: operands.input, weight: operands.weight),
        operands.outputGradient) != 0,
      operands.comment)
  }

  @Test(arguments: 200..<UInt64(260))
  func adjointAtRandom(seed: UInt64) {
    expectAdjoint(.random(seed: seed), seed: seed)
  }

  /// `⟨conv(x, w), dy⟩ = ⟨w, dw⟩`, and `= ⟨x, dx⟩` once the part that a
  /// constant border adds is taken away.
  ///
  /// Both hold exactly, for all the numbers are integers.
  private func expectAdjoint(_ geometry: Geometry, seed: UInt64) {
    let problem = geometry.reference
    let operands = Operands(for: problem, seed: seed)
    let comment: Comment = "\(geometry.testDescription), seed \(seed)"
    let gradient = operands.outputGradient
    let output = problem.output(input: operands.input, weight: operands.weight)
    let fromBorder = problem.output(
      input: Array(repeating: 0, count: problem.inputCount),
      weight: operands.weight)
    let inputGradient = problem.inputGradient(
      weight: operands.weight, outputGradient: gradient)
    let weightGradient = problem.weightGradient(
      input: operands.input, outputGradient: gradient)
    #expect(
      inner(output, gradient) == inner(operands.weight, weightGradient),
      comment)
    #expect(
      inner(output, gradient) - inner(fromBorder, gradient)
        == inner(operands.input, inputGradient),
      comment)
  }

  /// The output is linear in each operand alone, so a central difference has no
  /// error of its own, and with a whole step on integers no rounding either.
  @Test(arguments: Geometry.all, Geometry.borders)
  func finiteDifferences(geometry: Geometry, border: ReferenceBorder) {
    let problem = geometry.with(border: border).reference
    let operands = Operands(for: problem, seed: 42)
    let gradient = operands.outputGradient
    func loss(
      input: [Double]? = nil, weight: [Double]? = nil, bias: [Double]? = nil
    ) -> Double {
      inner(
        problem.output(
          input: input ?? operands.input, weight: weight ?? operands.weight,
          bias: bias ?? operands.bias),
        gradient)
    }
    #expect(
      problem.inputGradient(weight: operands.weight, outputGradient: gradient)
        == centralDifferences(at: operands.input) { loss(input: $0) },
      operands.comment)
    #expect(
      problem.weightGradient(input: operands.input, outputGradient: gradient)
        == centralDifferences(at: operands.weight) { loss(weight: $0) },
      operands.comment)
    #expect(
      problem.biasGradient(outputGradient: gradient)
        == centralDifferences(at: operands.bias) { loss(bias: $0) },
      operands.comment)
  }

  private func centralDifferences(
    at point: [Double], _ function: ([Double]) -> Double
  ) -> [Double] {
    point.indices.map { index in
      var ahead = point
      var behind = point
      ahead[index] += 1
      behind[index] -= 1
      return (function(ahead) - function(behind)) / 2
    }
  }

  private func inner(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
