// InputGradientProgram.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to the input, prepared for the first way that takes the geometry.
enum InputGradientProgram<Scalar: TensorScalar>: Sendable {
  case depthwise(DepthwiseInputGradient<Scalar>)
  case phases(InputGradientPhases<Scalar>)
  case im2col(Im2Col<Scalar>, weight: Tensor<Scalar>, bias: Tensor<Scalar>?)

  /// - Parameter bias: `[inputChannels]`, what is added to the elements of each channel, or nil for nothing.
  init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    accuracy: Accuracy, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    // What it refuses is refused whichever way is taken.
    let im2col = try Im2Col<Scalar>(geometry, options)
    if options.algorithm == .im2col {
      self = .im2col(im2col, weight: weight, bias: bias)
    } else if let depthwise = try DepthwiseInputGradient(
      geometry, weight: weight, bias: bias, options: options)
    {
      self = .depthwise(depthwise)
    } else if let phases = try InputGradientPhases(
      geometry, weight: weight, bias: bias, accuracy: accuracy, options: options)
    {
      self = .phases(phases)
    } else {
      self = .im2col(im2col, weight: weight, bias: bias)
    }
  }

  /// Writes the gradient, every element of it.
  ///
  /// - Precondition: Neither is empty.
  func run(
    outputGradient: UnsafePointer<Scalar>, inputGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    switch self {
    case .depthwise(let depthwise):
      try unsafe depthwise.run(outputGradient: outputGradient, inputGradient: inputGradient)
    case .phases(let phases):
      try unsafe phases.run(outputGradient: outputGradient, inputGradient: inputGradient)
    case .im2col(let im2col, let weight, let bias):
      try unsafe im2col.inputGradient(
        weight: weight.storage.baseAddress, outputGradient: outputGradient,
        inputGradient: inputGradient)
      if let bias { unsafe im2col.add(bias, to: inputGradient) }
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
    try InputGradientProgram(self, weight: weight, accuracy: .strict, options: options).path
  }
}
