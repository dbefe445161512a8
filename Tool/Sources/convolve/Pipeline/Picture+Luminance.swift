// Picture+Luminance.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

extension Picture {
  /// The shades of gray of the picture, `[height, width]`.
  ///
  /// Colors are weighted 0.299, 0.587 and 0.114, the luma of ITU-R BT.601, which is what JPEG and
  /// OpenCV make gray of.
  func luminance() throws -> Tensor<Float> {
    let plane = Array(samples.shape.suffix(2))
    guard samples.shape[0] == 3 else { return try samples.reshaped(to: plane) }
    // A sum over channels is a convolution with a 1x1 kernel.
    let gray = try conv2D(
      samples.reshaped(to: [1] + samples.shape), weight: [[[[0.299]], [[0.587]], [[0.114]]]])
    return try gray.reshaped(to: plane)
  }
}
