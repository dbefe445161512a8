// InputCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// One call of an input transform.
struct InputCase<Scalar: BinaryFloatingPoint> {
  let table: UnsafePointer<ck_table>
  let tile: ck_winograd_tile
  let tiles: Int
  let channels: Int
  private let lanes: Int

  /// Nil where the set's vectors have fewer lanes than there are channels.
  init?(_ set: ck_isa, _ tile: ck_winograd_tile, tiles: Int, channels: Int) throws {
    table = try #require(ck_table_for(set))
    lanes = table.lanes(Scalar.self)
    guard channels <= lanes else { return nil }
    self.tile = tile
    self.tiles = tiles
    self.channels = channels
  }

  func check() throws {
    let side = tile.side
    let step = max(lanes, side)
    let rowStride = (side * tiles + 2 + step - 1) / step * step
    let channelStride = rowStride * (side + 2)
    let (firstTile, panelTiles) = (2, 5)
    let panelStride = panelTiles * lanes * 3
    let frequencyStride = panelStride * ((firstTile + tiles) / panelTiles + 1)
    let frequencies = (side + 2) * (side + 2)
    var generator = SplitMix64(seed: UInt64(tiles * 100 + channels))
    var image: [Scalar] = generator.normal(channels * channelStride)
    // What is read beyond the last tile must not matter.
    for row in 0..<channels * (side + 2) {
      for column in side * tiles + 2..<rowStride { image[row * rowStride + column] = .nan }
    }
    let input = AlignedMemory(image)
    let panels = AlignedMemory<Scalar>(count: frequencies * frequencyStride)
    if Scalar.self == Float.self {
      var arguments = ck_winograd_input_f32(
        input: input.pointer(), channel_stride: channelStride, row_stride: rowStride,
        channels: channels, tiles: tiles, first_tile: firstTile, panel_tiles: panelTiles,
        panels: panels.pointer(), panel_stride: panelStride, frequency_stride: frequencyStride)
      ck_winograd_input_f32_call(table, tile, &arguments)
    } else {
      var arguments = ck_winograd_input_f64(
        input: input.pointer(), channel_stride: channelStride, row_stride: rowStride,
        channels: channels, tiles: tiles, first_tile: firstTile, panel_tiles: panelTiles,
        panels: panels.pointer(), panel_stride: panelStride, frequency_stride: frequencyStride)
      ck_winograd_input_f64_call(table, tile, &arguments)
    }

    var expected = [Scalar?](repeating: nil, count: panels.count)
    for t in 0..<tiles {
      let place = (firstTile + t) / panelTiles * panelStride + (firstTile + t) % panelTiles * lanes
      for lane in 0..<lanes {
        let window: Matrix = (0..<side + 2).map { row in
          (0..<side + 2).map { column in
            lane < channels
              ? Double(image[lane * channelStride + row * rowStride + t * side + column]) : 0
          }
        }
        for (f, value) in congruence(tile.inputTransform, window).joined().enumerated() {
          expected[f * frequencyStride + place + lane] = Scalar(value)
        }
      }
    }
    compare(panels, expected, tolerance: 200 * Double(Scalar.ulpOfOne), "\(self)")
  }
}

/// Compares every element: those without an expected value must be canaries still.
func compare<Scalar: BinaryFloatingPoint>(
  _ memory: AlignedMemory<Scalar>, _ expected: [Scalar?], tolerance: Double, _ what: String
) {
  #expect(memory.isIntactAround, "\(what)")
  let wrong = zip(memory.elements, expected).enumerated().first { _, pair in
    guard let expected = pair.1 else { return pair.0 != AlignedMemory<Scalar>.canary }
    return !(abs(Double(pair.0) - Double(expected)) <= tolerance)
  }
  #expect(wrong == nil, "\(what): \(String(describing: wrong))")
}
