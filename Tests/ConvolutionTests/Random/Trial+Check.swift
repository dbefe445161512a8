// Trial+Check.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

extension Trial {
  /// What is wrong with the library's results, by all algorithms, in both types: a sentence each.
  func mistakes(_ circumstances: Circumstances, _ tally: inout Tally) throws -> [String] {
    var check = Check<Double>(self, operands, circumstances)
    try check.run(&tally)
    var narrow = Check<Float>(self, operands.converted(to: Float.self), circumstances)
    try narrow.run(&tally)
    return check.mistakes + narrow.mistakes
  }
}

/// The comparison of one trial in one type.
private struct Check<Scalar: TensorScalar> {
  let trial: Trial
  let operands: Operands<Scalar>
  let circumstances: Circumstances
  let bounds: [[Double]]?
  var mistakes: [String] = []

  init(_ trial: Trial, _ operands: Operands<Scalar>, _ circumstances: Circumstances) {
    self.trial = trial
    self.operands = operands
    self.circumstances = circumstances
    bounds = trial.bounds(Scalar.self)
  }

  mutating func run(_ tally: inout Tally) throws {
    let geometry = try trial.problem.geometry()
    try output(geometry, &tally)
    try inputGradient(geometry, &tally)
    try weightGradient(geometry, &tally)
    let bias = try conv2DBiasGradient(
      geometry, outputGradient: operands.outputGradient, options: circumstances.options)
    compare(
      "bias gradient", circumstances.options, bias, with: trial.expected.biasGradient,
      within: bounds?[3], &tally)
  }

  private mutating func output(_ geometry: ConvolutionGeometry, _ tally: inout Tally) throws {
    let range = circumstances.activation.bounds
    let sums = trial.expected.output
    let expected = Results<Double>.Part(
      name: sums.name, shape: sums.shape,
      elements: sums.elements.map { min(max($0, range.lowerBound), range.upperBound) })
    for algorithm in ConvolutionAlgorithm.allCases
    where algorithm.accepts(geometry, accuracy: circumstances.accuracy, Scalar.self) {
      var options = circumstances.options
      options.algorithm = algorithm
      let plan = try ConvolutionPlan(
        geometry, weight: operands.weight, bias: trial.hasBias ? operands.bias : nil,
        activation: circumstances.activation, accuracy: circumstances.accuracy, options: options)
      var output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
      try plan.run(operands.input, into: &output)
      compare(
        "output, \(algorithm)", options, output, with: expected,
        within: bound(of: plan, sums), &tally)
    }
  }

  /// How far each output of a plan may be off; nil for not at all.
  private func bound(
    of plan: ConvolutionPlan<Scalar>, _ sums: Results<Double>.Part
  ) -> [Double]? {
    switch plan.algorithm {
    case .winograd: promise(sums)
    case .fourier: promise(sums).map { max($0, cancelledPromise) }
    default: bounds?[0]
    }
  }

  /// What `fast` promises where the products of all outputs cancel, as those of a kernel of two or
  /// three taps may.
  private var cancelledPromise: Double {
    let share = Scalar.self == Float.self ? 1e-6 : 1e-14
    let operands = trial.operands
    let taps = operands.weight.count / max(1, operands.weight.shape[0])
    var largest = operands.input.elements.reduce(0) { max($0, abs($1)) }
    if case .constant(let value) = trial.problem.border { largest = max(largest, abs(value)) }
    let sums = stride(from: 0, to: operands.weight.count, by: max(1, taps)).map { first in
      operands.weight.elements[first..<first + taps].reduce(0) { $0 + abs($1) }
    }
    return share * largest * (sums.max() ?? 0)
  }

  /// What `fast` promises of every element: a share of the largest.
  private func promise(_ part: Results<Double>.Part) -> [Double] {
    let share = Scalar.self == Float.self ? 1e-5 : 1e-13
    let largest = part.elements.reduce(0) { max($0, abs($1)) }
    return [Double](repeating: share * largest, count: part.elements.count)
  }

  private mutating func inputGradient(_ geometry: ConvolutionGeometry, _ tally: inout Tally) throws
  {
    for algorithm in [ConvolutionAlgorithm.automatic, .im2col] {
      var options = circumstances.options
      options.algorithm = algorithm
      let path = try geometry.inputGradientPath(weight: operands.weight, options: options)
      let gradient = try conv2DInputGradient(
        geometry, weight: operands.weight, outputGradient: operands.outputGradient,
        options: options)
      compare(
        "input gradient, \(path)", options, gradient, with: trial.expected.inputGradient,
        within: bounds?[1], &tally)
    }
    guard circumstances.accuracy == .fast else { return }
    let gradient = try conv2DInputGradient(
      geometry, weight: operands.weight, outputGradient: operands.outputGradient, accuracy: .fast,
      options: circumstances.options)
    // The promise is one of every phase's outputs, which are elements of this.
    let strict = bounds?[1] ?? [Double](repeating: 0, count: gradient.count)
    compare(
      "input gradient, fast", circumstances.options, gradient, with: trial.expected.inputGradient,
      within: zip(strict, promise(trial.expected.inputGradient)).map(max), &tally)
  }

  private mutating func weightGradient(
    _ geometry: ConvolutionGeometry, _ tally: inout Tally
  ) throws {
    for algorithm in [ConvolutionAlgorithm.automatic, .im2col] {
      var options = circumstances.options
      options.algorithm = algorithm
      let path = try geometry.weightGradientPath(Scalar.self, options: options)
      let gradient = try conv2DWeightGradient(
        geometry, input: operands.input, outputGradient: operands.outputGradient, options: options)
      compare(
        "weight gradient, \(path)", options, gradient, with: trial.expected.weightGradient,
        within: bounds?[2], &tally)
    }
  }

  private mutating func compare(
    _ way: String, _ options: ConvolutionOptions, _ actual: Tensor<Scalar>,
    with expected: Results<Double>.Part, within bounds: [Double]?, _ tally: inout Tally
  ) {
    let part = Results<Scalar>.Part(expected.name, actual)
    tally.add(way, Scalar.self, trial.numbers, elements: actual.count)
    let difference =
      if let bounds { part.difference(from: expected, within: bounds) } else {
        part.difference(from: expected)
      }
    guard let difference else { return }
    mistakes.append(
      """
      \(way): \(difference), in \(trial) of \(Scalar.self), \(circumstances.activation), \
      \(circumstances.accuracy), \(options.testDescription); \(trial.problem.rerun(seed: trial.seed))
      """)
  }
}

extension Activation {
  /// The range of outputs.
  var bounds: ClosedRange<Double> {
    switch self {
    case .none: -.infinity ... .infinity
    case .relu: 0 ... .infinity
    case .clamp(let lower, let upper): lower...upper
    }
  }
}
