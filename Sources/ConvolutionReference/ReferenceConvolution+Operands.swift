// ReferenceConvolution+Operands.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ReferenceConvolution {
  /// The values in `Double`.
  ///
  /// Only this step is generic. It is compiled in the module that calls, so the
  /// loops behind it run at full speed whatever the scalar.
  @inlinable
  func widen<Scalar: BinaryFloatingPoint>(_ values: [Scalar]) -> [Double] {
    values.map { Double($0) }
  }

  /// `weight[o][c][r][s]`, checked.
  func weightPlanes(_ weight: [Double]) -> Planes {
    precondition(
      weight.count == weightCount,
      "weight has \(weight.count) elements where its shape has \(weightCount)")
    return Planes(
      weight, depth: channelsPerGroup, height: kernelHeight, width: kernelWidth)
  }

  /// `outputGradient[n][o][y][x]`, checked.
  func outputPlanes(_ gradient: [Double]) -> Planes {
    precondition(
      gradient.count == outputCount,
      """
      outputGradient has \(gradient.count) elements where its shape has \
      \(outputCount)
      """)
    return Planes(
      gradient, depth: outputChannels, height: outputHeight, width: outputWidth)
  }
}
