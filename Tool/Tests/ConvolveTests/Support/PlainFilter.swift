// PlainFilter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// What a filtered picture must be, from its definition: loops over pixels and taps, in `Double`.
///
/// Nothing here is taken from the library, and a border is followed step by step instead of by a
/// formula, so that the two cannot be wrong in the same way.
struct PlainFilter {
  var kernel: [[Double]]
  var border = "reflect"
  var isFlipped = false
  var scale = 1.0
  var bias = 0.0

  /// The kernel as the command line takes it.
  var text: String {
    kernel.map { $0.map { "\($0)" }.joined(separator: ",") }.joined(separator: ";")
  }

  /// The pixels of `written` that are not `original` filtered, at most the first three.
  ///
  /// A stored number may be half a step from the exact value, plus the rounding errors of the sum.
  func mistakes(in written: Picture, from original: Picture) -> [String] {
    let shape = original.samples.shape
    guard written.layout == original.layout else {
      return ["\(written.layout) written, \(original.layout) read"]
    }
    let largest = Double(original.bitDepth.largest)
    let planes = original.samples.elements.map(Double.init)
    let size = (height: shape[1], width: shape[2])
    var mistakes: [String] = []
    for (index, stored) in written.stored.enumerated() {
      let (channel, pixel) = index.quotientAndRemainder(dividingBy: size.height * size.width)
      let (row, column) = pixel.quotientAndRemainder(dividingBy: size.width)
      let sum = sum(size, at: (row, column)) { row, column in
        planes[channel * size.height * size.width + row * size.width + column]
      }
      let exact = min(1, max(0, sum.value)) * largest
      if abs(stored - exact) > 0.5 + sum.error * largest {
        mistakes.append("channel \(channel) row \(row) column \(column): \(stored) for \(exact)")
        if mistakes.count == 3 { break }
      }
    }
    return mistakes
  }

  private func sum(
    _ size: (height: Int, width: Int), at place: (row: Int, column: Int),
    _ pixel: (Int, Int) -> Double
  ) -> (value: Double, error: Double) {
    // The element of the kernel that meets the pixel: the middle, or the one before it.
    let middle = (row: (kernel.count - 1) / 2, column: (kernel[0].count - 1) / 2)
    let direction = isFlipped ? -1 : 1
    var value = bias
    var magnitude = abs(bias)
    for (i, taps) in kernel.enumerated() {
      for (j, tap) in taps.enumerated() {
        let row = source(place.row + direction * (i - middle.row), of: size.height)
        let column = source(place.column + direction * (j - middle.column), of: size.width)
        guard let row, let column else { continue }
        let product = tap * scale * pixel(row, column)
        value += product
        magnitude += abs(product)
      }
    }
    let products = Double(kernel.count * kernel[0].count + 2)
    return (value, 2 * products * Double(Float.ulpOfOne) * magnitude)
  }

  /// Where the value at `index` comes from, nil for a zero.
  private func source(_ index: Int, of size: Int) -> Int? {
    var index = index
    while !(0..<size).contains(index) {
      let isBefore = index < 0
      switch border {
      case "replicate": index = isBefore ? 0 : size - 1
      case "circular": index += isBefore ? size : -size
      case "symmetric": index = isBefore ? -1 - index : 2 * size - 1 - index
      case "reflect": index = size == 1 ? 0 : (isBefore ? -index : 2 * (size - 1) - index)
      default: return nil
      }
    }
    return index
  }
}
