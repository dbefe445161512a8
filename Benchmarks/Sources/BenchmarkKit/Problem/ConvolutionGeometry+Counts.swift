// ConvolutionGeometry+Counts.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The counts that a convolution is measured in.
extension ConvolutionGeometry {
  /// The floating-point operations of the definition, in billions: two for every multiply-add,
  /// those on padding counted.
  ///
  /// Rates computed from it are effective rates: an algorithm that needs fewer operations, or skips
  /// the padding, is credited with all of them.
  package var gflop: Double { 2 * multiplyAdds / 1e9 }

  /// The bytes of input, weight and output in single precision, each counted once.
  package var compulsoryBytes: Int {
    [inputShape, weightShape, outputShape].reduce(0) { $0 + $1.reduce(1, *) }
      * MemoryLayout<Float>.size
  }

  /// The products that are summed into one output.
  var productsPerOutput: Int { weightShape[1] * weightShape[2] * weightShape[3] }

  /// 2 K eps for K products: what a `Float` output may be off by, as a part of the sum of their sizes.
  var strictGamma: Double { 2 * Double(productsPerOutput) * Double(Float.ulpOfOne) }

  /// The outputs of one image and one channel.
  var pixelsPerPlane: Int { outputSize.height * outputSize.width }

  var channelsPerGroup: (input: Int, output: Int) {
    (inputChannels / groups, outputChannels / groups)
  }
}
