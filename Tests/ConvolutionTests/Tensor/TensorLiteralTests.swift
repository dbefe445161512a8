// TensorLiteralTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: literals")
struct TensorLiteralTests {
  @Test("A bare number has no axes")
  func number() {
    let integer: Tensor<Float> = 3
    #expect(integer.shape == [])
    #expect(integer.elements == [3])
    let fraction: Tensor<Double> = -0.5
    #expect(fraction.elements == [-0.5])
  }

  @Test("Nesting makes axes")
  func nesting() {
    let row: Tensor<Float> = [1, 2.5, -3]
    #expect(row.shape == [3])
    #expect(row.elements == [1, 2.5, -3])
    let batch: Tensor<Float> = [[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]
    #expect(batch.shape == [2, 1, 2, 2])
    #expect(batch.elements == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test("Tensors can be rows of a literal")
  func tensors() {
    let row: Tensor<Float> = [1, 2]
    let matrix: Tensor<Float> = [row, [3, 4], row]
    #expect(matrix == [[1, 2], [3, 4], [1, 2]])
  }

  @Test("Empty brackets")
  func empty() {
    let none: Tensor<Float> = []
    #expect(none.shape == [0])
    let rows: Tensor<Float> = [[], []]
    #expect(rows.shape == [2, 0])
  }

  @Test("A ragged literal stops the program")
  func ragged() async {
    await #expect(processExitsWith: .failure) {
      let ragged: Tensor<Float> = [[1, 2], [3]]
      _ = ragged
    }
  }
}
