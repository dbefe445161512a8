// SpreadTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Testing

@Suite struct SpreadTests {
  /// The first elements of the stretches of a row are as far apart as its pixels can be divided.
  @Test(arguments: [(10, 3), (7, 7), (9, 1), (11, 4)], [1, 2, 3])
  func stretchesStartEvenly(row: (pixels: Int, tiles: Int), step: Int) {
    let (pixels, tiles) = row
    for length in 1...9 {
      let source = (0..<pixels * step + length + 4).map(Float.init)
      let stride = length + 5
      var target = [Float](repeating: -1, count: tiles * stride + 4)
      ck_spread_f32(source, tiles, pixels / tiles, pixels % tiles, step, length, &target, stride)
      var doubles = [Double](repeating: -1, count: target.count)
      ck_spread_f64(
        source.map(Double.init), tiles, pixels / tiles, pixels % tiles, step, length, &doubles,
        stride)
      for tile in 0..<tiles {
        let expected = (0..<length).map { Float(pixels * tile / tiles * step + $0) }
        let start = tile * stride
        #expect(Array(target[start..<start + length]) == expected)
        #expect(doubles[start..<start + length].map { Float($0) } == expected)
        // At most 3 elements after a stretch are overwritten.
        #expect(target[start + length + 3..<start + stride].allSatisfy { $0 == -1 })
        #expect(doubles[start + length + 1..<start + stride].allSatisfy { $0 == -1 })
      }
    }
  }
}
