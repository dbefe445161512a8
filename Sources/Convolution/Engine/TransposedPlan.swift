// TransposedPlan.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A transposed convolution that is ready to run many times: the gradient of its convolution's input, and
/// the bias.
struct TransposedPlan<Scalar: TensorScalar>: Sendable {
  let geometry: TransposedConvolutionGeometry
  private let program: InputGradientProgram<Scalar>

  /// - Precondition: The weight has the shape that the geometry gives it.
  /// - Throws: A ``ConvolutionError`` where the bias has not, or what is asked for cannot be done.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  init(
    _ geometry: TransposedConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
    if let bias { try check(bias, "bias", is: [geometry.outputChannels]) }
    self.geometry = geometry
    program = try InputGradientProgram(
      geometry.convolution, weight: weight, bias: bias, accuracy: .strict, options: options)
  }

  /// - Precondition: The input has the shape that the geometry gives it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func callAsFunction(_ input: Tensor<Scalar>) throws(ConvolutionError) -> Tensor<Scalar> {
    let output = try Tensor<Scalar>(uninitializedShape: geometry.outputShape)
    guard !output.isEmpty else { return output }
    try unsafe program.run(
      outputGradient: input.storage.baseAddress, inputGradient: output.storage.baseAddress)
    return output
  }
}
