// ConformanceExpectations.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Checks a result against another library's.
///
/// Neither is exact: each may be off by the bound of `expectAccurate`, and so they may differ by two
/// of them.
func expectConforming<Scalar>(
  _ name: String, _ actual: Tensor<Scalar>, _ theirs: Tensor<Scalar>, bounds: [Double],
  in vector: ConformanceVector, sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = Results<Scalar>.Part(name, actual).difference(
    from: Results<Double>.Part(name, Tensor<Double>(theirs)), within: bounds.map { 2 * $0 })
  #expect(difference == nil, "\(vector.name)", sourceLocation: sourceLocation)
}

/// Checks a picture's correlation or convolution against another library's.
///
/// - Parameter isTurned: Whether the kernel is turned, as a convolution does it.
func expectConforming(
  _ image: Tensor<Float>, _ kernel: Tensor<Float>, padding: Padding, border: Border,
  isTurned: Bool = false, in vector: ConformanceVector,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  func compute<Scalar>(
    _ image: Tensor<Scalar>, _ kernel: Tensor<Scalar>
  ) throws -> Tensor<Scalar> {
    isTurned
      ? try convolve2D(image, kernel, padding: padding, border: border)
      : try correlate2D(image, kernel, padding: padding, border: border)
  }
  // What the sizes of the products sum to takes no exactness of its own to say.
  let sizes = try compute(Tensor<Double>(image.map(abs)), Tensor<Double>(kernel.map(abs)))
  let bound = 2 * Double(kernel.count) * Double(Float.ulpOfOne)
  expectConforming(
    "output", try compute(image, kernel), try vector.tensor("output"),
    bounds: sizes.elements.map { bound * $0 },
    in: vector, sourceLocation: sourceLocation)
}
