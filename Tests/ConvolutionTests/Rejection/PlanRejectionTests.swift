// PlanRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// What a plan refuses when it is made, and what it refuses to run on. The output is what it was.
@Suite("Bad arguments of plans")
struct PlanRejectionTests {
  private let geometry: ConvolutionGeometry
  private let weight: Tensor<Float>
  private let plan: ConvolutionPlan<Float>

  init() throws {
    geometry = try ConvolutionGeometry(inputShape: [2, 2, 5, 6], weightShape: [3, 2, 3, 2])
    weight = try .ones(geometry.weightShape)
    plan = try ConvolutionPlan(geometry, weight: weight)
  }

  // MARK: - Making one

  @Test("#40 Weights of other shapes", arguments: [[3, 2, 2, 3], [2, 3, 3, 2], [3, 2, 3], []])
  func weight(_ shape: [Int]) throws {
    let other = try Tensor<Float>.ones(shape)
    expectError(
      .exactly(.shapeMismatch(name: "weight", expected: [3, 2, 3, 2], actual: shape)), "\(shape)"
    ) { () throws(ConvolutionError) in _ = try ConvolutionPlan(geometry, weight: other) }
  }

  @Test("#26 Biases of other shapes", arguments: [[2], [0], [3, 1], []])
  func bias(_ shape: [Int]) throws {
    let bias = try Tensor<Float>.ones(shape)
    expectError(.exactly(.shapeMismatch(name: "bias", expected: [3], actual: shape)), "\(shape)") {
      () throws(ConvolutionError) in
      _ = try ConvolutionPlan(geometry, weight: weight, bias: bias)
    }
  }

  @Test(
    "Bounds of an activation that are none",
    arguments: [(1, 0), (.nan, 0), (0, .nan), (.infinity, -.infinity)] as [(Double, Double)])
  func activation(_ lower: Double, _ upper: Double) {
    expectError(
      .exactly(
        .invalidValue(
          name: "activation", value: "clamp(\(lower), \(upper))",
          accepted: "a lower bound that is at most the upper one")), "\(lower), \(upper)"
    ) { () throws(ConvolutionError) in
      _ = try ConvolutionPlan(geometry, weight: weight, activation: .clamp(lower, upper))
    }
  }

  @Test("Threads", arguments: [0, -1, Int.min])
  func threads(_ count: Int) {
    expectError(.exactly(.notPositive(name: "threads", value: count)), "\(count)") {
      () throws(ConvolutionError) in
      _ = try ConvolutionPlan(
        geometry, weight: weight, options: ConvolutionOptions(threads: count))
    }
  }

  /// Two input channels an output, and a kernel of 3x2.
  @Test(
    "Algorithms that cannot compute the geometry", arguments: ["planar", "winograd", "fourier"])
  func algorithm(_ name: String) throws {
    let algorithm = try #require(ConvolutionAlgorithm(rawValue: name))
    for accuracy in Accuracy.allCases {
      expectError(
        .exactly(.algorithmRefuses(algorithm: name, geometry: geometry.description)), "\(accuracy)"
      ) { () throws(ConvolutionError) in
        _ = try ConvolutionPlan(
          geometry, weight: weight, accuracy: accuracy,
          options: ConvolutionOptions(algorithm: algorithm))
      }
    }
  }

  // MARK: - Running it

  @Test(
    "#61 Inputs of another shape than the plan's",
    arguments: [[2, 2, 6, 5], [1, 2, 5, 6], [3, 2, 5, 6], [2, 5, 6], [120], []])
  func input(_ shape: [Int]) throws {
    let input = try Tensor<Float>.ones(shape)
    let error = ExpectedError.exactly(
      .shapeMismatch(name: "input", expected: [2, 2, 5, 6], actual: shape))
    try expectUnchanged(error, input: input, outputShape: geometry.outputShape)
    expectError(error, "\(shape)") { () throws(ConvolutionError) in _ = try plan(input) }
  }

  @Test(
    "#61 Outputs of another shape than the plan's",
    arguments: [[2, 3, 5, 3], [1, 3, 3, 5], [2, 2, 3, 5], [4, 3, 3, 5], [90], []])
  func output(_ shape: [Int]) throws {
    let input = try Tensor<Float>.ones(geometry.inputShape)
    try expectUnchanged(
      .exactly(.shapeMismatch(name: "output", expected: [2, 3, 3, 5], actual: shape)),
      input: input, outputShape: shape)
  }

  private func expectUnchanged(
    _ error: ExpectedError, input: Tensor<Float>, outputShape: [Int],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try Tensor<Float>(shape: outputShape, repeating: 7)
    var output = before
    expectError(error, "into", sourceLocation: sourceLocation) { () throws(ConvolutionError) in
      try plan.run(input, into: &output)
    }
    #expect(output == before, sourceLocation: sourceLocation)
  }

  @Test(
    "#41, #61 Memory of more or fewer elements than the plan's",
    arguments: [(119, 90), (121, 90), (0, 90), (120, 89), (120, 91), (120, 0)])
  func elements(_ inputCount: Int, _ outputCount: Int) {
    let isInput = inputCount != 120
    let error = ExpectedError.exactly(
      .elementCountMismatch(
        shape: isInput ? [2, 2, 5, 6] : [2, 3, 3, 5], expected: isInput ? 120 : 90,
        actual: isInput ? inputCount : outputCount))
    let input = [Float](repeating: 1, count: inputCount)
    var output = [Float](repeating: 7, count: outputCount)
    expectError(error, "spans") { () throws(ConvolutionError) in
      var span = output.mutableSpan
      try plan.run(input.span, into: &span)
    }
    expectError(error, "pointers") { () throws(ConvolutionError) in
      try input.withUnsafeBufferPointer { input throws(ConvolutionError) in
        try output.withUnsafeMutableBufferPointer { output throws(ConvolutionError) in
          try plan.run(input, into: output)
        }
      }
    }
    #expect(output == [Float](repeating: 7, count: outputCount))
  }
}
