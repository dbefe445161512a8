// TensorBlockTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: blocks")
struct TensorBlockTests {
  private let matrix: Tensor<Float> = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]

  @Test("Ranges of every kind read a block")
  func reading() {
    #expect(matrix[1..<3, 2..<4] == [[6, 7], [10, 11]])
    #expect(matrix[1...1, 0...2] == [[4, 5, 6]])
    #expect(matrix[2..., ..<2] == [[8, 9]])
    #expect(matrix[...0, 1...] == [[1, 2, 3]])
    #expect(matrix[0..., 0...] == matrix)
  }

  @Test("A block has the rank of the whole")
  func rank() {
    #expect(matrix[0...0, 0...0].shape == [1, 1])
    #expect(matrix[1..<1, 0...].shape == [0, 4])
    #expect(matrix[0..., 4...].shape == [3, 0])
  }

  @Test("A number fills a block")
  func filling() {
    var copy = matrix
    copy[0..., 1..<3] = 0
    #expect(copy == [[0, 0, 0, 3], [4, 0, 0, 7], [8, 0, 0, 11]])
    copy[1..<1, 0...] = 99
    #expect(copy == [[0, 0, 0, 3], [4, 0, 0, 7], [8, 0, 0, 11]])
  }

  @Test("A tensor replaces a block of its shape")
  func replacing() {
    var copy = matrix
    copy[1..., 2...] = [[-1, -2], [-3, -4]]
    #expect(copy == [[0, 1, 2, 3], [4, 5, -1, -2], [8, 9, -3, -4]])
    copy[0...0, 0...] = copy[2...2, 0...]
    #expect(copy == [[8, 9, -3, -4], [4, 5, -1, -2], [8, 9, -3, -4]])
    copy[0..., 0...] = matrix
    #expect(copy == matrix)
  }

  @Test("Blocks of one axis, and of four")
  func otherRanks() throws {
    var row: Tensor<Float> = [1, 2, 3, 4]
    row[1...2] = [7, 8]
    #expect(row == [1, 7, 8, 4])

    var batch = try Tensor<Float>(shape: [2, 2, 2, 3], elements: (0..<24).map(Float.init))
    #expect(batch[1..., ...0, 1..., 0...1] == [[[[15, 16]]]])
    batch[0..., 1..., 0..., 2...] = 0
    #expect(
      batch.elements == [
        0, 1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 0, 12, 13, 14, 15, 16, 17, 18, 19, 0, 21, 22, 0,
      ])
  }

  @Test("A range that leaves its axis stops the program")
  func outOfRange() async {
    await #expect(processExitsWith: .failure) {
      _ = ([1, 2, 3] as Tensor<Float>)[1..<4]
    }
    await #expect(processExitsWith: .failure) {
      var tensor: Tensor<Float> = [[1, 2], [3, 4]]
      tensor[0..., -1..<1] = 0
    }
  }

  @Test("A block assigned another shape stops the program")
  func wrongShape() async {
    await #expect(processExitsWith: .failure) {
      var tensor: Tensor<Float> = [[1, 2], [3, 4]]
      tensor[0..., 0..<1] = [1, 2]
    }
  }
}
