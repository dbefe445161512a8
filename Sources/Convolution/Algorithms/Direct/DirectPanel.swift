// DirectPanel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How inputs are laid out in scratch: in the order in which tiles read them.
///
///     [row][tile][channel][what the tile reads of the row]
///
/// A tile sums over its channels one after the other. Where these are planes of an image, each lies in
/// another page: the processor foresees none of them, and a sum over 512 channels at 28 x 28 runs at
/// 0.6 of the rate that it has here (AVX2, first-level cache of 32 KiB). Neighboring tiles overlap by
/// the width of the kernel, which is copied to both. Rows that this makes too long are left whole.
struct DirectPanel: Hashable {
  /// What a tile reads of a row in one channel, and the distance between channels.
  let span: Int
  /// The distance between tiles; 0 where rows are whole.
  let tileStride: Int
  /// The distance between rows.
  let rowStride: Int

  /// Whether every tile has its own copy of what it reads.
  var splitsRows: Bool { tileStride > 0 }

  /// - Parameters:
  ///   - rowLength: The elements of a row in one channel.
  ///   - tiles: The most tiles of a row, and `tilePixels` the most pixels of one.
  ///   - step: The distance between the inputs of pixels.
  ///   - reach: The elements that the first pixel of a tile reads, and those between.
  ///   - most: The most elements of a row in all channels.
  init(
    channels: Int, rowLength: Int, tiles: Int, tilePixels: Int, step: Int, reach: Int,
    scalarSize: Int, most: Int
  ) {
    let line = 64 / scalarSize
    // What is copied runs over its end, by less than a vector.
    let overrun = line - 1
    let room = channels * rowLength + overrun
    // An odd number of lines: tiles do not displace each other in the first-level cache.
    func stride(_ elements: Int) -> Int { ((elements + line - 1) / line | 1) * line }
    // In floating point: a stride beyond the picture overflows when it is multiplied.
    let exact = Double(tilePixels - 1) * Double(step) + Double(reach)
    let split = exact < Double(rowLength) ? Int(exact) : rowLength
    let tileStride = stride(channels * split + overrun)
    if tiles > 1, tileStride * tiles <= most {
      span = split
      self.tileStride = tileStride
      rowStride = tileStride * tiles
    } else {
      span = rowLength
      self.tileStride = 0
      rowStride = stride(room)
    }
  }
}
