// Geometry+Lists.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference

extension Geometry {
  /// Problems that each stress one thing, and one that stresses all of them.
  static let all: [Geometry] = [
    // Nothing special, and every size different.
    Geometry(batch: 2, channels: 3, image: Size(7, 6), filters: 4, kernel: 3),
    // Height and width disagree about everything.
    Geometry(
      channels: 2, image: Size(5, 9), filters: 3, kernel: Size(3, 2),
      stride: Size(2, 1), padding: Sides(1, 0, 1, 0)),
    // The stride steps over pixels that no window reads.
    Geometry(
      image: Size(8, 7), filters: 2, kernel: Size(2, 1), stride: Size(3, 2)),
    // The stride leaves the last row and column unused.
    Geometry(channels: 2, image: Size(6, 8), kernel: 3, stride: 2),
    Geometry(
      channels: 2, image: Size(9, 10), filters: 2, kernel: Size(3, 2),
      dilation: Size(2, 3)),
    // Four different sides.
    Geometry(image: Size(5, 4), kernel: 3, padding: Sides(2, 0, 1, 3)),
    // The kernel is larger than the image.
    Geometry(
      channels: 2, image: Size(2, 3), filters: 2, kernel: Size(5, 4),
      padding: Sides(3, 2, 1, 2)),
    // The padding is larger than the image, several times over.
    Geometry(image: 2, kernel: 3, padding: Sides(5, 3, 4, 6)),
    // One pixel, one column, one row.
    Geometry(image: 1, filters: 2, kernel: 3, padding: 2),
    Geometry(image: Size(6, 1), kernel: Size(2, 3), padding: Sides(1, 2, 0, 3)),
    Geometry(image: Size(1, 6), kernel: Size(3, 2), padding: Sides(2, 1, 3, 0)),
    // The kernel covers the image exactly.
    Geometry(batch: 3, channels: 2, image: Size(4, 3), kernel: Size(4, 3)),
    // Pointwise, strided.
    Geometry(channels: 5, image: 5, filters: 3, kernel: 1, stride: 2),
    // Grouped, and depthwise with two filters for each channel.
    Geometry(
      channels: 4, image: 5, filters: 6, kernel: 3, padding: 1, groups: 2),
    Geometry(
      channels: 3, image: Size(4, 6), filters: 6, kernel: Size(2, 3),
      padding: Sides(1, 1, 0, 1), groups: 3),
    // Everything at once.
    Geometry(
      batch: 2, channels: 4, image: Size(9, 8), filters: 6, kernel: Size(3, 2),
      stride: Size(2, 3), padding: Sides(2, 1, 0, 3), dilation: Size(2, 1),
      groups: 2),
  ]

  static let borders: [ReferenceBorder] = [
    .zeros, .constant(-3), .reflect, .symmetric, .replicate, .circular,
  ]

  /// A small problem with everything drawn at random; its kernel may not fit.
  static func random(seed: UInt64) -> Geometry {
    var random = SplitMix64(seed: seed)
    func draw(_ range: ClosedRange<Int>) -> Int {
      Int.random(in: range, using: &random)
    }
    let groups = draw(1...3)
    return Geometry(
      batch: draw(1...2), channels: groups * draw(1...2),
      image: Size(draw(1...7), draw(1...7)), filters: groups * draw(1...2),
      kernel: Size(draw(1...4), draw(1...4)),
      stride: Size(draw(1...3), draw(1...3)),
      padding: Sides(draw(0...4), draw(0...4), draw(0...4), draw(0...4)),
      dilation: Size(draw(1...3), draw(1...3)), groups: groups,
      border: borders[draw(0...borders.count - 1)])
  }
}
