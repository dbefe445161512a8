// TransposedPlan.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A transposed convolution that is ready to run many times: the gradient of its convolution's input, and
/// the bias.
struct TransposedPlan<Scalar: TensorScalar>: Sendable {
  let geometry: TransposedConvolutionGeometry
  private let program: InputGradientProgram<Scalar>

  /// - Precondition: Weight and bias have the shapes that the geometry gives them.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  init(
    _ geometry: TransposedConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    options: ConvolutionOptions
  ) throws(ConvolutionError) {
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
