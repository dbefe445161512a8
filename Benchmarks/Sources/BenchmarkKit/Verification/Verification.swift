// Verification.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The check that every result passes before its time is taken.
///
/// A result must be within `2 K eps` times the sum of the sizes of the K products, at every element:
/// the promise of strict accuracy. The naive loop computes both, in `Double`. Where it is affordable
/// it does so for the whole output. Where it is not, it does for samples (see `OutputWindow`), and
/// the results are also compared with each other at every element, within twice the bound; only
/// there are the sizes of the products summed by the library itself.
package struct Verification: Sendable {
  /// The largest difference from the naive loop.
  package let largestDifference: Double
  /// The part of the elements that were compared with the naive loop, 1 for all.
  package let checkedShare: Double

  /// A result of the library, by who computed it.
  package typealias Result = (contender: Contender, output: Tensor<Float>)

  /// Checks `results`.
  ///
  /// - Parameter budget: GFLOP that the naive loop may spend on one pass over the output.
  /// - Throws: A ``Mismatch`` at the first element that is off.
  package init(
    _ problem: Problem, _ operands: Operands, _ results: [Result], budget: Double
  ) throws {
    let geometry = operands.geometry
    let total = geometry.outputShape.reduce(1, *)
    let comparisons = results.map { Comparison(problem, $0, with: "the naive loop") }
    var (largest, checked) = (0.0, 0)
    try OutputWindow.forEachOutput(of: problem, operands, budget: budget) {
      offset, expected, bound in
      checked += 1
      for comparison in comparisons {
        largest = max(
          largest, try comparison.difference(at: offset, from: expected, bound: bound))
      }
    }
    if checked < total {
      try Self.compareAmongThemselves(
        results, problem, operands.magnitudes, gamma: geometry.strictGamma)
    }
    largestDifference = largest
    checkedShare = min(1, Double(checked) / Double(total))
  }

  /// Compares every element of the first result with that of the others: two results that are each
  /// within the bound differ by no more than twice the bound.
  private static func compareAmongThemselves(
    _ results: [Result], _ problem: Problem, _ magnitudes: Operands, gamma: Double
  ) throws {
    guard let first = results.first else { return }
    // The same algorithm gives the same bits: there is nothing to measure then.
    let others = results.dropFirst().filter { $0.output != first.output }
    guard !others.isEmpty else { return }
    let sizes = try LibraryRun(magnitudes, ConvolutionOptions(algorithm: .im2col))
    try sizes.run()
    for other in others {
      let comparison = Comparison(problem, other, with: first.contender.rawValue)
      for offset in 0..<first.output.count {
        _ = try comparison.difference(
          at: offset, from: Double(first.output.span[offset]),
          bound: 2 * gamma * Double(sizes.output.span[offset]))
      }
    }
  }
}
