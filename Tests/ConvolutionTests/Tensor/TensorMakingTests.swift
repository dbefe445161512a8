// TensorMakingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: making one")
struct TensorMakingTests {
  @Test("Elements are in row-major order")
  func elements() throws {
    let tensor = try Tensor<Float>(shape: [2, 3], elements: [0, 1, 2, 3, 4, 5])
    #expect(tensor == [[0, 1, 2], [3, 4, 5]])
    #expect(tensor.elements == [0, 1, 2, 3, 4, 5])
    #expect(tensor.shape == [2, 3])
    #expect(tensor.rank == 2)
    #expect(tensor.count == 6)
    #expect(!tensor.isEmpty)
  }

  @Test("Any collection gives the elements")
  func collection() throws {
    #expect(try Tensor<Double>(shape: [3], elements: (1...3).lazy.map(Double.init)) == [1, 2, 3])
    #expect(try Tensor<Double>(shape: [2], elements: [9, 8, 7, 6].dropFirst(2)) == [7, 6])
  }

  @Test("Zeros, ones, and any other number")
  func repeating() throws {
    #expect(try Tensor<Float>.zeros([2, 2]) == [[0, 0], [0, 0]])
    #expect(try Tensor<Float>.ones([3]) == [1, 1, 1])
    #expect(try Tensor<Double>(shape: [1, 2], repeating: -2.5) == [[-2.5, -2.5]])
  }

  @Test("A shape without axes has one element")
  func rankZero() throws {
    let number = try Tensor<Float>(shape: [], elements: [4])
    #expect(number.rank == 0)
    #expect(number.count == 1)
    #expect(number == 4)
  }

  @Test("An axis of size 0 leaves no elements", arguments: [[0], [0, 3], [3, 0], [2, 0, 5]])
  func empty(_ shape: [Int]) throws {
    let tensor = try Tensor<Float>.ones(shape)
    #expect(tensor.isEmpty)
    #expect(tensor.shape == shape)
    #expect(tensor.elements.isEmpty)
    #expect(tensor.sum() == 0)
  }

  @Test("Conversion rounds to the nearest, and widens exactly")
  func conversion() throws {
    let exact: Tensor<Double> = [1.5, -3, 1e300, 0.1]
    #expect(Tensor<Float>(exact).elements == [1.5, -3, .infinity, 0.1])
    let narrow: Tensor<Float> = [0.1, 2]
    #expect(Tensor<Double>(narrow).elements == [Double(Float(0.1)), 2])
  }

  @Test("#41 A number of elements that the shape does not have", arguments: [0, 5, 7])
  func count(_ count: Int) {
    expectError(
      .exactly(.elementCountMismatch(shape: [2, 3], expected: 6, actual: count)), "\(count)"
    ) { () throws(ConvolutionError) in
      _ = try Tensor<Float>(shape: [2, 3], elements: Array(repeating: 0, count: count))
    }
  }

  @Test("A negative axis", arguments: [([-1], 0), ([3, -2], 1), ([0, .min, 4], 1)])
  func negative(_ shape: [Int], _ axis: Int) {
    let error = ConvolutionError.negativeDimension(shape: shape, axis: axis)
    expectError(.exactly(error), "\(shape)") { () throws(ConvolutionError) in
      _ = try Tensor<Float>.zeros(shape)
    }
    expectError(.exactly(error), "\(shape)") { () throws(ConvolutionError) in
      _ = try Tensor<Float>(shape: shape, elements: [])
    }
  }

  /// A shape whose elements cannot be counted is none, wherever a zero stands.
  @Test(
    "#38 More elements than can be counted",
    arguments: [
      [1 << 32, 1 << 32], [.max], [.max, 2], [1 << 62, 4], [0, 1 << 32, 1 << 32],
      [1 << 32, 1 << 32, 0],
    ])
  func overflow(_ shape: [Int]) {
    expectError(.sizeOverflow, "\(shape)") { () throws(ConvolutionError) in
      _ = try Tensor<Double>.zeros(shape)
    }
  }

  /// Half of what 47 bits address, which no process has.
  @Test("More memory than there is", arguments: [[1 << 45], [1 << 23, 1 << 23]])
  func outOfMemory(_ shape: [Int]) throws {
    let bytes = shape.reduce(4, *)
    expectError(.exactly(.outOfMemory(bytes: bytes)), "\(shape)") {
      () throws(ConvolutionError) in _ = try Tensor<Float>.zeros(shape)
    }
  }
}
