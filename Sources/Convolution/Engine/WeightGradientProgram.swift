// WeightGradientProgram.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the weight, prepared for the first way that takes the geometry.
enum WeightGradientProgram<Scalar: TensorScalar> {
  case direct(DirectWeightGradient<Scalar>)
  /// And what takes its place where the gradient is not finite.
  case exchanged(ExchangedWeightGradient<Scalar>, Im2Col<Scalar>)
  case depthwise(DepthwiseWeightGradient<Scalar>)
  case planar(PlanarWeightGradient<Scalar>)
  case im2col(Im2Col<Scalar>)

  init(_ geometry: ConvolutionGeometry, _ options: ConvolutionOptions) throws(ConvolutionError) {
    // What it refuses is refused whichever way is taken.
    let im2col = try Im2Col<Scalar>(geometry, options)
    if options.algorithm == .im2col {
      self = .im2col(im2col)
    } else if let exchanged = try ExchangedWeightGradient<Scalar>(geometry, options) {
      self = .exchanged(exchanged, im2col)
    } else if let direct = try DirectWeightGradient<Scalar>(geometry, options) {
      self = .direct(direct)
    } else if let depthwise = try DepthwiseWeightGradient<Scalar>(geometry, options) {
      self = .depthwise(depthwise)
    } else if let planar = try PlanarWeightGradient<Scalar>(geometry, options) {
      self = .planar(planar)
    } else {
      self = .im2col(im2col)
    }
  }

  /// Writes the gradient, every element of it.
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    switch self {
    case .direct(let direct):
      try unsafe direct.run(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
    case .exchanged(let exchanged, let im2col):
      let isFinite = try unsafe exchanged.run(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
      guard !isFinite else { return }
      try unsafe im2col.weightGradient(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
    case .depthwise(let depthwise):
      try unsafe depthwise.run(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
    case .planar(let planar):
      try unsafe planar.run(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
    case .im2col(let im2col):
      try unsafe im2col.weightGradient(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
    }
  }

  var path: WeightGradientPath {
    switch self {
    case .direct: .direct
    case .exchanged: .exchanged
    case .depthwise: .depthwise
    case .planar: .planar
    case .im2col: .im2col
    }
  }
}

/// The ways to the gradient with respect to the weight.
package enum WeightGradientPath: String, CaseIterable, Sendable {
  case direct, exchanged, depthwise, planar, im2col
}

extension ConvolutionGeometry {
  /// The way that the gradient with respect to the weight is computed.
  package func weightGradientPath<Scalar: TensorScalar>(
    _: Scalar.Type, options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) -> WeightGradientPath {
    try WeightGradientProgram<Scalar>(self, options).path
  }
}
