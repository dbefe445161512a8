// PoolingColumns.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The positions of a window along a row: those where all of it lies within the input, which are
/// computed side by side, and the others one by one.
struct PoolingColumns {
  /// A position at which part of the window lies outside of the input.
  struct Edge {
    let position: Int
    /// The input columns under the window are `first + k dilation`, for every `k` below `count`.
    let first: Int
    let count: Int
  }

  let width: AxisGeometry
  let interior: Range<Int>
  /// The input column under the first element of the window at the first position of the interior.
  let first: Int

  init(_ width: AxisGeometry) {
    self.width = width
    interior = width.interior
    first = interior.isEmpty ? 0 : width.inputIndex(position: interior.lowerBound, tap: 0)
  }

  /// Calls `body` for all positions that are not of the interior.
  ///
  /// They are few as a rule, but may be more than there is memory to note them in.
  @inline(__always)
  func forEachEdge(_ body: (Edge) -> Void) {
    for position in 0..<interior.lowerBound { body(edge(position)) }
    for position in interior.upperBound..<width.output { body(edge(position)) }
  }

  private func edge(_ position: Int) -> Edge {
    let taps = width.taps(position: position)
    return Edge(
      position: position,
      first: taps.isEmpty ? 0 : width.inputIndex(position: position, tap: taps.lowerBound),
      count: taps.count)
  }

  /// Calls `body` with the output column and its column of the input, for all of the interior under
  /// one element of the window.
  ///
  /// The usual strides are written out: the compiler makes vectors of them.
  @inline(__always)
  func forEachColumn(tap: Int, _ body: (_ output: Int, _ input: Int) -> Void) {
    let source = first &+ tap &* width.dilation
    let target = interior.lowerBound
    switch width.stride {
    case 1: for x in 0..<interior.count { body(target &+ x, source &+ x) }
    case 2: for x in 0..<interior.count { body(target &+ x, source &+ x &* 2) }
    default: for x in 0..<interior.count { body(target &+ x, source &+ x &* width.stride) }
    }
  }
}
