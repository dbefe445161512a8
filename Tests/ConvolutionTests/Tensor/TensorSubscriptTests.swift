// TensorSubscriptTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: one element")
struct TensorSubscriptTests {
  /// Every element holds its own index: the digits 1203 stand at [1, 2, 0, 3].
  private func numbered() throws -> Tensor<Float> {
    var tensor = try Tensor<Float>.zeros([2, 3, 1, 4])
    for image in 0..<2 {
      for channel in 0..<3 {
        for column in 0..<4 {
          tensor[image, channel, 0, column] = Float(image * 1000 + channel * 100 + column)
        }
      }
    }
    return tensor
  }

  @Test("Four indices")
  func fourIndices() throws {
    let tensor = try numbered()
    #expect(tensor[1, 2, 0, 3] == 1203)
    #expect(
      tensor.elements == [
        0, 1, 2, 3, 100, 101, 102, 103, 200, 201, 202, 203,
        1000, 1001, 1002, 1003, 1100, 1101, 1102, 1103, 1200, 1201, 1202, 1203,
      ])
  }

  @Test("Two indices")
  func twoIndices() {
    var matrix: Tensor<Float> = [[0, 1, 2], [3, 4, 5]]
    #expect(matrix[1, 0] == 3)
    #expect(matrix[0, 2] == 2)
    matrix[1, 2] += 10
    #expect(matrix == [[0, 1, 2], [3, 4, 15]])
  }

  @Test("Any number of indices")
  func anyNumber() {
    var row: Tensor<Float> = [1, 2, 3]
    row[2] = 9
    #expect(row[2] == 9)
    let volume: Tensor<Float> = [[[1, 2], [3, 4], [5, 6]]]
    #expect(volume[0, 2, 1] == 6)
    let deep: Tensor<Float> = [[[[[1], [2]]]]]
    #expect(deep[0, 0, 0, 1, 0] == 2)
  }

  @Test("An index out of range stops the program")
  func outOfRange() async {
    await #expect(processExitsWith: .failure) {
      _ = ([[1, 2], [3, 4]] as Tensor<Float>)[0, 2]
    }
    await #expect(processExitsWith: .failure) {
      _ = ([[1, 2], [3, 4]] as Tensor<Float>)[-1, 0]
    }
    await #expect(processExitsWith: .failure) {
      _ = ([1, 2] as Tensor<Float>)[2]
    }
    await #expect(processExitsWith: .failure) {
      _ = ([[[[1]]]] as Tensor<Float>)[0, 1, 0, 0]
    }
  }

  @Test("Another number of indices than axes stops the program")
  func wrongRank() async {
    await #expect(processExitsWith: .failure) {
      _ = ([1, 2] as Tensor<Float>)[0, 0]
    }
    await #expect(processExitsWith: .failure) {
      _ = ([[1, 2]] as Tensor<Float>)[0]
    }
  }
}
