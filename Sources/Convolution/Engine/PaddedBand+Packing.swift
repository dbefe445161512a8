// PaddedBand+Packing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What is written of a constant border: all of it, no rows that nothing reads, or nothing, where it is
/// there already.
enum PackedConstants {
  case all, columns, none
}

extension PaddedBand {
  /// Writes the rows that the output rows from `first` on need, `rows` of them, of some channels, with
  /// these innermost: `target[(row * rowLength + column) * pixelStride + channel]`.
  ///
  /// Whole vectors are stored: less than one more is written after the last element. Elements from
  /// `channels` on are anything.
  ///
  /// - Parameter constants: What is written of a constant border.
  @inline(__always)
  func pack(
    planes: UnsafePointer<Scalar>, channels: Int, firstOutputRow first: Int, rows: Int,
    into target: UnsafeMutablePointer<Scalar>, pixelStride: Int,
    by microkernel: PackMicrokernel<Scalar>, constants: PackedConstants = .all
  ) {
    let top = firstInputRow(of: first)
    let rowElements = rowLength * pixelStride
    let inside = (top..<top + rows).clamped(to: 0..<height.input)
    func pack(_ source: Range<Int>, at row: Int) {
      unsafe self.pack(
        rows: source, of: planes, channels: channels, into: target + (row - top) * rowElements,
        pixelStride: pixelStride, by: microkernel)
    }
    if border.constantValue != nil {
      pack(inside, at: inside.lowerBound)
      guard constants != .none else { return }
      let before = -columns.lowerBound * pixelStride
      let after = (columns.upperBound - width.input) * pixelStride
      for row in top..<top + rows {
        let line = unsafe target + (row - top) * rowElements
        if inside.contains(row) {
          unsafe line.update(repeating: constant, count: before)
          unsafe (line + rowElements - after).update(repeating: constant, count: after)
        } else if constants == .all {
          unsafe line.update(repeating: constant, count: rowElements)
        }
      }
      return
    }
    // In order: what is written after the last element of a row belongs to the next.
    for row in top..<top + rows {
      guard let source = border.sourceIndex(of: row, size: height.input) else { continue }
      pack(source..<source + 1, at: row)
      let line = unsafe target + (row - top) * rowElements
      unsafe padPacked(columns.clamped(to: Int.min..<0), of: line, channels, pixelStride)
      unsafe padPacked(
        columns.clamped(to: width.input..<Int.max), of: line, channels, pixelStride)
    }
  }

  /// Writes rows of the picture, which follow each other.
  @inline(__always)
  private func pack(
    rows: Range<Int>, of planes: UnsafePointer<Scalar>, channels: Int,
    into target: UnsafeMutablePointer<Scalar>, pixelStride: Int,
    by microkernel: PackMicrokernel<Scalar>
  ) {
    let (lanes, planeElements) = (microkernel.lanes, height.input * width.input)
    let source = unsafe planes + rows.lowerBound * width.input
    let inside = unsafe target - columns.lowerBound * pixelStride
    // The last first: the last lanes of a vector belong to the element after, whose channels there come
    // later.
    var first = (channels - 1) / lanes * lanes
    while first >= 0 {
      unsafe microkernel.pack(
        source + first * planeElements, channelStride: planeElements,
        channels: min(lanes, channels - first), count: rows.count * width.input,
        into: inside + first, targetStride: pixelStride, stored: lanes, width: width.input,
        rowGap: (rowLength - width.input) * pixelStride)
      first -= lanes
    }
  }

  /// Writes some columns left or right of a packed row of the picture.
  @inline(__always)
  private func padPacked(
    _ columns: Range<Int>, of line: UnsafeMutablePointer<Scalar>, _ channels: Int,
    _ pixelStride: Int
  ) {
    for column in columns {
      guard let source = border.sourceIndex(of: column, size: width.input) else { continue }
      let pixel = unsafe line + (column - self.columns.lowerBound) * pixelStride
      let element = unsafe line + (source - self.columns.lowerBound) * pixelStride
      for channel in 0..<channels { unsafe pixel[channel] = element[channel] }
    }
  }
}
