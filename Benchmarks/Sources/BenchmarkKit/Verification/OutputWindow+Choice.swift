// OutputWindow+Choice.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension OutputWindow {
  /// The windows to check: all of the output when the naive loop needs no more than `budget` GFLOP
  /// for it, and otherwise samples worth about as much.
  static func windows(_ geometry: ConvolutionGeometry, budget: Double) -> [OutputWindow] {
    geometry.gflop <= budget ? covering(geometry) : sampling(geometry, budget: budget)
  }

  /// Windows that together are the whole output, one for every image and group.
  private static func covering(_ geometry: ConvolutionGeometry) -> [OutputWindow] {
    let channels = geometry.channelsPerGroup.output
    return (0..<geometry.batch).flatMap { image in
      (0..<geometry.groups).map { group in
        OutputWindow(
          image: image, channels: group * channels..<(group + 1) * channels,
          rows: 0..<geometry.outputSize.height)
      }
    }
  }

  /// Three windows: the first rows of the first channels of the first image, the middle of the
  /// middle, and the last of the last. Between them they see every edge, and both ends of what an
  /// algorithm may cut into tiles.
  private static func sampling(_ geometry: ConvolutionGeometry, budget: Double) -> [OutputWindow] {
    let height = geometry.outputSize.height
    let channelsPerGroup = geometry.channelsPerGroup.output
    let gflopPerRow = 2e-9 * Double(geometry.outputSize.width * geometry.productsPerOutput)
    let affordable = max(1, Int(budget / 3 / gflopPerRow))
    // A few channels and as many rows as they allow; then more channels, if there were few rows.
    let rows = min(height, max(1, affordable / min(4, channelsPerGroup)))
    let channels = min(channelsPerGroup, max(1, affordable / rows))
    return [0.0, 0.5, 1.0].map { place in
      func start(_ count: Int, of total: Int) -> Int { Int(place * Double(total - count)) }
      let firstChannel =
        start(1, of: geometry.groups) * channelsPerGroup + start(channels, of: channelsPerGroup)
      let firstRow = start(rows, of: height)
      return OutputWindow(
        image: start(1, of: geometry.batch), channels: firstChannel..<firstChannel + channels,
        rows: firstRow..<firstRow + rows)
    }
  }
}
