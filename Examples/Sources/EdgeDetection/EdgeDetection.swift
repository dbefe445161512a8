// EdgeDetection.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Finds the edges of a black band, with the library linked from outside.
@main
struct EdgeDetection {
  static func main() throws {
    var image = try Tensor<Float>.ones([6, 8])
    image[0..., 2..<6] = 0
    let edges = try correlate2D(image, [[1, -1]])
    print(edges)
  }
}
