// ConvolutionPlan+Description.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ConvolutionPlan: CustomStringConvertible {
  /// What was chosen and why: the candidates with their predicted times, how the work is cut, the
  /// scratch of a worker, and how near the limit of the machine it is predicted to come.
  public var description: String {
    let choice = candidates[0]
    let flops = 2 * geometry.multiplyAdds
    let limit = PredictedLimit(geometry, scalarSize: MemoryLayout<Scalar>.size)
    var lines = [
      "\(geometry)",
      "\(algorithm.rawValue), \(Scalar.self), \(accuracy.rawValue), "
        + "\(Machine.instructionSet.rawValue), activation \(activation)",
      "  cut       \(program.description)",
      "  scratch   \(program.scratchBytes) bytes a worker, \(program.workers) workers",
      "  work      \(DecimalFormat.fixed(flops / 1e6, places: 3)) MFLOP",
      "  limit     \(limit.name), "
        + "\(milliseconds(limit.seconds)) ms on one thread; predicted to reach "
        + "\(DecimalFormat.fixed(100 * limit.seconds / choice.predictedSeconds, places: 0)) %",
    ]
    for (index, candidate) in candidates.enumerated() {
      lines.append(
        "  \(index == 0 ? "chosen   " : "candidate") \(candidate.algorithm.rawValue), predicted "
          + "\(milliseconds(candidate.predictedSeconds)) ms on one thread")
    }
    return lines.joined(separator: "\n")
  }

  private func milliseconds(_ seconds: Double) -> String {
    DecimalFormat.fixed(seconds * 1000, places: 4)
  }
}

/// The time that no direct computation can go below.
struct PredictedLimit {
  /// "compute" or "memory", whichever binds.
  let name: String
  let seconds: Double

  /// Compares all multiply-adds at the peak rate with reading and writing every element once.
  init(_ geometry: ConvolutionGeometry, scalarSize: Int) {
    let lanes = Double(Machine.instructionSet.vectorSize / scalarSize)
    let compute = geometry.multiplyAdds / (2 * lanes * CostModel.cyclesPerSecond)
    let elements = [geometry.inputShape, geometry.weightShape, geometry.outputShape]
      .map { $0.reduce(1.0) { $0 * Double($1) } }.reduce(0, +)
    let memory = elements * Double(scalarSize) / CostModel.cacheBytesPerSecond
    (name, seconds) = compute >= memory ? ("compute", compute) : ("memory", memory)
  }
}
