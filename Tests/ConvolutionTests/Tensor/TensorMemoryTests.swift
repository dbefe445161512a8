// TensorMemoryTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The memory of large tensors is kept for those that follow. Other tests use it at the same time, so
/// sizes are ones that none of them has.
@Suite(.serialized) struct TensorMemoryTests {
  private func address(of tensor: borrowing Tensor<Float>) -> UInt {
    tensor.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
  }

  /// Makes a tensor, gives it up, and says where it was.
  private func addressOfTensor(elements: Int) throws -> UInt {
    address(of: try Tensor<Float>(shape: [elements], repeating: 1))
  }

  @Test func theNextTensorOfNearlyTheSizeGetsTheMemory() throws {
    let elements = 33_333_333
    let first = try addressOfTensor(elements: elements)
    #expect(TensorMemory.keptBytes >= elements * 4)
    // It is not cleared, but initialized as every tensor is.
    let smaller = try Tensor<Float>(shape: [elements * 9 / 10], repeating: 0)
    #expect(address(of: smaller) == first)
    #expect(smaller[0] == 0 && smaller[elements / 2] == 0)
  }

  @Test func muchSmallerTensorsDoNotWasteIt() throws {
    let first = try addressOfTensor(elements: 31_000_000)
    let smaller = try Tensor<Float>(shape: [31_000_000 / 2], repeating: 0)
    #expect(address(of: smaller) != first)
  }

  @Test func noMoreIsKeptThanTheLimit() throws {
    defer { TensorMemory.limit = 256 << 20 }
    TensorMemory.limit = 64 << 20
    for elements in [9_000_000, 12_000_000, 15_000_000, 20_000_000] {
      _ = try addressOfTensor(elements: elements)
      #expect(TensorMemory.keptBytes <= 64 << 20)
    }
    TensorMemory.limit = -1
    #expect(TensorMemory.limit == 0)
    _ = try addressOfTensor(elements: 9_000_000)
    #expect(TensorMemory.keptBytes == 0)
  }

  @Test func itIsGivenBackOnRequest() throws {
    let elements = 29_000_000
    _ = try addressOfTensor(elements: elements)
    let kept = TensorMemory.keptBytes
    #expect(kept >= elements * 4)
    TensorMemory.releaseKept()
    #expect(TensorMemory.keptBytes <= kept - elements * 4)
  }
}
