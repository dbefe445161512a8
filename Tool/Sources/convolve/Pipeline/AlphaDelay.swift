// AlphaDelay.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The alpha of rows that are on their way through a stage, in order.
///
/// It grows to as many rows as a stage holds back, and no further.
struct AlphaDelay {
  private let width: Int
  private var values: [Float] = []
  /// Where the first of the rows that are there starts.
  private var start = 0

  init(width: Int) { self.width = width }

  mutating func append(_ alpha: Tensor<Float>, rows: Int) {
    if start > values.count / 2 {
      values.removeFirst(start)
      start = 0
    }
    alpha.withUnsafeBufferPointer { values.append(contentsOf: $0.prefix(rows * width)) }
  }

  mutating func remove(rows: Int, into alpha: inout Tensor<Float>) {
    let count = rows * width
    alpha.withUnsafeMutableBufferPointer { target in
      values.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        to.update(from: from + start, count: count)
      }
    }
    start += count
  }
}
