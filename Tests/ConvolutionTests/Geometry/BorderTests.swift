// BorderTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// A 1x1 kernel of 1 gives back the padded picture. The expected rows are `numpy.pad`'s, of NumPy
/// 2.4, in the modes reflect, symmetric, edge and wrap.
@Suite("Borders")
struct BorderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let border: Border
    let row: [Float]
    let before: Int
    let after: Int
    let padded: [Float]

    init(_ border: Border, _ row: [Float], _ before: Int, _ after: Int, _ padded: [Float]) {
      self.border = border
      self.row = row
      self.before = before
      self.after = after
      self.padded = padded
    }

    var testDescription: String { "\(border) \(row) padded by \(before) and \(after)" }
  }

  private static let rows = [
    Row(.zeros, [1, 2, 3, 4], 3, 2, [0, 0, 0, 1, 2, 3, 4, 0, 0]),
    Row(.constant(-1.5), [1, 2], 1, 2, [-1.5, 1, 2, -1.5, -1.5]),
    Row(.reflect, [1, 2, 3, 4], 3, 3, [4, 3, 2, 1, 2, 3, 4, 3, 2, 1]),
    Row(.symmetric, [1, 2, 3, 4], 3, 3, [3, 2, 1, 1, 2, 3, 4, 4, 3, 2]),
    Row(.replicate, [1, 2, 3, 4], 3, 3, [1, 1, 1, 1, 2, 3, 4, 4, 4, 4]),
    Row(.circular, [1, 2, 3, 4], 3, 3, [2, 3, 4, 1, 2, 3, 4, 1, 2, 3]),
    // One side only.
    Row(.reflect, [1, 2, 3, 4], 0, 5, [1, 2, 3, 4, 3, 2, 1, 2, 3]),
    Row(.symmetric, [1, 2, 3, 4], 2, 0, [2, 1, 1, 2, 3, 4]),
    Row(.circular, [1, 2, 3, 4], 2, 0, [3, 4, 1, 2, 3, 4]),
    // Wider than the row, several times over.
    Row(
      .reflect, [1, 2, 3], 11, 13,
      [2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2]),
    Row(
      .symmetric, [1, 2, 3], 11, 13,
      [2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3]),
    Row(
      .replicate, [1, 2, 3], 11, 13,
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]),
    Row(
      .circular, [1, 2, 3], 11, 13,
      [2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1]),
    Row(
      .reflect, [1, 2, 3, 4], 11, 13,
      [2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3]),
    Row(
      .symmetric, [1, 2, 3, 4], 11, 13,
      [3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1]),
    // Two elements, and one, which has no neighbor to reflect.
    Row(.reflect, [1, 2], 3, 3, [2, 1, 2, 1, 2, 1, 2, 1]),
    Row(.symmetric, [1, 2], 3, 3, [2, 2, 1, 1, 2, 2, 1, 1]),
    Row(.reflect, [7], 3, 2, [7, 7, 7, 7, 7, 7]),
    Row(.symmetric, [7], 3, 2, [7, 7, 7, 7, 7, 7]),
    Row(.replicate, [7], 3, 2, [7, 7, 7, 7, 7, 7]),
    Row(.circular, [7], 3, 2, [7, 7, 7, 7, 7, 7]),
  ]

  @Test("Horizontally", arguments: rows)
  func horizontal(_ row: Row) throws {
    let image = try Tensor<Float>(shape: [1, row.row.count], elements: row.row)
    let padded = try correlate2D(
      image, [[1]], padding: .sides(top: 0, left: row.before, bottom: 0, right: row.after),
      border: row.border)
    #expect(padded.elements == row.padded)
  }

  @Test("Vertically", arguments: rows)
  func vertical(_ row: Row) throws {
    let image = try Tensor<Float>(shape: [row.row.count, 1], elements: row.row)
    let padded = try correlate2D(
      image, [[1]], padding: .sides(top: row.before, left: 0, bottom: row.after, right: 0),
      border: row.border)
    #expect(padded.elements == row.padded)
  }

  /// `numpy.pad([[1, 2, 3], [4, 5, 6]], ((1, 1), (2, 1)), mode)`: a corner is continued in both
  /// directions.
  @Test(
    "Corners",
    arguments: [
      (
        .reflect,
        [[6, 5, 4, 5, 6, 5], [3, 2, 1, 2, 3, 2], [6, 5, 4, 5, 6, 5], [3, 2, 1, 2, 3, 2]]
      ),
      (
        .symmetric,
        [[2, 1, 1, 2, 3, 3], [2, 1, 1, 2, 3, 3], [5, 4, 4, 5, 6, 6], [5, 4, 4, 5, 6, 6]]
      ),
      (
        .replicate,
        [[1, 1, 1, 2, 3, 3], [1, 1, 1, 2, 3, 3], [4, 4, 4, 5, 6, 6], [4, 4, 4, 5, 6, 6]]
      ),
      (
        .circular,
        [[5, 6, 4, 5, 6, 4], [2, 3, 1, 2, 3, 1], [5, 6, 4, 5, 6, 4], [2, 3, 1, 2, 3, 1]]
      ),
      (
        .zeros,
        [[0, 0, 0, 0, 0, 0], [0, 0, 1, 2, 3, 0], [0, 0, 4, 5, 6, 0], [0, 0, 0, 0, 0, 0]]
      ),
    ] as [(Border, Tensor<Double>)])
  func corners(_ border: Border, _ padded: Tensor<Double>) throws {
    let image: Tensor<Double> = [[1, 2, 3], [4, 5, 6]]
    #expect(try correlate2D(image, [[1]], padding: [1, 2, 1, 1], border: border) == padded)
  }

  @Test("Zeros are the constant 0")
  func zeros() {
    #expect(Border.zeros == .constant(0))
    #expect(Border.zeros != .constant(1))
  }

  @Test("Names")
  func names() {
    #expect(
      Border.everyKind.map(\.description)
        == ["zeros", "constant 3.0", "reflect", "symmetric", "replicate", "circular"])
  }
}
