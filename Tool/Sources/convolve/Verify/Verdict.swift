// Verdict.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// What came of a case.
enum Verdict {
  case passed(String)
  case failed(String)
  case skipped(String)

  /// One word for the line, all of one length.
  var word: String {
    switch self {
    case .passed: "ok  "
    case .failed: "FAIL"
    case .skipped: "skip"
    }
  }

  var detail: String {
    switch self {
    case .passed(let detail), .failed(let detail), .skipped(let detail): detail
    }
  }
}

/// How far a result is from what was expected, next to how far it may be.
struct Comparison {
  /// What was compared, such as "output".
  private(set) var name: String
  /// The error of the element that is nearest to its bound, or furthest above it.
  private(set) var error = 0.0
  /// The bound of that element.
  private(set) var bound = 0.0
  /// The largest error over its bound.
  private var ratio = -1.0

  var passed: Bool { ratio <= 1 }

  /// Compares element by element: `bounds` holds the largest error of each.
  init<Scalar>(
    _ name: String, _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>,
    bounds: (Int) -> Double
  ) throws {
    self.name = name
    guard actual.shape == expected.shape else {
      throw ConformanceError(
        description: "\(name) has shape \(actual.shape), expected \(expected.shape)")
    }
    for (index, (actual, expected)) in zip(actual.elements, expected.elements).enumerated() {
      add(actual: Double(actual), expected: Double(expected), bound: bounds(index))
    }
  }

  private mutating func add(actual: Double, expected: Double, bound: Double) {
    // Values that are not finite must be the same, and are then exact.
    let isSame = actual == expected || (actual.isNaN && expected.isNaN)
    // Beside them the bound is not finite either, and says nothing.
    guard bound.isFinite || !isSame else { return }
    let difference = isSame ? 0 : abs(actual - expected)
    let quotient = isSame ? 0 : difference / bound
    let ratio = bound.isFinite && !quotient.isNaN ? quotient : .infinity
    if ratio > self.ratio { (self.error, self.bound, self.ratio) = (difference, bound, ratio) }
  }

  var description: String {
    name + String(format: " error %.2g of %.2g", error, bound)
  }
}

/// A case that cannot be carried out as it stands.
struct ConformanceError: Error, CustomStringConvertible {
  let description: String
}

extension Verdict {
  /// Passed if every comparison did.
  init(_ comparisons: [Comparison]) {
    let text = comparisons.map(\.description).joined(separator: ", ")
    self = comparisons.allSatisfy(\.passed) ? .passed(text) : .failed(text)
  }
}
