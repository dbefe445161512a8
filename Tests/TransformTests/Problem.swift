// Problem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A 3x3 convolution of stride 1, described once for the library and for the oracle.
struct Problem: CustomStringConvertible, Sendable {
  var batch = 1
  var inputChannels: Int
  var outputChannels: Int
  var height: Int
  var width: Int
  /// Top, left, bottom, right.
  var padding = [1, 1, 1, 1]
  var groups = 1
  var border = Border.zeros
  var hasBias = false
  var activation = Activation.none

  var inputShape: [Int] { [batch, inputChannels, height, width] }
  var weightShape: [Int] { [outputChannels, inputChannels / groups, 3, 3] }

  func geometry() throws -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: inputShape, weightShape: weightShape,
      padding: .sides(top: padding[0], left: padding[1], bottom: padding[2], right: padding[3]),
      groups: groups, border: border)
  }

  var description: String {
    "\(batch)x\(inputChannels)->\(outputChannels) @\(height)x\(width) padding \(padding) "
      + "groups \(groups) border \(border) bias \(hasBias) activation \(activation)"
  }

  /// Normally distributed inputs, and weights scaled as K. He et al. (arXiv:1502.01852) do.
  struct Operands<Scalar: TensorScalar> {
    var input: [Scalar]
    var weight: [Scalar]
    var bias: [Scalar]?
  }

  func operands<Scalar: TensorScalar>(seed: UInt64, _: Scalar.Type) -> Operands<Scalar> {
    var generator = SplitMix64(seed: seed)
    let taps = Double(9 * inputChannels / groups)
    return Operands(
      input: generator.normal(inputShape.reduce(1, *)),
      weight: generator.normal(weightShape.reduce(1, *), deviation: (2 / taps).squareRoot()),
      bias: hasBias ? generator.normal(outputChannels) : nil)
  }

  /// What the library computes, into an output that held NaN.
  func output<Scalar: TensorScalar>(
    _ operands: Operands<Scalar>, algorithm: ConvolutionAlgorithm = .winograd, threads: Int = 1
  ) throws -> [Scalar] {
    let geometry = try geometry()
    let plan = try ConvolutionPlan(
      geometry, weight: try Tensor(shape: weightShape, elements: operands.weight),
      bias: try operands.bias.map { try Tensor(shape: [outputChannels], elements: $0) },
      activation: activation, accuracy: .fast,
      options: ConvolutionOptions(algorithm: algorithm, threads: threads))
    var output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
    try plan.run(try Tensor(shape: inputShape, elements: operands.input), into: &output)
    return output.elements
  }

  /// What the oracle computes, and its largest value before the activation.
  struct Expected {
    var output: [Double]
    var size: Double

    /// The largest difference over the largest value; infinite if one of them is NaN.
    func relativeError<Scalar: BinaryFloatingPoint>(of actual: [Scalar]) -> Double {
      guard actual.count == output.count else { return .infinity }
      var error = 0.0
      for (a, b) in zip(actual, output) {
        let difference = abs(Double(a) - b)
        guard !difference.isNaN else { return .infinity }
        error = max(error, difference)
      }
      return size > 0 ? error / size : error
    }
  }

  func expected<Scalar: TensorScalar>(_ operands: Operands<Scalar>) -> Expected {
    let reference = ReferenceConvolution(
      batch: batch, inputChannels: inputChannels, inputHeight: height, inputWidth: width,
      outputChannels: outputChannels, kernelHeight: 3, kernelWidth: 3, paddingTop: padding[0],
      paddingLeft: padding[1], paddingBottom: padding[2], paddingRight: padding[3], groups: groups,
      border: referenceBorder)
    let output = reference.output(
      input: operands.input, weight: operands.weight, bias: operands.bias)
    let range =
      switch activation {
      case .none: -Double.infinity...Double.infinity
      case .relu: 0...Double.infinity
      case .clamp(let lower, let upper): lower...upper
      }
    return Expected(
      output: output.map { min(max($0, range.lowerBound), range.upperBound) },
      size: output.reduce(0) { max($0, abs($1)) })
  }

  private var referenceBorder: ReferenceBorder {
    switch border {
    case .constant(let value): .constant(value)
    case .reflect: .reflect
    case .symmetric: .symmetric
    case .replicate: .replicate
    case .circular: .circular
    }
  }
}

extension Accuracy {
  /// What `.fast` promises.
  static func bound<Scalar: TensorScalar>(_: Scalar.Type) -> Double {
    Scalar.self == Float.self ? 1e-5 : 1e-13
  }
}
