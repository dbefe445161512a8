// KernelName.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// The name of a kernel that is known, up to a factor.
struct KernelName: CustomStringConvertible {
  let description: String

  /// The name of the known kernel that lies within the confidence intervals, the nearest if there
  /// are several; nil if there is none, or the intervals say too little to tell.
  init?(of learned: LearnedKernel) {
    let shape = learned.kernel.shape
    guard let match = Match.nearest(learned, height: shape[0], width: shape[1]) else { return nil }
    let isWhole = abs(match.factor - 1) <= match.factorMargin
    description = match.name + (isWhole ? "" : ", times \(Text.number(match.factor))")
  }
}

/// A known kernel, scaled to fit.
private struct Match {
  let name: String
  let factor: Double
  /// How far off the factor may be.
  let factorMargin: Double
  /// The sum of squared distances in units of the margins.
  let distance: Double

  static func nearest(_ learned: LearnedKernel, height: Int, width: Int) -> Match? {
    let kernel = learned.kernel.elements.map { Double($0) }
    let largest = kernel.map { abs($0) }.max() ?? 0
    // The intervals are for errors that are independent of each other. Where a picture is smooth, its
    // rounding errors are not: an element may be off by half a step, and by single precision.
    let least = max(Double(learned.rounding), 1e-6 * largest)
    let margins = learned.margin.map { max(Double($0) * joint(kernel.count), least) }
    guard margins.count == kernel.count, largest > 0, margins.allSatisfy({ $0 < largest / 4 })
    else { return nil }
    let known = KnownKernel.all(height: height, width: width)
    if let match = nearest(known, kernel, margins) { return match }
    // A Gaussian has a parameter of its own to fit with.
    let gaussians = KnownKernel.gaussians(height: height, width: width) { shape in
      minimum(in: 0.2...Double(max(height, width))) { fit(shape($0), kernel, margins).distance }
    }
    return nearest(gaussians, kernel, margins)
  }

  private static func nearest(
    _ known: [KnownKernel], _ kernel: [Double], _ margins: [Double]
  ) -> Match? {
    known.compactMap { Match($0, kernel, margins) }.min { $0.distance < $1.distance }
  }

  /// By how much intervals of 95% must be wider for all `count` of them to hold at once in 95% of
  /// cases, errors being normal: C. Bonferroni's bound.
  private static func joint(_ count: Int) -> Double {
    let share = 0.05 / Double(count)
    var (low, high) = (1.0, 20.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) > share { low = middle } else { high = middle }
    }
    return low / 1.959964
  }

  /// Where a function with one valley is lowest: golden sections.
  private static func minimum(
    in range: ClosedRange<Double>, of function: (Double) -> Double
  ) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    let share = (5.0.squareRoot() - 1) / 2
    for _ in 0..<80 {
      let (left, right) = (high - share * (high - low), low + share * (high - low))
      if function(left) <= function(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }

  private init?(_ known: KnownKernel, _ kernel: [Double], _ margins: [Double]) {
    let fit = Self.fit(known.elements, kernel, margins)
    guard fit.isInside else { return nil }
    name = known.name
    (factor, factorMargin, distance) = (fit.factor, fit.factorMargin, fit.distance)
  }

  /// The factor of least squares, in units of the margins.
  static func fit(
    _ known: [Double], _ kernel: [Double], _ margins: [Double]
  ) -> (factor: Double, factorMargin: Double, distance: Double, isInside: Bool) {
    var (product, square) = (0.0, 0.0)
    for index in known.indices {
      let weight = 1 / (margins[index] * margins[index])
      product += weight * known[index] * kernel[index]
      square += weight * known[index] * known[index]
    }
    let factor = product / square
    let distances = known.indices.map { abs(kernel[$0] - factor * known[$0]) / margins[$0] }
    return (
      factor, 1 / square.squareRoot(), distances.reduce(0) { $0 + $1 * $1 },
      distances.allSatisfy { $0 <= 1 }
    )
  }
}
