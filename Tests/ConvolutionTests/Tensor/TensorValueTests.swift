// TensorValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// A tensor is a value: a write to one is never seen through another.
@Suite("Tensor: copies and equality")
struct TensorValueTests {
  private let original: Tensor<Float> = [[1, 2], [3, 4]]

  @Test("Writing one element")
  func element() {
    var copy = original
    copy[0, 1] = 9
    #expect(original == [[1, 2], [3, 4]])
    #expect(copy == [[1, 9], [3, 4]])
  }

  @Test("Writing a block")
  func block() {
    var copy = original
    copy[0..., 0...0] = 0
    #expect(original == [[1, 2], [3, 4]])
    #expect(copy == [[0, 2], [0, 4]])
  }

  @Test("Writing through a reshaped tensor")
  func reshaped() throws {
    var row = try original.reshaped(to: [4])
    row[3] = 9
    #expect(original == [[1, 2], [3, 4]])
    #expect(row == [1, 2, 3, 9])
  }

  @Test("Writing through a span and a buffer")
  func memory() {
    var copy = original
    var span = copy.mutableSpan
    span[0] = 9
    var other = original
    other.withUnsafeMutableBufferPointer { $0[3] = 9 }
    #expect(original == [[1, 2], [3, 4]])
    #expect(copy == [[9, 2], [3, 4]])
    #expect(other == [[1, 2], [3, 9]])
  }

  @Test("A tensor that is not shared is written in place")
  func inPlace() throws {
    var tensor = try Tensor<Float>.zeros([64])
    func address() -> UnsafePointer<Float>? {
      tensor.withUnsafeBufferPointer { $0.baseAddress }
    }
    let before = address()
    tensor[5] = 1
    tensor[0..<3] = 2
    #expect(address() == before)
    let copy = tensor
    #expect(address() == before)
    tensor[6] = 1
    #expect(address() != before)
    #expect(copy.withUnsafeBufferPointer { $0.baseAddress } == before)
  }

  @Test("Equal are shape and elements")
  func equality() {
    #expect(original == [[1, 2], [3, 4]])
    #expect(original != [[1, 2], [3, 5]])
    #expect(original != [1, 2, 3, 4])
    #expect(([[]] as Tensor<Float>) != [])
  }

  @Test("Zeros of either sign are equal, NaN is equal to nothing")
  func specialNumbers() throws {
    let zero = try Tensor<Double>(shape: [1], repeating: 0)
    let negativeZero = try Tensor<Double>(shape: [1], repeating: -0.0)
    let nan = try Tensor<Double>(shape: [1], repeating: .nan)
    #expect(zero == negativeZero)
    #expect(nan != nan)
    #expect(zero != nan)
  }
}
