// NormalEquations.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The normal equations of one group: `matrix weight = right`, for every output channel.
///
/// With a bias, means are taken out of both sides, which leaves the bias free and unpenalized.
struct NormalEquations {
  private let taps: Int
  private let outputChannels: Int
  private let kernelSize: Size2D
  private let hasBias: Bool
  private let threading: ConvolutionOptions.Threading
  private let outputs: Int
  /// The sums of the pixels' weights, of the taps' inputs, and of the outputs.
  private let weightSum: Double
  private let tapSums: [Double]
  private let outputSums: [Double]
  /// `[taps][taps]`, of scaled taps, the upper triangle.
  private let matrix: [Double]
  /// `[outputChannels][taps]`, of scaled taps.
  private let right: [[Double]]
  private let outputSquares: [Double]
  /// What a tap was multiplied by: powers of two, the same for all taps of a channel.
  private let scales: [Double]
  /// The squares of the scaled taps with their means, which rounding errors are relative to.
  private let squares: [Double]
  /// The relative error that a sum of squares may have.
  private let roundoff: Double

  init(
    _ moments: FitMoments, _ configuration: FitConfiguration, outputs: Int, longestChain: Double
  ) {
    let (taps, one) = (moments.taps, moments.one)
    let hasBias = configuration.hasBias
    kernelSize = configuration.kernelSize
    let channelTaps = kernelSize.height * kernelSize.width
    let scales = (0..<taps / channelTaps).flatMap { channel in
      let range = channel * channelTaps..<(channel + 1) * channelTaps
      let square = range.reduce(0) { $0 + moments[$1, $1] } / Double(channelTaps)
      let scale =
        square > 0
        ? Double(sign: .plus, exponent: -Int(square.squareRoot().exponent), significand: 1)
        : 1
      return [Double](repeating: scale, count: channelTaps)
    }
    let weightSum = moments[one, one]
    let tapSums = (0..<taps).map { moments[$0, one] }
    let outputSums = (0..<moments.outputs).map { moments[one, moments.output($0)] }
    // The product of two means, times the number of terms: what a bias takes out.
    func mean(_ a: Double, _ b: Double) -> Double { hasBias ? a * (b / weightSum) : 0 }
    var matrix = [Double](repeating: 0, count: taps * taps)
    for row in 0..<taps {
      for column in row..<taps {
        matrix[row * taps + column] =
          (moments[row, column] - mean(tapSums[row], tapSums[column])) * scales[row]
          * scales[column]
      }
    }
    self.taps = taps
    self.outputChannels = moments.outputs
    self.hasBias = hasBias
    threading = configuration.options.threading
    self.outputs = outputs
    self.weightSum = weightSum
    self.tapSums = tapSums
    self.outputSums = outputSums
    self.matrix = matrix
    self.scales = scales
    right = (0..<moments.outputs).map { channel in
      (0..<taps).map { tap in
        (moments[tap, moments.output(channel)] - mean(tapSums[tap], outputSums[channel]))
          * scales[tap]
      }
    }
    outputSquares = (0..<moments.outputs).map { channel in
      let index = moments.output(channel)
      return moments[index, index] - mean(outputSums[channel], outputSums[channel])
    }
    squares = (0..<taps).map { moments[$0, $0] * scales[$0] * scales[$0] }
    roundoff = (longestChain + Double(taps)) * 0x1p-53
  }

  /// The solution of least norm.
  func solve(ridge: Double) throws(ConvolutionError) -> GroupSolution {
    let tolerance = roundoff * squares.reduce(0, +)
    let data = try SymmetricEigen(upperTriangleOf: matrix, size: taps, threading)
    let rank = data.values.count { $0 > tolerance }
    var solved = data
    if ridge > 0 {
      var ridged = matrix
      for tap in 0..<taps { ridged[tap * taps + tap] += ridge * scales[tap] * scales[tap] }
      solved = try SymmetricEigen(upperTriangleOf: ridged, size: taps, threading)
    }
    let inverse = pseudoinverse(solved, tolerance: tolerance)
    var weights: [[Double]] = []
    var squaredResiduals: [Double] = []
    for channel in 0..<outputChannels {
      let weight = product(inverse, right[channel].indices.map { right[channel][$0] / scales[$0] })
      weights.append(weight)
      squaredResiduals.append(squaredResidual(weight, channel))
    }
    return GroupSolution(
      weights: weights,
      biases: hasBias
        ? weights.indices.map { channel in
          (outputSums[channel] - dot(tapSums, weights[channel])) / weightSum
        } : [],
      squaredResiduals: squaredResiduals, weightSum: weightSum,
      tapMeans: tapSums.map { $0 / weightSum }, inverse: inverse, ridge: ridge,
      isUndetermined: undetermined(data, rank: rank), rank: rank,
      conditionNumber: rank == taps
        ? ((data.values.last ?? 1) / (data.values.first ?? 1)).squareRoot() : .infinity,
      determination: determination(rank: rank))
  }

