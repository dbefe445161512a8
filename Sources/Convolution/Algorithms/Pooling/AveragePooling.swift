// AveragePooling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The mean of the elements under each position of a window.
///
/// Rows are summed first and columns second, as ``MaxPooling`` does it.
struct AveragePooling<Scalar: TensorScalar> {
  let geometry: PoolingGeometry
  /// Whether the padding under a window counts for the number that a sum is divided by.
  let countIncludePad: Bool
  private let columns: PoolingColumns

  init(_ geometry: PoolingGeometry, countIncludePad: Bool) {
    self.geometry = geometry
    self.countIncludePad = countIncludePad
    columns = PoolingColumns(geometry.width)
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
      let taps = height.taps(position: row)
      guard !taps.isEmpty else {
        unsafe target.update(repeating: 0, count: width.output)
        continue
      }
      let top = height.inputIndex(position: row, tap: taps.lowerBound)
      let first = unsafe input + top * width.input
      unsafe line.update(from: first, count: width.input)
      for tap in 1..<max(1, taps.count) {
        let next = unsafe first + tap * height.dilation * width.input
        for x in 0..<width.input { unsafe line[x] += next[x] }
      }
      unsafe average(line, rows: countedRows(row, taps.count), into: target)
    }
  }

  /// The sums under each position along one row, divided by the elements that count.
  @inline(__always)
  private func average(
    _ line: UnsafePointer<Scalar>, rows: Int, into target: UnsafeMutablePointer<Scalar>
  ) {
    if !columns.interior.isEmpty {
      columns.forEachColumn(tap: 0) { output, input in
        unsafe target[output] = line[input]
      }
      for tap in 1..<max(1, geometry.width.kernel) {
        columns.forEachColumn(tap: tap) { output, input in
          unsafe target[output] += line[input]
        }
      }
      let count = Self.product(rows, geometry.width.kernel)
      for column in columns.interior { unsafe target[column] /= count }
    }
    columns.forEachEdge { edge in
      var sum: Scalar = 0
      for tap in 0..<edge.count { unsafe sum += line[edge.first + tap * geometry.width.dilation] }
      unsafe target[edge.position] =
        edge.count == 0 ? 0 : sum / Self.product(rows, countedColumns(edge))
    }
  }

  /// Adds every element of `outputGradient`, a plane, to those of `inputGradient` that it is the mean
  /// of, in equal parts. `line` has room for an input row.
  @inline(__always)
  func addGradient(
    of outputGradient: UnsafePointer<Scalar>, to inputGradient: UnsafeMutablePointer<Scalar>,
    line: UnsafeMutablePointer<Scalar>
  ) {
    let (height, width) = (geometry.height, geometry.width)
    for row in 0..<height.output {
      let taps = height.taps(position: row)
      guard !taps.isEmpty else { continue }
      unsafe spread(
        outputGradient + row * width.output, rows: countedRows(row, taps.count), over: line)
      let top = height.inputIndex(position: row, tap: taps.lowerBound)
      for tap in 0..<taps.count {
        let target = unsafe inputGradient + (top + tap * height.dilation) * width.input
        for x in 0..<width.input { unsafe target[x] += line[x] }
      }
    }
  }

  /// What every input column gets from the gradients along one output row.
  @inline(__always)
  private func spread(
    _ gradient: UnsafePointer<Scalar>, rows: Int, over line: UnsafeMutablePointer<Scalar>
  ) {
    unsafe line.update(repeating: 0, count: geometry.width.input)
    if !columns.interior.isEmpty {
      let count = Self.product(rows, geometry.width.kernel)
      for tap in 0..<geometry.width.kernel {
        columns.forEachColumn(tap: tap) { output, input in
          unsafe line[input] += gradient[output] / count
        }
      }
    }
    columns.forEachEdge { edge in
      guard edge.count > 0 else { return }
      let part = unsafe gradient[edge.position] / Self.product(rows, countedColumns(edge))
      for tap in 0..<edge.count { unsafe line[edge.first + tap * geometry.width.dilation] += part }
    }
  }

  private func countedRows(_ row: Int, _ taps: Int) -> Int {
    countIncludePad ? geometry.height.paddedTaps(position: row) : taps
  }

  private func countedColumns(_ edge: PoolingColumns.Edge) -> Int {
    countIncludePad ? geometry.width.paddedTaps(position: edge.position) : edge.count
  }

  /// The number of elements of a window, of which padding may make more than an `Int` holds.
  private static func product(_ rows: Int, _ columns: Int) -> Scalar {
    Scalar(Double(rows) * Double(columns))
  }
}
