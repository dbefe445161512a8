// FitSolution.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The least squares of one group, in `Double`, of data whose offsets were subtracted.
struct GroupSolution {
  /// `[outputChannels][taps]`
  let weights: [[Double]]
  /// `[outputChannels]`, empty without a bias.
  let biases: [Double]
  /// `[outputChannels]`, weighted.
  let squaredResiduals: [Double]
  let weightSum: Double
  let tapMeans: [Double]
  /// The inverse of the matrix that was solved, `[taps][taps]`.
  let inverse: [Double]
  let ridge: Double
  /// Whether the data leave a tap open.
  let isUndetermined: [Bool]
  let rank: Int
  let conditionNumber: Double
  let determination: FitDetermination

  /// The variance of `sum of factors * weight`, for errors of variance 1.
  ///
  /// With C the inverse, the covariance is C (C⁻¹ - ridge) C = C - ridge C².
  func variance(of factors: [Double]) -> Double {
    let taps = factors.count
    var (product, square) = (0.0, 0.0)
    for row in 0..<taps {
      let element = (0..<taps).reduce(0) { $0 + inverse[row * taps + $1] * factors[$1] }
      product += element * factors[row]
      square += element * element
    }
    return max(0, product - ridge * square)
  }

  /// The variances of all weights, for errors of variance 1; infinite where the data leave one open.
  var variances: [Double] {
    let taps = isUndetermined.count
    return (0..<taps).map { tap in
      guard !isUndetermined[tap] else { return .infinity }
      let row = inverse[tap * taps..<(tap + 1) * taps]
      return max(0, inverse[tap * taps + tap] - ridge * row.reduce(0) { $0 + $1 * $1 })
    }
  }
}

/// The least squares of all groups.
struct FitSolution {
  let configuration: FitConfiguration
  let weightShape: [Int]
  let offsets: FitOffsets
  /// The outputs of a channel that were used.
  let outputs: Int
  let groups: [GroupSolution]

  private var channelTaps: Int { weightShape[2] * weightShape[3] }

  /// The input's offsets under the taps of a group.
  private func tapOffsets(group: Int) -> [Double] {
    (0..<weightShape[1]).flatMap { channel in
      [Double](
        repeating: offsets.input[group * weightShape[1] + channel], count: channelTaps)
    }
  }

  /// All weights, in row-major order.
  var weight: [Double] { groups.flatMap { $0.weights.flatMap(\.self) } }

  /// The biases of data as they are: `bias + output's offset - sum of weight * input's offset`.
  var bias: [Double]? {
    guard configuration.hasBias else { return nil }
    let biases = groups.enumerated().flatMap { group, solution in
      solution.biases.indices.map { channel in
        solution.biases[channel]
          - zip(solution.weights[channel], tapOffsets(group: group)).reduce(0) {
            $0 + $1.0 * $1.1
          }
      }
    }
    return biases.indices.map { biases[$0] + offsets.output[$0] }
  }

  /// The weighted sums of squared residuals of the output channels, from the moments.
  var squaredResiduals: [Double] { groups.flatMap(\.squaredResiduals) }

  /// The sum of the weights of one output channel's pixels.
  var weightSum: Double { groups[0].weightSum }

  /// The halves of the 95% intervals of weights and biases.
  func margins(squaredResiduals: [Double]) -> (weight: [Double], bias: [Double]) {
    var (weights, biases): ([Double], [Double]) = ([], [])
    for (group, solution) in groups.enumerated() {
      let unknowns = solution.rank + (configuration.hasBias ? 1 : 0)
      let freedom = outputs - unknowns
      let quantile = StudentT.quantile975(degreesOfFreedom: freedom)
      let variances = solution.variances
      let means = zip(solution.tapMeans, tapOffsets(group: group)).map { $0 + $1 }
      let biasVariance =
        solution.isUndetermined.contains(true)
        ? .infinity : 1 / solution.weightSum + solution.variance(of: means)
      for channel in solution.weights.indices {
        let squares = squaredResiduals[group * solution.weights.count + channel]
        let deviation = (squares / Double(max(1, freedom))).squareRoot()
        // Also where nothing is left over: 0 times infinity would not be a number.
        func margin(_ variance: Double) -> Double {
          variance.isFinite && quantile.isFinite
            ? quantile * deviation * variance.squareRoot() : .infinity
        }
        weights += variances.map(margin)
        if configuration.hasBias { biases.append(margin(biasVariance)) }
      }
    }
    return (weights, biases)
  }
}

/// Student's distribution.
enum StudentT {
  /// The number that 97.5% lie below, infinite for no degrees of freedom.
  ///
  /// Tabulated up to 4 degrees of freedom; from there on within 3e-4 by its expansion around the
  /// normal distribution's 1.96.
  ///
  /// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.7.5 and table
  /// 26.10.
  static func quantile975(degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 0 else { return .infinity }
    let table = [12.7062047, 4.3026527, 3.1824463, 2.7764451]
    guard degreesOfFreedom > table.count else { return table[degreesOfFreedom - 1] }
    let (z, n) = (1.959963985, Double(degreesOfFreedom))
    let z2 = z * z
    let g1 = z * (z2 + 1) / 4
    let g2 = z * ((5 * z2 + 16) * z2 + 3) / 96
    let g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    let g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
    return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n
  }
}
