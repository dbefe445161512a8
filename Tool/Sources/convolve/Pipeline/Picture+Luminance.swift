// Picture+Luminance.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

extension Picture {
  /// The shades of gray of the picture, `[height, width]`.
  func luminance() throws -> Tensor<Float> {
    let plane = Array(samples.shape.suffix(2))
    guard samples.shape[0] == 3 else { return try samples.reshaped(to: plane) }
    var gray = try Tensor<Float>.zeros([1] + plane)
    Luminance.write(samples, rows: plane[0], into: &gray)
    return try gray.reshaped(to: plane)
  }
}
