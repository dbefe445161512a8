// Pieces.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A range from 0, cut into pieces that follow each other.
///
/// A part of the pieces is the same part of the range, to one step: workers with as many pieces each have as
/// much to do. If all pieces were of one size but the last, the worker with that would wait: 56 rows, in 10
/// pieces of 6, are 30 and 26.
package struct Pieces: Hashable {
  package let total: Int
  /// The number of pieces; none when there is nothing to cut.
  package let count: Int
  /// Pieces begin at multiples of this.
  private let step: Int
  /// The steps of every piece, and how many have one more.
  private let (steps, longer): (Int, Int)

  /// Pieces of at most `limit`, their number a multiple of `multiple` if there are so many, that begin at
  /// multiples of `granularity` where the limit allows it.
  package init(of total: Int, atMost limit: Int, multipleOf multiple: Int = 1, granularity: Int = 1)
  {
    let limit = max(1, limit)
    let step = granularity <= limit ? granularity : 1
    let all = Self.quotient(total, step)
    let fitting = limit >= total ? min(all, 1) : Self.quotient(all, limit / step)
    let count = min(all, Self.quotient(fitting, multiple) * multiple)
    self.init(of: total, step: step, count: count, all: all)
  }

  /// Pieces of `size`, the last of which may be smaller.
  package init(size: Int, of total: Int) {
    let count = Self.quotient(total, size)
    self.init(of: total, step: size, count: count, all: count)
  }

  private init(of total: Int, step: Int, count: Int, all: Int) {
    self.total = total
    self.step = step
    self.count = count
    (steps, longer) = all.quotientAndRemainder(dividingBy: max(1, count))
  }

  /// The quotient, rounded up.
  private static func quotient(_ count: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: divisor)
    return quotient + (remainder > 0 ? 1 : 0)
  }

  /// The size of the largest piece, at least 1.
  package var size: Int { max(1, steps + (longer > 0 ? 1 : 0)) * step }

  package subscript(_ index: Int) -> Range<Int> {
    start(of: index)..<min(total, start(of: index + 1))
  }

  private func start(of index: Int) -> Int {
    // Most have no longer ones, and need no division.
    (index * steps + (longer > 0 ? index * longer / count : 0)) * step
  }
}
