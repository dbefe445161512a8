// ConformanceCase+Comparing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension ConformanceCase {
  /// Compares with `grad_input`, `grad_weight` and, where the case has it, `grad_bias`.
  ///
  /// - Parameters:
  ///   - sizes: The gradients of operands without signs.
  ///   - inputProducts: The most products that are summed into an element of the input's gradient.
  func compareGradients<Scalar: TensorScalar>(
    _ gradients: ConvolutionGradients<Scalar>, sizes: ConvolutionGradients<Scalar>,
    inputProducts: Int, weightProducts: Int, biasTerms: Int
  ) throws -> [Comparison] {
    var comparisons = [
      try compare(
        "input gradient", gradients.input, tensor("grad_input", Scalar.self), sizes: sizes.input,
        products: inputProducts),
      try compare(
        "weight gradient", gradients.weight, tensor("grad_weight", Scalar.self),
        sizes: sizes.weight, products: weightProducts),
    ]
    if let expected = optionalTensor("grad_bias", Scalar.self) {
      comparisons.append(
        try compare(
          "bias gradient", gradients.bias, expected, sizes: sizes.bias, products: biasTerms))
    }
    return comparisons
  }

  /// Compares sums of `products` products each, whose sizes are summed in `sizes`.
  ///
  /// A sum of K products in any order is within 2 K eps of the sum of their sizes (N. Higham,
  /// "Accuracy and Stability of Numerical Algorithms", section 3.1, with room for fused and unfused
  /// products); the other library's result is no closer, so the two may be twice that apart.
  func compare<Scalar: TensorScalar>(
    _ name: String, _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>, sizes: Tensor<Scalar>,
    products: Int
  ) throws -> Comparison {
    let factor = 4 * Double(products) * Double(Scalar.ulpOfOne)
    let sizes = sizes.elements
    return try Comparison(name, actual, expected) { factor * Double(sizes[$0]) }
  }
}
