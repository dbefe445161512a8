// DirectPanel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How inputs are laid out in scratch: in the order in which tiles read them.
///
///     [row][tile][channel][phase][what the tile reads of the row]
///
/// A tile sums over its channels one after the other. Where these are planes of an image, each lies in
/// another page: the processor foresees none of them, and a sum over 512 channels at 28 x 28 runs at
/// 0.6 of the rate that it has here (AVX2, first-level cache of 32 KiB). Neighboring tiles overlap by
/// the width of the kernel, which is copied to both. Rows that this makes too long are left whole.
///
/// Where pixels are on the lanes and have a stride of 2, elements are parted into two phases, the even
/// ones and the odd ones: what neighboring pixels read at a tap are neighbors then.
struct DirectPanel: Hashable {
  /// 1 or 2.
  let phases: Int
  /// What a tile reads of a row in one phase of one channel, and the distance between phases.
  let span: Int
  /// The distance between tiles; 0 where rows are whole.
  let tileStride: Int
  /// The distance between rows.
  let rowStride: Int

  /// Whether every tile has its own copy of what it reads.
  var splitsRows: Bool { tileStride > 0 }

  /// Whether rows are not copied as they are.
  var changesRows: Bool { splitsRows || phases > 1 }

  /// The distance between channels.
  var channelStride: Int { phases * span }

  /// Where a tile finds a column of what it reads.
  func offset(ofColumn column: Int) -> Int { column % phases * span + column / phases }

  /// - Parameters:
  ///   - rowLength: The elements of a row in one channel.
  ///   - tiles: The most tiles of a row, and `tilePixels` the most pixels of one.
  ///   - step: The distance between the inputs of pixels.
  ///   - reach: The elements that the first pixel of a tile reads, and those between.
  ///   - phases: 1, or 2 if that is the step.
  ///   - isAligned: Whether all phases of all channels begin a line.
  ///   - most: The most elements of a row in all channels.
  init(
    channels: Int, rowLength: Int, tiles: Int, tilePixels: Int, step: Int, reach: Int, phases: Int,
    isAligned: Bool, scalarSize: Int, most: Int
  ) {
    let line = 64 / scalarSize
    // What is copied runs over its end, by less than a vector.
    let overrun = line - 1
    func perPhase(_ elements: Int) -> Int {
      let count = (elements + phases - 1) / phases
      return isAligned ? (count + line - 1) / line * line : count
    }
    let room = channels * phases * perPhase(rowLength) + overrun
    // An odd number of lines: tiles do not displace each other in the first-level cache.
    func stride(_ elements: Int) -> Int { ((elements + line - 1) / line | 1) * line }
    // In floating point: a stride beyond the picture overflows when it is multiplied.
    let exact = Double(tilePixels - 1) * Double(step) + Double(reach)
    let split = perPhase(exact < Double(rowLength) ? Int(exact) : rowLength)
    let tileStride = stride(channels * phases * split + overrun)
    self.phases = phases
    if tiles > 1, tileStride * tiles <= most {
      self.span = split
      self.tileStride = tileStride
      rowStride = tileStride * tiles
    } else {
      self.span = perPhase(rowLength)
      self.tileStride = 0
      rowStride = stride(room)
    }
  }
}
