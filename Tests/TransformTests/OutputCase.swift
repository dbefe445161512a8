// OutputCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// One call of an output transform.
struct OutputCase<Scalar: BinaryFloatingPoint> {
  /// The part of the output that is written.
  struct Window {
    var rows: Int
    var columns: Int
    var channels: Int
  }

  let table: UnsafePointer<ck_table>
  let tile: ck_winograd_tile
  let tiles: Int
  let window: Window
  /// Whether all products are NaN.
  var poisonsProducts = false
  private let block: Int
  private let rowStride: Int
  private let channelStride: Int
  private let range = -3.0...3.5

  /// Nil where the set's blocks have fewer channels.
  init?(
    _ set: ck_isa, _ tile: ck_winograd_tile, tiles: Int, rows: Int, columns: Int, channels: Int
  ) throws {
    table = try #require(ck_table_for(set))
    block = table.block(Scalar.self)
    guard channels <= block else { return nil }
    self.tile = tile
    self.tiles = tiles
    window = Window(rows: rows, columns: columns, channels: channels)
    // Rows and channels follow each other without a gap, as in a tensor, but for one element.
    rowStride = columns + 1
    channelStride = rows * rowStride + 1
  }

  private var operands: (products: [Scalar], bias: [Scalar]) {
    var generator = SplitMix64(seed: UInt64(tiles * 100 + window.columns))
    let frequencies = (tile.side + 2) * (tile.side + 2)
    let products: [Scalar] = generator.normal(tiles * frequencies * block)
    let bias: [Scalar] = generator.normal(block)
    return (poisonsProducts ? products.map { _ in .nan } : products, bias)
  }

  private func write() -> AlignedMemory<Scalar> {
    let products = AlignedMemory(operands.products)
    let bias = AlignedMemory(operands.bias)
    let output = AlignedMemory<Scalar>(count: window.channels * channelStride)
    if Scalar.self == Float.self {
      var arguments = ck_winograd_output_f32(
        products: products.pointer(), tiles: tiles, bias: bias.pointer(),
        lower: Float(range.lowerBound), upper: Float(range.upperBound), output: output.pointer(),
        row_stride: rowStride, channel_stride: channelStride, rows: window.rows,
        columns: window.columns, output_channels: window.channels)
      ck_winograd_output_f32_call(table, tile, &arguments)
    } else {
      var arguments = ck_winograd_output_f64(
        products: products.pointer(), tiles: tiles, bias: bias.pointer(),
        lower: range.lowerBound, upper: range.upperBound, output: output.pointer(),
        row_stride: rowStride, channel_stride: channelStride, rows: window.rows,
        columns: window.columns, output_channels: window.channels)
      ck_winograd_output_f64_call(table, tile, &arguments)
    }
    return output
  }

  func run() throws -> [Scalar] {
    write().elements
  }

  func check() throws {
    let (products, bias) = operands
    let output = write()
    let side = tile.side
    var expected = [Scalar?](repeating: nil, count: output.count)
    for channel in 0..<window.channels {
      for t in 0..<tiles {
        let sums: Matrix = (0..<side + 2).map { row in
          (0..<side + 2).map { column in
            let frequency = row * (side + 2) + column
            return Double(products[(t * (side + 2) * (side + 2) + frequency) * block + channel])
          }
        }
        let pixels = congruence(tile.outputTransform, sums)
        for y in 0..<window.rows {
          for x in 0..<side where t * side + x < window.columns {
            let value = pixels[y][x] + Double(bias[channel])
            expected[channel * channelStride + y * rowStride + t * side + x] = Scalar(
              min(max(value, range.lowerBound), range.upperBound))
          }
        }
      }
    }
    compare(output, expected, tolerance: 500 * Double(Scalar.ulpOfOne), "\(self)")
  }
}
