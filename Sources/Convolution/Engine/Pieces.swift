// Pieces.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A range from 0, cut into pieces of nearly one size.
struct Pieces: Hashable {
  let total: Int
  /// The size of every piece but the last, which may be smaller.
  let size: Int

  /// Pieces of at most `limit`, their number a multiple of `multiple`; their size is rounded up to
  /// a multiple of `granularity` where the limit allows it, which may leave fewer pieces.
  init(of total: Int, atMost limit: Int, multipleOf multiple: Int = 1, granularity: Int = 1) {
    let limit = max(1, limit)
    var count = max(1, (total + limit - 1) / limit)
    if count % multiple != 0 { count += multiple - count % multiple }
    let even = max(1, (total + count - 1) / count)
    let rounded = (even + granularity - 1) / granularity * granularity
    self.total = total
    self.size = rounded <= limit ? rounded : even
  }

  /// Pieces of `size`.
  init(size: Int, of total: Int) {
    self.total = total
    self.size = size
  }

  /// The number of pieces; none when there is nothing to cut.
  var count: Int { (total + size - 1) / size }

  subscript(_ index: Int) -> Range<Int> {
    index * size..<min(total, (index + 1) * size)
  }
}
