// TensorLayoutTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: other shapes")
struct TensorLayoutTests {
  private let matrix: Tensor<Float> = [[0, 1, 2], [3, 4, 5]]

  @Test("Reshaping keeps the order", arguments: [[6], [3, 2], [1, 2, 3, 1], [6, 1]])
  func reshaped(_ shape: [Int]) throws {
    let tensor = try matrix.reshaped(to: shape)
    #expect(tensor.shape == shape)
    #expect(tensor.elements == [0, 1, 2, 3, 4, 5])
  }

  @Test(
    "Reshaping to another number of elements",
    arguments: [([5], 5), ([2, 2], 4), ([], 1), ([0, 6], 0)])
  func wrongCount(_ shape: [Int], _ count: Int) {
    expectError(
      .exactly(.elementCountMismatch(shape: shape, expected: count, actual: 6)), "\(shape)"
    ) { () throws(ConvolutionError) in _ = try matrix.reshaped(to: shape) }
  }

  @Test("Reshaping to what is no shape")
  func noShape() {
    expectError(.exactly(.negativeDimension(shape: [-2, -3], axis: 0)), "[-2, -3]") {
      () throws(ConvolutionError) in _ = try matrix.reshaped(to: [-2, -3])
    }
    expectError(.sizeOverflow, "2^64") { () throws(ConvolutionError) in
      _ = try matrix.reshaped(to: [1 << 32, 1 << 32])
    }
  }

  @Test("Transposing reverses the axes")
  func transposed() throws {
    #expect(matrix.transposed() == [[0, 3], [1, 4], [2, 5]])
    #expect(matrix.transposed().transposed() == matrix)
    #expect(([1, 2] as Tensor<Float>).transposed() == [1, 2])
    #expect((3 as Tensor<Float>).transposed() == 3)
    let volume = try Tensor<Float>(shape: [2, 1, 3], elements: [0, 1, 2, 3, 4, 5])
    #expect(volume.transposed() == [[[0, 3]], [[1, 4]], [[2, 5]]])
    #expect(try Tensor<Float>.zeros([2, 0, 3]).transposed().shape == [3, 0, 2])
  }

  /// Every element holds its index of three digits.
  @Test(
    "Axes in any order",
    arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func axes(_ axes: [Int]) throws {
    let size = [2, 3, 4]
    var tensor = try Tensor<Float>.zeros(size)
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 { tensor[i, j, k] = Float(100 * i + 10 * j + k) }
      }
    }
    let result = try tensor.transposed(axes: axes)
    #expect(result.shape == axes.map { size[$0] })
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 {
          let source = [i, j, k]
          let target = axes.map { source[$0] }
          #expect(result[target[0], target[1], target[2]] == tensor[i, j, k])
        }
      }
    }
  }

  @Test("Channels last and first again")
  func channelsLast() throws {
    let batch = try Tensor<Float>(shape: [1, 2, 2, 2], elements: [0, 1, 2, 3, 10, 11, 12, 13])
    let last = try batch.transposed(axes: [0, 2, 3, 1])
    #expect(last == [[[[0, 10], [1, 11]], [[2, 12], [3, 13]]]])
    #expect(try last.transposed(axes: [0, 3, 1, 2]) == batch)
  }

  @Test(
    "Axes that are not every axis once",
    arguments: [[], [0], [0, 0], [0, 2], [-1, 0], [0, 1, 2]])
  func badAxes(_ axes: [Int]) {
    expectError(
      .exactly(
        .invalidValue(
          name: "axes", value: "\(axes)", accepted: "every axis of 0..<2 once, in any order")),
      "\(axes)"
    ) { () throws(ConvolutionError) in _ = try matrix.transposed(axes: axes) }
  }
}
