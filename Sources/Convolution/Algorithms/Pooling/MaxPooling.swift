// MaxPooling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The largest element under each position of a window.
///
/// The rows under a window are reduced to one, whole rows side by side, and then the columns of that
/// one: a window of `r` by `s` takes `r + s` steps instead of `r s`.
struct MaxPooling<Scalar: TensorScalar> {
  let geometry: PoolingGeometry
  private let columns: PoolingColumns
  /// The output rows at which all of the window lies within the input.
  private let interiorRows: Range<Int>

  init(_ geometry: PoolingGeometry) {
    self.geometry = geometry
    columns = PoolingColumns(geometry.width)
    interiorRows = geometry.height.interior
  }

  /// Computes some output rows of one plane. `line` has room for an input row.
  @inline(__always)
  func forward(
    rows: Range<Int>, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    line: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    for row in rows {
      let target = unsafe output + row * width.output
      let taps = taps(row)
      guard !taps.isEmpty else {
        unsafe target.update(repeating: -.infinity, count: width.output)
        continue
      }
      let top = height.inputIndex(position: row, tap: taps.lowerBound)
      let first = unsafe input + top * width.input
      guard taps.count > 1 else {
        unsafe reduce(first, into: target)
        continue
      }
      let distance = height.dilation * width.input
      let second = unsafe first + distance
      if isSmall, taps.count == 2 {
        unsafe reduce(first, second, into: target)
        continue
      }
      for x in 0..<width.input { unsafe line[x] = Self.larger(first[x], second[x]) }
      for tap in 2..<max(2, taps.count) {
        let next = unsafe first + tap * distance
        for x in 0..<width.input { unsafe line[x] = Self.larger(line[x], next[x]) }
      }
      unsafe reduce(line, into: target)
    }
  }

  /// Whether windows are two columns wide, and all of them lie within the rows: as they mostly do.
  private var isSmall: Bool {
    geometry.width.kernel == 2 && columns.interior.count == geometry.width.output
  }

  /// The rows of the window that lie within the input.
  @inline(__always)
  private func taps(_ row: Int) -> Range<Int> {
    interiorRows.contains(row)
      ? 0..<geometry.height.kernel : geometry.height.taps(position: row)
  }

  /// The largest element under each position of two rows by two columns.
  @inline(__always)
  private func reduce(
    _ first: UnsafePointer<Scalar>, _ second: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    let step = geometry.width.dilation
    columns.forEachColumn(tap: 0) { output, input in
      unsafe target[output] = Self.larger(
        Self.larger(first[input], first[input &+ step]),
        Self.larger(second[input], second[input &+ step]))
    }
  }

  /// The largest element under each position along one row.
  @inline(__always)
  private func reduce(_ line: UnsafePointer<Scalar>, into target: UnsafeMutablePointer<Scalar>) {
    if !columns.interior.isEmpty {
      columns.forEachColumn(tap: 0) { output, input in
        unsafe target[output] = line[input]
      }
      for tap in 1..<max(1, geometry.width.kernel) {
        columns.forEachColumn(tap: tap) { output, input in
          unsafe target[output] = Self.larger(target[output], line[input])
        }
      }
    }
    columns.forEachEdge { edge in
      var largest = -Scalar.infinity
      for tap in 0..<edge.count {
        largest = unsafe Self.larger(largest, line[edge.first + tap * geometry.width.dilation])
      }
      unsafe target[edge.position] = largest
    }
  }

  /// NaN if one of them is.
  ///
  /// Two choices without a branch, as which of them is larger cannot be predicted; only NaN differs
  /// from itself.
  @inline(__always)
  private static func larger(_ first: Scalar, _ second: Scalar) -> Scalar {
    let larger = second > first ? second : first
    return second == second ? larger : second
  }

  /// Adds every element of `outputGradient`, a plane, to the one of `inputGradient` that was the
  /// largest under its window.
  ///
  /// That is the first of several in row-major order, but the last that is NaN, as in PyTorch.
  @inline(__always)
  func addGradient(
    of outputGradient: UnsafePointer<Scalar>, input: UnsafePointer<Scalar>,
    to inputGradient: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    for row in 0..<height.output {
      let taps = taps(row)
      guard !taps.isEmpty else { continue }
      let top = height.inputIndex(position: row, tap: taps.lowerBound)
      let gradient = unsafe outputGradient + row * width.output
      var start = top * width.input + columns.first
      for column in columns.interior {
        let index = unsafe indexOfLargest(
          input, from: start, rows: taps.count, columns: geometry.width.kernel)
        unsafe inputGradient[index] += gradient[column]
        // The last sum is not used, and may overflow.
        start &+= width.stride
      }
      columns.forEachEdge { edge in
        guard edge.count > 0 else { return }
        let index = unsafe indexOfLargest(
          input, from: top * width.input + edge.first, rows: taps.count, columns: edge.count)
        unsafe inputGradient[index] += gradient[edge.position]
      }
    }
  }

  /// The index of the larger of two elements, by the same rule.
  @inline(__always)
  private static func indexOfLarger(
    _ input: UnsafePointer<Scalar>, _ first: Int, _ second: Int
  ) -> Int {
    let value = unsafe input[second]
    let index = unsafe value > input[first] ? second : first
    return value == value ? index : second
  }

  @inline(__always)
  private func indexOfLargest(
    _ input: UnsafePointer<Scalar>, from start: Int, rows: Int, columns: Int
  ) -> Int {
    let rowStep = geometry.height.dilation &* geometry.width.input
    let columnStep = geometry.width.dilation
    var index = start
    var rowStart = start
    for _ in 0..<rows {
      var next = rowStart
      for _ in 0..<columns {
        index = unsafe Self.indexOfLarger(input, index, next)
        next &+= columnStep
      }
      rowStart &+= rowStep
    }
    return index
  }
}
