// RandomParameters.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The parameters that a layer starts with: PyTorch's default initialization.
///
/// Weight and bias are uniform between plus and minus `1 / sqrt(fanIn)`, where `fanIn` is the size
/// of one element of the weight's first axis.
struct RandomParameters<Scalar: TensorScalar> {
  let weight: Tensor<Scalar>
  let bias: Tensor<Scalar>?

  /// - Parameters:
  ///   - weightShape: A checked shape without zeros.
  ///   - biasCount: The elements of the bias, or nil for none.
  ///   - generator: Where the numbers come from; the weight is drawn first, in order.
  init(
    weightShape: [Int], biasCount: Int?, using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) {
    let fanIn = weightShape.dropFirst().reduce(1, *)
    let bound = 1 / Scalar(fanIn).squareRoot()
    weight = try .random(weightShape, in: -bound..<bound, using: &generator)
    guard let biasCount else {
      bias = nil
      return
    }
    bias = try .random([biasCount], in: -bound..<bound, using: &generator)
  }
}
