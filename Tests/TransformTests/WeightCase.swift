// WeightCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionKernels
import Convolution
import Testing

/// One call of a transform of weights.
struct WeightCase<Scalar: BinaryFloatingPoint> {
  let table: UnsafePointer<ck_table>
  let tile: ck_winograd_tile
  let channels: Int

  init(_ set: ck_isa, _ tile: ck_winograd_tile, channels: Int) throws {
    table = try #require(ck_table_for(set))
    self.tile = tile
    self.channels = channels
  }

  func check() throws {
    let block = table.block(Scalar.self)
    let frequencies = (tile.side + 2) * (tile.side + 2)
    // Of a part of the channels: the others of each frequency are left alone.
    let frequencyStride = (channels + 1) * block
    var generator = SplitMix64(seed: UInt64(channels))
    let kernels: [Scalar] = generator.normal(channels * 9 * block)
    let weight = AlignedMemory(kernels)
    let target = AlignedMemory<Scalar>(count: frequencies * frequencyStride)
    if Scalar.self == Float.self {
      var arguments = ck_winograd_weight_f32(
        weight: weight.pointer(), channels: channels, target: target.pointer(),
        frequency_stride: frequencyStride)
      ck_winograd_weight_f32_call(table, tile, &arguments)
    } else {
      var arguments = ck_winograd_weight_f64(
        weight: weight.pointer(), channels: channels, target: target.pointer(),
        frequency_stride: frequencyStride)
      ck_winograd_weight_f64_call(table, tile, &arguments)
    }

    var expected = [Scalar?](repeating: nil, count: target.count)
    for c in 0..<channels {
      for o in 0..<block {
        let kernel: Matrix = (0..<3).map { row in
          (0..<3).map { column in Double(kernels[(c * 9 + row * 3 + column) * block + o]) }
        }
        for (f, value) in congruence(tile.weightTransform, kernel).joined().enumerated() {
          expected[f * frequencyStride + c * block + o] = Scalar(value)
        }
      }
    }
    // The matrices are printed with 14 digits; a float is rounded once, from double.
    let tolerance = max(1e-12, Double(Scalar.ulpOfOne) * 8)
    compare(target, expected, tolerance: tolerance, "\(self)")
  }
}
