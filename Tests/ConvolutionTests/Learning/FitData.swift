// FitData.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation

/// What fits are tested on.
enum FitData {
  /// A case of the folder `Resources/Learning`.
  static func vector(_ name: String) throws -> NamedTensors {
    let file = Bundle.module.bundleURL.appendingPathComponent(
      "Resources/Learning/\(name).safetensors")
    return try SafetensorsFile.read(file.path)
  }

  /// A photo of 96 x 128 pixels.
  static func photo() throws -> Tensor<Double> { try vector("quantized").tensor("input") }

  /// Whole numbers from -8 to 8: sums of their products are exact in any order, and a fit depends on
  /// them alone.
  static func integers<Scalar: TensorScalar>(
    _ shape: [Int], using generator: inout SplitMix64
  ) throws -> Tensor<Scalar> {
    try Tensor<Scalar>.random(shape, in: -8..<9, using: &generator).map { $0.rounded(.down) }
  }

  /// How far the solutions of normal equations may be apart that were summed in different orders.
  ///
  /// Each is off by at most (m + taps) 2^-53 of the trace, m being the length of the sums, times the
  /// condition number squared, relative to the largest weight; the trace is at most taps times the
  /// largest eigenvalue.
  static func bound<Scalar>(_ fit: KernelFit<Scalar>, terms: Int) -> Double {
    let largest = fit.weight.elements.map { abs(Double($0)) }.max() ?? 0
    let taps = Double(fit.taps)
    return 2 * (Double(terms) + taps) * taps * 0x1p-53 * fit.conditionNumber * fit.conditionNumber
      * largest + Double(Scalar.ulpOfOne) * largest
  }
}
