// IdentityTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// One convolution written as another: what holds whatever the numbers, and needs no oracle. On
/// whole numbers, and so to the bit.
@Suite("Identities")
struct IdentityTests {
  private static let borders = Border.everyKind

  /// pytorch#37844 exchanged the axes.
  @Test("#43 Exchanging height and width everywhere transposes the output", arguments: borders)
  func transposition(_ border: Border) throws {
    let problem = ("mb2_g2_ic4_ih9_iw7_oc6_kh3_kw2_sh1_sw2_dh2_dw1_ph1_pw0_pb3_pr2" as Problem)
      .with(border)
    let operands = try Operands<Float>.integers(problem, seed: 71)
    let output = try conv2D(
      operands.input, weight: operands.weight, bias: operands.bias, stride: [1, 2],
      padding: [1, 0, 3, 2], dilation: [2, 1], groups: 2, border: border)
    let exchanged = try conv2D(
      operands.input.transposed(axes: [0, 1, 3, 2]),
      weight: operands.weight.transposed(axes: [0, 1, 3, 2]), bias: operands.bias, stride: [2, 1],
      padding: [0, 1, 2, 3], dilation: [1, 2], groups: 2, border: border)
    #expect(try exchanged == output.transposed(axes: [0, 1, 3, 2]), "\(operands)")
  }

  @Test("A stride takes every so many of the outputs", arguments: borders, [2, 3])
  func stride(_ border: Border, _ step: Int) throws {
    let (image, kernel) = try pictures(seed: 72)
    let all = try correlate2D(image, kernel, padding: 2, border: border)
    let some = try correlate2D(
      image, kernel, stride: Size2D(height: step, width: step), padding: 2, border: border)
    for y in 0..<some.shape[0] {
      for x in 0..<some.shape[1] { #expect(some[y, x] == all[y * step, x * step]) }
    }
  }

  @Test("Dilation is a kernel with zeros between", arguments: borders)
  func dilation(_ border: Border) throws {
    let (image, kernel) = try pictures(seed: 73)
    var spread = try Tensor<Float>.zeros([5, 4])
    for r in 0..<3 {
      for s in 0..<2 { spread[2 * r, 3 * s] = kernel[r, s] }
    }
    #expect(
      try correlate2D(image, kernel, padding: 3, dilation: [2, 3], border: border)
        == correlate2D(image, spread, padding: 3, border: border))
  }

  /// A 1x1 kernel of 1 pads a picture and does nothing else.
  @Test("Padding can be done beforehand", arguments: borders)
  func padding(_ border: Border) throws {
    let (image, kernel) = try pictures(seed: 74)
    let padded = try correlate2D(image, [[1]], padding: [1, 2, 3, 4], border: border)
    #expect(
      try correlate2D(image, kernel, padding: [1, 2, 3, 4], border: border)
        == correlate2D(padded, kernel))
  }

  @Test("Groups are convolutions of their own")
  func groups() throws {
    let operands = try Operands<Float>.integers("mb2_g3_ic6_ih7_iw6_oc9_kh3_ph1", seed: 75)
    let output = try conv2D(
      operands.input, weight: operands.weight, bias: operands.bias, padding: 1, groups: 3)
    for group in 0..<3 {
      let inputs = 2 * group..<2 * group + 2
      let outputs = 3 * group..<3 * group + 3
      let alone = try conv2D(
        operands.input[0..., inputs, 0..., 0...],
        weight: operands.weight[outputs, 0..., 0..., 0...],
        bias: operands.bias[outputs], padding: 1)
      #expect(alone == output[0..., outputs, 0..., 0...], "group \(group), \(operands)")
    }
  }

  /// Not with a constant border: the second pass would have to be padded with what the first makes
  /// of the constant.
  @Test(
    "A separable kernel is two passes",
    arguments: [Border.zeros, .reflect, .symmetric, .replicate, .circular])
  func separable(_ border: Border) throws {
    let (image, _) = try pictures(seed: 76)
    let column: Tensor<Float> = [[1], [-2], [3]]
    let row: Tensor<Float> = [[2, 0, -1]]
    let outer: Tensor<Float> = [[2, 0, -1], [-4, 0, 2], [6, 0, -3]]
    #expect(
      try correlate2D(image, outer, padding: 1, border: border)
        == correlate2D(
          correlate2D(image, column, padding: [1, 0], border: border), row, padding: [0, 1],
          border: border))
  }

  @Test("The output is linear in input and weight")
  func linear() throws {
    let problem: Problem = "mb2_ic3_ih7_iw6_oc4_kh3_ph1"
    let one = try Operands<Double>.integers(problem, seed: 77)
    let other = try Operands<Double>.integers(problem, seed: 78)
    func output(_ input: Tensor<Double>, _ weight: Tensor<Double>) throws -> Tensor<Double> {
      try conv2D(input, weight: weight, padding: 1)
    }
    func combine(_ left: Tensor<Double>, _ right: Tensor<Double>) throws -> Tensor<Double> {
      try left.combined(with: right) { 3 * $0 - 2 * $1 }
    }
    #expect(
      try output(combine(one.input, other.input), one.weight)
        == combine(output(one.input, one.weight), output(other.input, one.weight)))
    #expect(
      try output(one.input, combine(one.weight, other.weight))
        == combine(output(one.input, one.weight), output(one.input, other.weight)))
  }

  /// A picture of 11x10 and a kernel of 3x2, of whole numbers.
  private func pictures(seed: UInt64) throws -> (image: Tensor<Float>, kernel: Tensor<Float>) {
    let operands = try Operands<Float>.integers("ih11_iw10_kh3_kw2", seed: seed)
    return (
      try operands.input.reshaped(to: [11, 10]), try operands.weight.reshaped(to: [3, 2])
    )
  }
}
