// Im2ColProgram.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The forward pass by im2col, with the weight that it multiplies by.
struct Im2ColProgram<Scalar: TensorScalar>: Sendable {
  let im2col: Im2Col<Scalar>
  let weight: Tensor<Scalar>
  let bias: Tensor<Scalar>?
  let range: ClosedRange<Scalar>

  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    try unsafe im2col.forward(
      input: input, weight: weight.storage.baseAddress, bias: bias?.storage.baseAddress,
      range: range, output: output)
  }
}
