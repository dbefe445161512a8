// TensorElementwiseTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: element by element")
struct TensorElementwiseTests {
  private let left: Tensor<Float> = [[1, 2], [3, 4]]
  private let right: Tensor<Float> = [[10, 0], [-1, 5]]

  @Test("Mapping")
  func map() {
    #expect(left.map { $0 * $0 } == [[1, 4], [9, 16]])
    #expect(left == [[1, 2], [3, 4]])
  }

  @Test("Combining")
  func combined() throws {
    #expect(try left.combined(with: right, -) == [[-9, 2], [4, -1]])
    expectError(
      .exactly(.shapeMismatch(name: "other", expected: [2, 2], actual: [4])), "[4]"
    ) { () throws(ConvolutionError) in _ = try left.combined(with: [1, 2, 3, 4], +) }
  }

  /// A million floats of 0.1 added one by one in `Float` would give 100958.
  @Test("Sums are accumulated in Double")
  func sum() throws {
    #expect(left.sum() == 10)
    let many = try Tensor<Float>(shape: [1000, 1000], repeating: 0.1)
    #expect(abs(many.sum() - 1e6 * Double(Float(0.1))) < 1e-4)
  }

  @Test("The largest difference")
  func largestDifference() throws {
    #expect(try left.largestDifference(from: right) == 9)
    #expect(try right.largestDifference(from: left) == 9)
    #expect(try left.largestDifference(from: left) == 0)
    #expect(try Tensor<Float>.zeros([0]).largestDifference(from: .zeros([0])) == 0)
    var broken = left
    broken[0, 1] = .nan
    #expect(try broken.largestDifference(from: left).isNaN)
    #expect(try left.largestDifference(from: broken).isNaN)
    expectError(.exactly(.shapeMismatch(name: "other", expected: [2, 2], actual: [2])), "[2]") {
      () throws(ConvolutionError) in _ = try left.largestDifference(from: [1, 2])
    }
  }
}