  /// `[taps][taps]`, of taps that are not scaled. Eigenvalues that may be nothing but rounding count
  /// as 0.
  private func pseudoinverse(_ eigen: SymmetricEigen, tolerance: Double) -> [Double] {
    let first = eigen.values.firstIndex { $0 > tolerance } ?? taps
    var inverse = [Double](repeating: 0, count: taps * taps)
    guard first < taps else { return inverse }
    // Each eigenvector, divided by the root of its eigenvalue; times its transpose.
    let rows = (first..<taps).flatMap { index in
      let root = eigen.values[index].squareRoot()
      return (0..<taps).map { eigen.vectors[index * taps + $0] * scales[$0] / root }
    }
    BLASRuntime.withSingleThread(if: threading == .workers) {
      unsafe rows.withUnsafeBufferPointer { rows in
        guard let start = rows.baseAddress else { return }
        unsafe GEMM.multiply(
          m: taps, n: taps, k: taps - first,
          GEMM.Matrix(start: start, rowStride: taps, isTransposed: true),
          GEMM.Matrix(start: start, rowStride: taps), accumulating: false, into: &inverse,
          rowStride: taps)
      }
    }
    return inverse
  }

  private func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    (0..<taps).map { row in
      (0..<taps).reduce(0) { $0 + matrix[row * taps + $1] * vector[$1] }
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The sum of the squared residuals, from the moments: no better than their rounding.
  private func squaredResidual(_ weight: [Double], _ channel: Int) -> Double {
    let scaled = weight.indices.map { weight[$0] / scales[$0] }
    var quadratic = 0.0
    for row in 0..<taps {
      quadratic += matrix[row * taps + row] * scaled[row] * scaled[row]
      for column in row + 1..<max(row + 1, taps) {
        quadratic += 2 * matrix[row * taps + column] * scaled[row] * scaled[column]
      }
    }
    return max(0, outputSquares[channel] - 2 * dot(right[channel], scaled) + quadratic)
  }

  // MARK: - What the data leave open

  /// The taps that take part in what the data leave open: by more than the square root of the
  /// precision, for an eigenvector is no more precise.
  private func undetermined(_ data: SymmetricEigen, rank: Int) -> [Bool] {
    (0..<taps).map { tap in
      (0..<taps - rank).reduce(0) {
        $0 + data.vectors[$1 * taps + tap] * data.vectors[$1 * taps + tap]
      } > 0x1p-26
    }
  }

  private func determination(rank: Int) -> FitDetermination {
    guard rank < taps else { return .complete }
    let isConstantAlongHeight = isConstant(step: kernelSize.width) { tap in
      tap / kernelSize.width % kernelSize.height + 1 < kernelSize.height
    }
    let isConstantAlongWidth = isConstant(step: 1) { tap in
      tap % kernelSize.width + 1 < kernelSize.width
    }
    let (height, width) = (kernelSize.height > 1, kernelSize.width > 1)
    switch (isConstantAlongHeight, isConstantAlongWidth) {
    case (true, true): return height || width ? .constantInput : .narrowContent
    case (true, false) where height: return .constantAlong(axis: "height")
    case (false, true) where width: return .constantAlong(axis: "width")
    default:
      let unknowns = taps + (hasBias ? 1 : 0)
      return outputs < unknowns
        ? .tooFewOutputs(outputs: outputs, taps: taps) : .narrowContent
    }
  }

  /// Whether no tap sees anything else than the tap `step` further, where that is a neighbor.
  private func isConstant(step: Int, hasNeighbor: (_ tap: Int) -> Bool) -> Bool {
    (0..<taps).allSatisfy { tap in
      guard hasNeighbor(tap) else { return true }
      let other = tap + step
      let difference =
        matrix[tap * taps + tap] + matrix[other * taps + other] - 2 * matrix[tap * taps + other]
      return difference <= 2 * roundoff * (squares[tap] + squares[other])
    }
  }
}
