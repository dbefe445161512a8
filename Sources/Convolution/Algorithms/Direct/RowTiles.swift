// RowTiles.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A row of pixels, cut into tiles.
struct RowTiles: Hashable {
  private let pixels: Int
  /// The number of tiles.
  let count: Int
  /// Tile `t` starts at `t * quotient + t * remainder / count`.
  let quotient: Int
  let remainder: Int

  /// Tiles of at most `most` pixels: of nearly one size if `evenly`, else all of them full but the
  /// last.
  init(of pixels: Int, atMost most: Int, evenly: Bool) {
    self.pixels = pixels
    count = (pixels + most - 1) / most
    (quotient, remainder) =
      evenly ? pixels.quotientAndRemainder(dividingBy: max(1, count)) : (most, 0)
  }

  /// All of the row as one tile.
  init(whole pixels: Int) {
    self.pixels = pixels
    (count, quotient, remainder) = (1, pixels, 0)
  }

  /// The pixels of `count` tiles from the one numbered `first` on, or as many as there are.
  func pixels(from first: Int, count: Int) -> Range<Int> { start(first)..<start(first + count) }

  private func start(_ tile: Int) -> Int {
    tile < count ? tile * quotient + tile * remainder / count : pixels
  }

  /// Calls `body` with every tile from the one numbered `first` on, at most `limit` of them.
  @inline(__always)
  func forEachTile(
    from first: Int = 0, limit: Int = .max, _ body: (_ index: Int, _ pixels: Range<Int>) -> Void
  ) {
    var start = start(first)
    var rest = first * remainder % max(1, count)
    for index in first..<(limit < count - first ? first + limit : count) {
      var end = start + quotient
      rest += remainder
      if rest >= count {
        rest -= count
        end += 1
      }
      body(index, start..<min(end, pixels))
      start = end
    }
  }
}
