// PiecesTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Pieces")
struct PiecesTests {
  /// They follow each other, none is empty or larger than allowed, and they begin where they may.
  @Test("Pieces cover a range", arguments: [1, 2, 3, 8])
  func cover(multiple: Int) {
    for total in 0...70 {
      for limit in 1...20 {
        for granularity in [1, 4, 16] {
          let pieces = Pieces(
            of: total, atMost: limit, multipleOf: multiple, granularity: granularity)
          let ranges = (0..<pieces.count).map { pieces[$0] }
          let sizes = ranges.map(\.count)
          let step = granularity <= limit ? granularity : 1
          #expect(ranges.flatMap { Array($0) } == Array(0..<total))
          #expect(sizes.allSatisfy { 1...min(limit, pieces.size) ~= $0 })
          #expect(ranges.allSatisfy { $0.lowerBound.isMultiple(of: step) })
          #expect(
            pieces.count.isMultiple(of: multiple) || pieces.count == (total + step - 1) / step)
        }
      }
    }
  }

  /// Two workers with as many pieces each have as many rows.
  @Test("Parts are as large as each other", arguments: [2, 3, 4])
  func balance(workers: Int) {
    for total in workers...400 {
      for limit in [5, 6, 12, 100] {
        let pieces = Pieces(of: total, atMost: limit, multipleOf: workers)
        guard pieces.count.isMultiple(of: workers) else { continue }
        let share = pieces.count / workers
        let rows = (0..<workers).map { worker in
          (worker * share..<(worker + 1) * share).reduce(0) { $0 + pieces[$1].count }
        }
        #expect(rows.max()! - rows.min()! <= 1, "\(total) rows in pieces of \(limit): \(rows)")
      }
    }
  }

  @Test("Of a size, all but the last")
  func sizes() {
    let pieces = Pieces(size: 32, of: 70)
    #expect((0..<pieces.count).map { pieces[$0] } == [0..<32, 32..<64, 64..<70])
    #expect(pieces.size == 32)
    #expect(Pieces(size: 32, of: 5).size == 32)
    #expect(Pieces(size: 32, of: 0).count == 0)
    #expect(Pieces(of: 14, atMost: 14, granularity: 8)[0] == 0..<14)
    #expect(Pieces(of: 70, atMost: .max, multipleOf: 2).count == 2)
  }
}
