// CorrelateTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("The textbook's double loop")
struct CorrelateTests {
  /// 0·0 + 1·1 + 3·2 + 4·3 = 19; one step right 1·0 + 2·1 + 4·2 + 5·3 = 25.
  @Test func firstExample() {
    let image: [[Double]] = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    #expect(
      referenceCorrelate2D(image, [[0, 1], [2, 3]]) == [[19, 25], [37, 43]])
  }

  /// White, black, white: the kernel answers 1 where white turns black and -1
  /// where black turns white.
  @Test func edges() {
    let row: [Double] = [1, 1, 0, 0, 0, 0, 1, 1]
    let image = Array(repeating: row, count: 6)
    let edges: [Double] = [0, 1, 0, 0, 0, -1, 0]
    #expect(
      referenceCorrelate2D(image, [[1, -1]])
        == Array(repeating: edges, count: 6))
  }

  /// Along the rows of the transposed image nothing changes.
  @Test func noEdgesAcross() {
    let transposed = [1, 1, 0, 0, 0, 0, 1, 1].map {
      Array(repeating: $0 as Double, count: 6)
    }
    #expect(
      referenceCorrelate2D(transposed, [[1, -1]])
        == Array(repeating: [0, 0, 0, 0, 0], count: 8))
  }

  /// It slides without flipping: an impulse leaves the kernel reversed.
  @Test func impulse() {
    let image: [[Double]] = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    #expect(referenceCorrelate2D(image, [[1, 2], [3, 4]]) == [[4, 3], [2, 1]])
  }

  @Test func kernelAsLargeAsTheImage() {
    // 1·5 + 2·6 + 3·7 = 38.
    #expect(referenceCorrelate2D([[1, 2, 3]], [[5, 6, 7]]) == [[38]])
  }

  @Test func kernelThatDoesNotFit() {
    #expect(referenceCorrelate2D([[1, 2]], [[1], [1]]) == [])
    #expect(referenceCorrelate2D([[1], [2]], [[1, 1]]) == [[], []])
    #expect(referenceCorrelate2D([], [[1]]) == [])
  }

  @Test(arguments: [
    (Size(3, 3), Size(2, 2)),
    (Size(4, 7), Size(3, 1)),
    (Size(6, 5), Size(1, 4)),
    (Size(5, 5), Size(5, 5)),
    (Size(8, 3), Size(2, 3)),
  ])
  func agreesWithTheFullProblem(image: Size, kernel: Size) {
    let problem = Geometry(image: image, kernel: kernel).reference
    let operands = Operands(for: problem, seed: 11)
    let output = referenceCorrelate2D(
      rows(of: operands.input, width: image.width),
      rows(of: operands.weight, width: kernel.width))
    #expect(output.count == problem.outputHeight)
    #expect(
      output.flatMap(\.self)
        == problem.output(input: operands.input, weight: operands.weight),
      operands.comment)
  }

  private func rows(of values: [Double], width: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: width).map {
      Array(values[$0..<$0 + width])
    }
  }
}
