// IdentityTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("Identities of the sliding sum")
struct IdentityTests {
  /// A single 1 in the kernel copies the image, wherever it is, if the padding
  /// puts it over the first pixel first.
  @Test(arguments: 0..<3, 0..<4)
  func impulseKernel(row: Int, column: Int) {
    let problem = Geometry(
      image: Size(5, 6), kernel: Size(3, 4),
      padding: Sides(row, column, 2 - row, 3 - column)
    ).reference
    var weight = Array(repeating: 0.0, count: 12)
    weight[row * 4 + column] = 1
    let operands = Operands(for: problem, seed: 21)
    #expect(
      problem.output(input: operands.input, weight: weight) == operands.input,
      operands.comment)
  }

  /// The kernel slides unflipped: an impulse in the image prints it reversed.
  @Test func impulseImage() {
    let problem = Geometry(
      image: 3, kernel: Size(2, 3), padding: Sides(0, 1, 0, 1)
    ).reference
    #expect(
      problem.output(
        input: [0, 0, 0, 0, 1, 0, 0, 0, 0], weight: [1, 2, 3, 4, 5, 6])
        == [6, 5, 4, 3, 2, 1])
  }

  @Test(arguments: Geometry.all)
  func linearInTheInput(_ geometry: Geometry) {
    let problem = geometry.reference
    let first = Operands(for: problem, seed: 22)
    let second = Operands(for: problem, seed: 23)
    let mixture = zip(first.input, second.input).map { 2 * $0 - 3 * $1 }
    let a = problem.output(input: first.input, weight: first.weight)
    let b = problem.output(input: second.input, weight: first.weight)
    #expect(
      problem.output(input: mixture, weight: first.weight)
        == zip(a, b).map { 2 * $0 - 3 * $1 },
      first.comment)
  }

  @Test(arguments: Geometry.all)
  func linearInTheWeight(_ geometry: Geometry) {
    let problem = geometry.reference
    let first = Operands(for: problem, seed: 24)
    let second = Operands(for: problem, seed: 25)
    let mixture = zip(first.weight, second.weight).map { 2 * $0 - 3 * $1 }
    let a = problem.output(input: first.input, weight: first.weight)
    let b = problem.output(input: first.input, weight: second.weight)
    #expect(
      problem.output(input: first.input, weight: mixture)
        == zip(a, b).map { 2 * $0 - 3 * $1 },
      first.comment)
  }

  @Test(arguments: Geometry.all)
  func biasAddsToItsChannel(_ geometry: Geometry) {
    let problem = geometry.reference
    let operands = Operands(for: problem, seed: 26)
    let plain = problem.output(input: operands.input, weight: operands.weight)
    let area = problem.outputHeight * problem.outputWidth
    let shifted = plain.enumerated().map { index, value in
      value + operands.bias[index / area % problem.outputChannels]
    }
    #expect(
      problem.output(
        input: operands.input, weight: operands.weight, bias: operands.bias)
        == shifted,
      operands.comment)
  }

  /// With a circular border and as many windows as pixels, turning the image
  /// turns the output.
  @Test(arguments: 0..<5, 0..<4)
  func shiftEquivariance(down: Int, right: Int) {
    let size = Size(5, 4)
    let problem = Geometry(
      channels: 2, image: size, filters: 2, kernel: Size(3, 2),
      padding: Sides(1, 0, 1, 1), border: .circular
    ).reference
    let operands = Operands(for: problem, seed: 27)
    let output = problem.output(input: operands.input, weight: operands.weight)
    #expect(
      problem.output(
        input: rolled(operands.input, size, down: down, right: right),
        weight: operands.weight)
        == rolled(output, size, down: down, right: right),
      operands.comment)
  }

  /// Exchanging height and width everywhere exchanges them in the output.
  @Test(arguments: Geometry.all, Geometry.borders)
  func transposition(geometry: Geometry, border: ReferenceBorder) {
    let problem = geometry.with(border: border).reference
    let operands = Operands(for: problem, seed: 28)
    let output = problem.output(input: operands.input, weight: operands.weight)
    let turned = geometry.with(border: border).transposed.reference
    #expect(
      turned.output(
        input: transposed(operands.input, geometry.image),
        weight: transposed(operands.weight, geometry.kernel))
        == transposed(output, Size(problem.outputHeight, problem.outputWidth)),
      operands.comment)
  }

  /// A kernel that is a column times a row is two passes.
  @Test func separableKernel() {
    let column: [Double] = [1, -2, 3]
    let row: [Double] = [2, 0, -1, 4]
    let whole = Geometry(image: Size(7, 8), kernel: Size(3, 4)).reference
    let across = Geometry(image: Size(7, 8), kernel: Size(1, 4)).reference
    let down = Geometry(image: Size(7, 5), kernel: Size(3, 1)).reference
    let operands = Operands(for: whole, seed: 29)
    let product = column.flatMap { a in row.map { b in a * b } }
    #expect(
      whole.output(input: operands.input, weight: product)
        == down.output(
          input: across.output(input: operands.input, weight: row),
          weight: column),
      operands.comment)
  }

  private func rolled(
    _ planes: [Double], _ size: Size, down: Int, right: Int
  ) -> [Double] {
    let area = size.height * size.width
    return planes.indices.map { index in
      let plane = index / area
      let y = index % area / size.width
      let x = index % size.width
      let fromY = (y - down + size.height) % size.height
      let fromX = (x - right + size.width) % size.width
      return planes[plane * area + fromY * size.width + fromX]
    }
  }

  private func transposed(_ planes: [Double], _ size: Size) -> [Double] {
    let area = size.height * size.width
    return planes.indices.map { index in
      let plane = index / area
      let column = index % area / size.height
      let row = index % size.height
      return planes[plane * area + row * size.width + column]
    }
  }
}
