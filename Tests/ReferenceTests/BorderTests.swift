// BorderTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

/// What a border lays around the row `10 20 30`.
///
/// There are four more pixels on the left and five on the right. How often each
/// pixel shows is the gradient that it receives when every position hands back
/// 1.
struct BorderCase: Sendable, CustomTestStringConvertible {
  let border: ReferenceBorder
  let left: [Double]
  let right: [Double]
  let timesShown: [Double]

  var testDescription: String { "\(border)" }

  static let all = [
    BorderCase(
      border: .zeros, left: [0, 0, 0, 0], right: [0, 0, 0, 0, 0],
      timesShown: [1, 1, 1]),
    BorderCase(
      border: .constant(7), left: [7, 7, 7, 7], right: [7, 7, 7, 7, 7],
      timesShown: [1, 1, 1]),
    BorderCase(
      border: .reflect, left: [10, 20, 30, 20], right: [20, 10, 20, 30, 20],
      timesShown: [3, 6, 3]),
    BorderCase(
      border: .symmetric, left: [30, 30, 20, 10], right: [30, 20, 10, 10, 20],
      timesShown: [4, 4, 4]),
    BorderCase(
      border: .replicate, left: [10, 10, 10, 10], right: [30, 30, 30, 30, 30],
      timesShown: [5, 1, 6]),
    BorderCase(
      border: .circular, left: [30, 10, 20, 30], right: [10, 20, 30, 10, 20],
      timesShown: [4, 4, 4]),
  ]
}

@Suite("Borders")
struct BorderTests {
  private let row: [Double] = [10, 20, 30]

  /// A kernel of one tap with weight 1 shows the padded row itself.
  @Test(arguments: BorderCase.all)
  func paddedRow(_ expected: BorderCase) {
    let problem = Geometry(
      image: Size(1, 3), kernel: 1, padding: Sides(0, 4, 0, 5),
      border: expected.border
    ).reference
    #expect(
      problem.output(input: row, weight: [1])
        == expected.left + row + expected.right)
  }

  @Test(arguments: BorderCase.all)
  func paddedColumn(_ expected: BorderCase) {
    let problem = Geometry(
      image: Size(3, 1), kernel: 1, padding: Sides(4, 0, 5, 0),
      border: expected.border
    ).reference
    #expect(
      problem.output(input: row, weight: [1])
        == expected.left + row + expected.right)
  }

  @Test(arguments: BorderCase.all)
  func gradientOfThePaddedRow(_ expected: BorderCase) {
    let problem = Geometry(
      image: Size(1, 3), kernel: 1, padding: Sides(0, 4, 0, 5),
      border: expected.border
    ).reference
    let ones = Array(repeating: 1.0, count: 12)
    #expect(
      problem.inputGradient(weight: [1], outputGradient: ones)
        == expected.timesShown)
  }

  /// The weight meets what the border shows: the gradient is the padded sum.
  @Test(arguments: BorderCase.all)
  func weightGradientOfThePaddedRow(_ expected: BorderCase) {
    let problem = Geometry(
      image: Size(1, 3), kernel: 1, padding: Sides(0, 4, 0, 5),
      border: expected.border
    ).reference
    let ones = Array(repeating: 1.0, count: 12)
    let padded = expected.left + row + expected.right
    #expect(
      problem.weightGradient(input: row, outputGradient: ones)
        == [padded.reduce(0, +)])
  }

  @Test(arguments: [
    ReferenceBorder.reflect, .symmetric, .replicate, .circular,
  ])
  func singlePixelRepeats(_ border: ReferenceBorder) {
    let problem = Geometry(
      image: 1, kernel: 1, padding: Sides(2, 1, 1, 3), border: border
    ).reference
    #expect(
      problem.output(input: [6], weight: [1]) == Array(repeating: 6, count: 20))
  }

  /// The corners obey both axes.
  @Test(arguments: [
    (
      ReferenceBorder.constant(9),
      [[9, 9, 9, 9], [9, 1, 2, 9], [9, 3, 4, 9], [9, 9, 9, 9]]
    ),
    (.reflect, [[4, 3, 4, 3], [2, 1, 2, 1], [4, 3, 4, 3], [2, 1, 2, 1]]),
    (.symmetric, [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]),
    (.replicate, [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]),
    (.circular, [[4, 3, 4, 3], [2, 1, 2, 1], [4, 3, 4, 3], [2, 1, 2, 1]]),
  ])
  func corners(border: ReferenceBorder, padded: [[Double]]) {
    let problem = Geometry(
      image: 2, kernel: 1, padding: 1, border: border
    ).reference
    #expect(
      problem.output(input: [1, 2, 3, 4], weight: [1])
        == padded.flatMap(\.self))
  }

  /// Without padding no border can be seen.
  @Test(arguments: Geometry.borders)
  func unseenWithoutPadding(_ border: ReferenceBorder) {
    let geometry = Geometry(image: Size(5, 4), kernel: Size(2, 3))
    let operands = Operands(for: geometry.reference, seed: 13)
    #expect(
      geometry.with(border: border).reference
        .output(input: operands.input, weight: operands.weight)
        == geometry.reference
        .output(input: operands.input, weight: operands.weight),
      operands.comment)
  }
}
