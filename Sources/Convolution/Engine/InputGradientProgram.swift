// InputGradientProgram.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the input, prepared for the first way that takes the geometry.
enum InputGradientProgram<Scalar: TensorScalar> {
  case depthwise(DepthwiseInputGradient<Scalar>)
  case phases(InputGradientPhases<Scalar>)
  case im2col(Im2Col<Scalar>, weight: Tensor<Scalar>)

  init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    // What it refuses is refused whichever way is taken.
    let im2col = try Im2Col<Scalar>(geometry, options)
    if options.algorithm == .im2col {
      self = .im2col(im2col, weight: weight)
    } else if let depthwise = try DepthwiseInputGradient(geometry, weight: weight, options: options)
    {
      self = .depthwise(depthwise)
    } else if let phases = InputGradientPhases(
      // Of a kernel that covers the image, one product of matrices, not sums over zeros.
      try geometry.isImageOfTaps ? geometry.ofPoints() : geometry, weight: weight)
    {
      self = .phases(phases)
    } else {
      self = .im2col(im2col, weight: weight)
    }
  }

  /// Writes the gradient, every element of it.
  ///
  /// - Precondition: Nothing else has the tensor that it is written to, and neither is empty.
  func run(
    outputGradient: Tensor<Scalar>, into inputGradient: Tensor<Scalar>, accuracy: Accuracy,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    switch self {
    case .depthwise(let depthwise):
      try unsafe depthwise.run(
        outputGradient: outputGradient.storage.baseAddress,
        inputGradient: inputGradient.storage.baseAddress)
    case .phases(let phases):
      try phases.run(
        outputGradient: outputGradient, into: inputGradient, accuracy: accuracy, options: options)
    case .im2col(let im2col, let weight):
      try unsafe im2col.inputGradient(
        weight: weight.storage.baseAddress, outputGradient: outputGradient.storage.baseAddress,
        inputGradient: inputGradient.storage.baseAddress)
    }
  }

  var path: InputGradientPath {
    switch self {
    case .depthwise: .depthwise
    case .phases: .phases
    case .im2col: .im2col
    }
  }
}

/// The ways to the gradient with respect to the input.
package enum InputGradientPath: String, CaseIterable, Sendable {
  case depthwise, phases, im2col
}

extension ConvolutionGeometry {
  /// The way that the gradient with respect to the input is computed.
  package func inputGradientPath<Scalar: TensorScalar>(
    weight: Tensor<Scalar>, options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) -> InputGradientPath {
    try InputGradientProgram<Scalar>(self, weight: weight, options).path
  }
}
