// SciPyTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Conformance: SciPy")
struct SciPyTests {
  @Test(
    "signal.correlate2d", arguments: try ConformanceVector.all("scipy", operation: "correlate2d"))
  func correlate2d(_ vector: ConformanceVector) throws {
    try expectConforming(
      vector.tensor("input"), vector.tensor("weight"), padding: padding(vector),
      border: border(vector), in: vector)
  }

  @Test("signal.convolve2d", arguments: try ConformanceVector.all("scipy", operation: "convolve2d"))
  func convolve2d(_ vector: ConformanceVector) throws {
    try expectConforming(
      vector.tensor("input"), vector.tensor("weight"), padding: padding(vector),
      border: border(vector), isTurned: true, in: vector)
  }

  /// What `ndimage` calls reflect repeats the edge, and mirror does not.
  @Test(
    "ndimage.correlate",
    arguments: try ConformanceVector.all("scipy", operation: "ndimage.correlate"))
  func ndimage(_ vector: ConformanceVector) throws {
    let borders: [String: Border] = [
      "reflect": .symmetric, "mirror": .reflect, "nearest": .replicate, "wrap": .circular,
      "constant": .zeros,
    ]
    try expectConforming(
      vector.tensor("input"), vector.tensor("weight"), padding: .same,
      border: #require(borders[vector.attribute("boundary")]), in: vector)
  }

  @Test(
    "There are vectors",
    arguments: [("correlate2d", 9), ("convolve2d", 9), ("ndimage.correlate", 5)])
  func count(_ operation: String, _ count: Int) throws {
    #expect(try ConformanceVector.all("scipy", operation: operation).count == count)
  }

  /// The modes have our names. SciPy's `same` takes the same element for the middle of an even kernel
  /// in both operations, as ours does.
  private func padding(_ vector: ConformanceVector) throws -> Padding {
    let paddings: [String: Padding] = ["full": .full, "same": .same, "valid": .valid]
    return try #require(paddings[vector.attribute("mode")])
  }

  private func border(_ vector: ConformanceVector) throws -> Border {
    let borders: [String: Border] = ["fill": .zeros, "wrap": .circular, "symm": .symmetric]
    return try #require(borders[vector.attribute("boundary")])
  }
}
