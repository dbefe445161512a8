// TensorMemoryTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: memory")
struct TensorMemoryTests {
  @Test("A span sees the elements in order")
  func span() {
    let tensor: Tensor<Float> = [[1, 2], [3, 4]]
    let span = tensor.span
    let (count, last) = (span.count, span[3])
    #expect(count == 4)
    #expect(last == 4)
  }

  @Test("A mutable span changes them")
  func mutableSpan() {
    var tensor: Tensor<Float> = [[1, 2], [3, 4]]
    do {
      var span = tensor.mutableSpan
      for index in span.indices { span[index] *= 2 }
    }
    #expect(tensor == [[2, 4], [6, 8]])
  }

  @Test("Buffers give the same, and pass on what their closures return and throw")
  func buffers() throws {
    struct Failure: Error {}
    var tensor: Tensor<Double> = [1, 2, 3]
    #expect(tensor.withUnsafeBufferPointer { Array($0) } == [1, 2, 3])
    let first = tensor.withUnsafeMutableBufferPointer { buffer in
      buffer[2] = 9
      return buffer[0]
    }
    #expect(first == 1)
    #expect(tensor == [1, 2, 9])
    #expect(throws: Failure.self) {
      try tensor.withUnsafeBufferPointer { _ throws(Failure) in throw Failure() }
    }
  }

  @Test("Elements start at a multiple of 64 bytes", arguments: [0, 1, 3, 17, 1000])
  func alignment(_ count: Int) throws {
    func expectAligned<Scalar>(_ tensor: Tensor<Scalar>) {
      tensor.withUnsafeBufferPointer { #expect(Int(bitPattern: $0.baseAddress) % 64 == 0) }
    }
    let tensor = try Tensor<Float>.zeros([count])
    expectAligned(tensor)
    expectAligned(Tensor<Double>(tensor))
    expectAligned(tensor.map { $0 + 1 })
    var copy = tensor
    copy.withUnsafeMutableBufferPointer { #expect(Int(bitPattern: $0.baseAddress) % 64 == 0) }
  }

  @Test("An empty tensor has an empty span")
  func empty() {
    let tensor: Tensor<Float> = []
    let count = tensor.span.count
    #expect(count == 0)
    #expect(tensor.withUnsafeBufferPointer { $0.isEmpty })
  }
}
