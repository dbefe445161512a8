// PaddedBand+Packing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension PaddedBand {
  /// Writes the rows that the output rows from `first` on need, `rows` of them, of some channels, with
  /// these innermost: `target[(row * rowLength + column) * pixelStride + channel]`.
  ///
  /// Whole vectors are stored: less than one more is written after the last element.
  func pack(
    planes: UnsafePointer<Scalar>, channels: Int, firstOutputRow first: Int, rows: Int,
    into target: UnsafeMutablePointer<Scalar>, pixelStride: Int,
    by microkernel: PackMicrokernel<Scalar>
  ) {
    let (top, lanes) = (firstInputRow(of: first), microkernel.lanes)
    let planeElements = height.input * width.input
    let rowElements = rowLength * pixelStride
    let inside = unsafe target - columns.lowerBound * pixelStride
    // The last lanes of a vector belong to the element after, whose channels there come later.
    for firstChannel in stride(from: 0, to: channels, by: lanes).reversed() {
      let count = min(lanes, channels - firstChannel)
      let planes = unsafe planes + firstChannel * planeElements
      for row in 0..<rows {
        guard let source = border.sourceIndex(of: top + row, size: height.input) else { continue }
        if firstChannel == 0, source + 2 < height.input {
          for channel in 0..<count {
            unsafe Prefetch.elements(
              planes + channel * planeElements + (source + 2) * width.input, count: width.input)
          }
        }
        unsafe microkernel.pack(
          planes + source * width.input, channelStride: planeElements, channels: count,
          count: width.input, into: inside + row * rowElements + firstChannel,
          targetStride: pixelStride, stored: lanes)
      }
    }
    for row in 0..<rows {
      let line = unsafe target + row * rowElements
      if border.sourceIndex(of: top + row, size: height.input) == nil {
        unsafe line.update(repeating: constant, count: rowElements)
      } else {
        unsafe padPacked(columns.clamped(to: Int.min..<0), of: line, channels, pixelStride)
        unsafe padPacked(
          columns.clamped(to: width.input..<Int.max), of: line, channels, pixelStride)
      }
    }
  }

  /// Writes some columns left or right of a packed row of the picture.
  @inline(__always)
  private func padPacked(
    _ columns: Range<Int>, of line: UnsafeMutablePointer<Scalar>, _ channels: Int,
    _ pixelStride: Int
  ) {
    for column in columns {
      let pixel = unsafe line + (column - self.columns.lowerBound) * pixelStride
      if let source = border.sourceIndex(of: column, size: width.input) {
        let element = unsafe line + (source - self.columns.lowerBound) * pixelStride
        for channel in 0..<channels { unsafe pixel[channel] = element[channel] }
      } else {
        for channel in 0..<channels { unsafe pixel[channel] = constant }
      }
    }
  }
}
