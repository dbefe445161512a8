// ProductCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// One call of a product, on whole numbers, whose sums are exact.
struct ProductCase<Scalar: BinaryFloatingPoint> {
  let table: UnsafePointer<ck_table>
  let tiles: Int
  let panelTiles: Int
  let channels: Int
  private let frequencies = 4

  /// Nil where the set's panels are smaller.
  init?(_ set: ck_isa, tiles: Int, panelTiles: Int, channels: Int) throws {
    table = try #require(ck_table_for(set))
    guard panelTiles <= table.pointee.direct_pixels else { return nil }
    self.tiles = tiles
    self.panelTiles = panelTiles
    self.channels = channels
  }

  func check() throws {
    let (lanes, block) = (table.lanes(Scalar.self), table.block(Scalar.self))
    let panelStride = panelTiles * ((channels + lanes - 1) / lanes * lanes)
    let frequencyStride = (tiles + panelTiles - 1) / panelTiles * panelStride + lanes
    var generator = SplitMix64(seed: UInt64(tiles * 100 + channels))
    func integers(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Int.random(in: -8...8, using: &generator)) }
    }
    let panels = AlignedMemory(integers(frequencies * frequencyStride))
    let weight = AlignedMemory(integers(frequencies * channels * block))
    let products = AlignedMemory<Scalar>(count: tiles * frequencies * block)
    if Scalar.self == Float.self {
      var arguments = ck_winograd_product_f32(
        panels: panels.pointer(), panel_tiles: panelTiles, panel_stride: panelStride,
        frequency_stride: frequencyStride, frequencies: frequencies, tiles: tiles,
        channels: channels, weight: weight.pointer(), products: products.pointer())
      table.pointee.winograd_product_f32(&arguments)
    } else {
      var arguments = ck_winograd_product_f64(
        panels: panels.pointer(), panel_tiles: panelTiles, panel_stride: panelStride,
        frequency_stride: frequencyStride, frequencies: frequencies, tiles: tiles,
        channels: channels, weight: weight.pointer(), products: products.pointer())
      table.pointee.winograd_product_f64(&arguments)
    }

    var expected = [Scalar?](repeating: nil, count: products.count)
    for f in 0..<frequencies {
      for tile in 0..<tiles {
        let place =
          f * frequencyStride + tile / panelTiles * panelStride + tile % panelTiles * lanes
        for o in 0..<block {
          var sum: Scalar = 0
          for c in 0..<channels {
            sum +=
              weight.start[(f * channels + c) * block + o]
              * panels.start[place + c / lanes * panelTiles * lanes + c % lanes]
          }
          expected[(tile * frequencies + f) * block + o] = sum
        }
      }
    }
    compare(products, expected, tolerance: 0, "\(self)")
  }
}
