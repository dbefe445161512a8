// TensorRandomTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Tensor: random elements")
struct TensorRandomTests {
  @Test("The same seed gives the same elements")
  func reproducible() throws {
    func draw(_ seed: UInt64) throws -> Tensor<Float> {
      var generator = SplitMix64(seed: seed)
      return try .random([4, 5], using: &generator)
    }
    #expect(try draw(1) == draw(1))
    #expect(try draw(1) != draw(2))
  }

  @Test("A generator goes on where it stopped")
  func sequence() throws {
    var generator = SplitMix64(seed: 3)
    let first = try Tensor<Double>.random([3], using: &generator)
    let second = try Tensor<Double>.random([3], using: &generator)
    generator = SplitMix64(seed: 3)
    let both = try Tensor<Double>.random([6], using: &generator)
    #expect(both.elements == first.elements + second.elements)
  }

  @Test("Elements are within the range", arguments: [Float(-1)..<1, 0..<1, -3 ..< -2, 1e30..<1e31])
  func range(_ range: Range<Float>) throws {
    var generator = SplitMix64(seed: 4)
    let elements = try Tensor<Float>.random([10_000], in: range, using: &generator).elements
    #expect(elements.allSatisfy(range.contains))
  }

  /// Rounding must not reach the upper bound, which the range excludes.
  @Test("A range of one number gives that number")
  func narrow() throws {
    var generator = SplitMix64(seed: 5)
    let range = Float(1)..<Float(1).nextUp
    let tensor = try Tensor<Float>.random([1000], in: range, using: &generator)
    #expect(try tensor == .ones([1000]))
  }

  /// Of 100000 numbers uniform in [-1, 1) the mean has a standard deviation of 0.0018, and the mean
  /// square, 1/3, of 0.00094; the bounds are five of them.
  @Test("Elements are spread evenly")
  func distribution() throws {
    var generator = SplitMix64(seed: 6)
    let tensor = try Tensor<Double>.random([100_000], in: -1..<1, using: &generator)
    let count = Double(tensor.count)
    #expect(abs(tensor.sum() / count) < 5 * 0.0018)
    #expect(abs(tensor.map { $0 * $0 }.sum() / count - 1 / 3) < 5 * 0.00094)
  }

  @Test("Ranges that nothing can be drawn from", arguments: [0..<0, 0 ..< .infinity])
  func invalid(_ range: Range<Double>) {
    expectInvalid(range)
  }

  /// The width of the range is not a finite number, though its bounds are.
  @Test("A range wider than the largest number")
  func tooWide() {
    let largest = Double.greatestFiniteMagnitude
    expectInvalid(-largest..<largest)
  }

  private func expectInvalid(_ range: Range<Double>) {
    var generator = SplitMix64(seed: 7)
    do {
      _ = try Tensor<Double>.random([2], in: range, using: &generator)
      Issue.record("nothing was thrown for \(range)")
    } catch .invalidValue(let name, _, _) {
      #expect(name == "range")
    } catch {
      Issue.record("\(error)")
    }
  }
}
