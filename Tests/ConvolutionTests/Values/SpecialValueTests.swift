// SpecialValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// NaN and infinity reach the outputs whose window covers them, and no others: tensorflow#63391 and
/// pytorch#12484 lost them on the way.
@Suite("Special values")
struct SpecialValueTests {
  private static let problems: [Problem] = [
    "mb2_ic3_ih9_iw8_oc4_kh3_kw2_ph1",
    "mb2_g2_ic4_ih7_iw6_oc6_kh3_sh2_ph1",
    "ic2_ih10_iw9_oc2_kh3_dh2_ph2",
    "mb2_ic5_ih4_iw5_oc3_kh1",
    "ic3_ih17_iw19_oc8_kh7_sh2_ph3",
    "mb3_ic4_ih6_iw7_oc16_kh3_ph1",
  ]

  @Test("#48 NaN in one pixel", arguments: problems, Border.everyKind)
  func pixel(_ problem: Problem, _ border: Border) throws {
    var operands = try Operands<Float>.integers(problem.with(border), seed: 21)
    operands.input.withUnsafeMutableBufferPointer { $0[$0.count / 2] = .nan }
    try expectSameClasses(operands, .nan)
  }

  @Test("#49 NaN in one weight: the whole channel")
  func weight() throws {
    var operands = try Operands<Float>.integers("mb2_ic3_ih6_iw5_oc4_kh3_ph1", seed: 22)
    operands.weight[2, 1, 0, 2] = .nan
    let output = try conv2D(operands.input, weight: operands.weight, padding: 1)
    for channel in 0..<4 {
      let plane = output[0..., channel...channel, 0..., 0...].elements
      #expect(plane.allSatisfy { $0.isNaN == (channel == 2) }, "channel \(channel)")
    }
  }

  /// Infinity times zero is NaN, in the windows that have the zero there; others are infinite.
  @Test("#50 An infinite pixel under a zero weight")
  func infinitePixel() throws {
    let row: Tensor<Float> = [[1, .init(floatLiteral: .infinity), 2, 3]]
    let output = try correlate2D(row, [[0, 1]])
    #expect(output[0, 0] == .infinity)
    #expect(output[0, 1].isNaN)
    #expect(output[0, 2] == 3)
  }

  /// Padding holds real zeros, which are multiplied: infinity times zero is NaN.
  @Test("#51 An infinite weight over the padding", arguments: problems)
  func infiniteWeight(_ problem: Problem) throws {
    var operands = try Operands<Float>.integers(problem, seed: 23)
    operands.weight.withUnsafeMutableBufferPointer { $0[0] = .infinity }
    try expectSameClasses(operands, .infinity)
  }

  @Test("An infinite gradient over the padding", arguments: problems)
  func infiniteGradient(_ problem: Problem) throws {
    var operands = try Operands<Float>.integers(problem, seed: 25)
    operands.outputGradient.withUnsafeMutableBufferPointer { $0[0] = .infinity }
    try expectSameClasses(operands, .infinity)
  }

  @Test("#52 An output that held NaN is overwritten")
  func poisonedOutput() throws {
    let operands = try Operands<Float>.integers("mb2_ic3_ih6_iw5_oc4_kh3_ph1", seed: 24)
    let geometry = try operands.problem.geometry()
    for poison in [Float.nan, .infinity, 3e38] {
      var output = try Tensor<Float>(shape: geometry.outputShape, repeating: poison)
      try conv2D(operands.input, weight: operands.weight, geometry: geometry, into: &output)
      let fresh = try conv2D(operands.input, weight: operands.weight, padding: 1)
      #expect(output.hasSameBits(as: fresh))
    }
  }

  /// Subnormal numbers are numbers: nothing is flushed to zero.
  @Test("#53 Subnormal weights")
  func subnormal() throws {
    let tiny = Float.leastNonzeroMagnitude
    let kernel = try Tensor<Float>(shape: [1, 2], elements: [3 * tiny, 5 * tiny])
    let output = try correlate2D([[2, 1, 7]], kernel)
    #expect(output.elements == [11 * tiny, 38 * tiny])
  }

  @Test("#54 Sums beyond the largest number are infinite")
  func overflow() throws {
    let largest = Float.greatestFiniteMagnitude
    let row = try Tensor<Float>(shape: [1, 3], elements: [largest, largest, 1])
    #expect(try correlate2D(row, [[1, 1]])[0, 0] == .infinity)
    #expect(try correlate2D(row, [[-1, -1]])[0, 0] == -.infinity)
    #expect(try correlate2D(row, [[1, 0]])[0, 1] == largest)
  }

  /// The sign of a zero depends on the order of summation, and is no promise.
  @Test("#55 Negative zeros are zeros")
  func negativeZero() throws {
    let zero = try Tensor<Float>(shape: [2, 2], repeating: -0.0)
    #expect(try correlate2D(zero, [[1, 1]]) == [[0], [0]])
  }

  /// What is right of a sum with cancellation is measured by its terms, not by the small result.
  @Test("#56 Cancellation")
  func cancellation() throws {
    let row: Tensor<Float> = [[1e8, 1, -1e8]]
    let output = try correlate2D(row, [[1, 1, 1]])
    #expect(abs(output[0, 0] - 1) <= 2 * 3 * .ulpOfOne * 2e8)
    #expect(try correlate2D(Tensor<Double>(row), [[1, 1, 1]]) == [[1]])
  }

  /// Compares with the oracle: the same elements are NaN and infinite, the others equal.
  ///
  /// - Parameter value: What was put in; the oracle has to find it.
  private func expectSameClasses(_ operands: Operands<Float>, _ value: Float) throws {
    let expected = Results(ofOracleFor: operands)
    #expect(expected.parts.contains { $0.elements.contains { !$0.isFinite } }, "\(operands)")
    for threads in [1, 2] {
      let results = try Results(of: operands, options: ConvolutionOptions(threads: threads))
      for (actual, expected) in zip(results.parts, expected.parts) {
        let wrong = actual.elements.indices.first { index in
          let (actual, expected) = (actual.elements[index], expected.elements[index])
          return !(Double(actual) == expected || (actual.isNaN && expected.isNaN))
        }
        #expect(wrong == nil, "\(actual.name) with \(value) in \(operands)")
      }
    }
  }
}
