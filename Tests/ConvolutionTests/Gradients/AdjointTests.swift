// AdjointTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Output and gradients are three views of one sum, over all products that the convolution makes:
///
///     <conv(x, w), dy> = <x, dx> = <w, dw>
///
/// On whole numbers the three are equal to the bit. No oracle is needed to see it, and no step size
/// as for differences.
@Suite("Gradients are adjoint to the output")
struct AdjointTests {
  @Test("2000 random geometries, every border")
  func random() throws {
    var geometries: Set<Problem> = []
    var telling = 0
    for seed in 0..<2400 as Range<UInt64> where geometries.count < 2000 {
      var generator = SplitMix64(seed: 77_000 + seed)
      // A constant that is no zero adds what no input element accounts for.
      var problem = try generator.problem(multiplyAdds: 10_000)
      if case .constant = problem.border { problem.border = .zeros }
      guard geometries.insert(problem).inserted else { continue }
      let sum =
        seed.isMultiple(of: 2)
        ? try expectAdjoint(Operands<Float>.integers(problem, seed: seed))
        : try expectAdjoint(Operands<Double>.integers(problem, seed: seed))
      if sum != 0 { telling += 1 }
    }
    #expect(geometries.count == 2000)
    // The others have no batch, no pixels, or little but padding.
    #expect(telling >= 1400)
  }

  @Test("Problems of several pieces", arguments: Problem.parallel + Problem.tiled)
  func large(_ problem: Problem) throws {
    try expectAdjoint(Operands<Float>.integers(problem, seed: 8))
  }

  /// The bias is a weight whose input is 1 everywhere: <conv, dy> grows by <b, db>.
  @Test("Bias", arguments: Problem.samples)
  func bias(_ problem: Problem) throws {
    let operands = try Operands<Double>.integers(problem, seed: 9)
    let geometry = try problem.geometry()
    let without = try conv2D(operands, bias: nil)
    let with = try conv2D(operands, bias: operands.bias)
    let gradient = try conv2DBiasGradient(geometry, outputGradient: operands.outputGradient)
    #expect(
      dot(with, operands.outputGradient) - dot(without, operands.outputGradient)
        == dot(operands.bias, gradient), "\(operands)")
  }

  /// - Returns: The sum, which says nothing where it is 0.
  @discardableResult
  private func expectAdjoint<Scalar>(_ operands: Operands<Scalar>) throws -> Double {
    let output = try conv2D(operands, bias: nil)
    let gradients = try conv2DGradients(
      operands.problem.geometry(), input: operands.input, weight: operands.weight,
      outputGradient: operands.outputGradient)
    let sum = dot(output, operands.outputGradient)
    #expect(sum == dot(operands.input, gradients.input), "input, \(operands)")
    #expect(sum == dot(operands.weight, gradients.weight), "weight, \(operands)")
    return sum
  }

  private func conv2D<Scalar>(
    _ operands: Operands<Scalar>, bias: Tensor<Scalar>?
  ) throws -> Tensor<Scalar> {
    let problem = operands.problem
    return try Convolution.conv2D(
      operands.input, weight: operands.weight, bias: bias, stride: problem.stride,
      padding: problem.padding, dilation: problem.dilation, groups: problem.groups,
      border: problem.border)
  }

  private func dot<Scalar>(_ left: Tensor<Scalar>, _ right: Tensor<Scalar>) -> Double {
    zip(left.elements, right.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
