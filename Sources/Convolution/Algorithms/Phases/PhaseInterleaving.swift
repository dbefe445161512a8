// PhaseInterleaving.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Puts the elements of all phases of a stride to their places in planes.
struct PhaseInterleaving<Scalar: TensorScalar> {
  let columns: [AxisGeometry.Phase]
  private let rows: [AxisGeometry.Phase]
  private let width: Int
  private let pixels: Int
  /// Whether planes are stored past the caches: where all of a row is, and each begins at a multiple of 16
  /// bytes. Lines that are stored both ways take ten times as long.
  private let streams: Bool
  /// Whether the columns are the even and the odd ones.
  private let areEvenAndOdd: Bool

  init(
    _ geometry: ConvolutionGeometry, rows: [AxisGeometry.Phase], columns: [AxisGeometry.Phase],
    _ options: ConvolutionOptions
  ) {
    self.rows = rows
    self.columns = columns
    width = geometry.width.input
    pixels = geometry.inputPixels
    areEvenAndOdd = columns.count == 2 && columns[0].step == 2
    guard areEvenAndOdd, columns[0].count == columns[1].count,
      (columns[0].count * MemoryLayout<Scalar>.size).isMultiple(of: 16)
    else {
      streams = false
      return
    }
    let bytes =
      Double(geometry.batch) * Double(geometry.inputChannels) * Double(geometry.inputPixels)
      * Double(MemoryLayout<Scalar>.size)
    streams = bytes >= FarMemory.outputBytes || options.tuning.streams
  }

  /// Where the elements of a row phase and a column phase are: a line for each row. All may be one.
  @unsafe struct Lines {
    let start: UnsafePointer<Scalar>
    /// From a plane's first line to the next plane's, and from a line to the next.
    let planeStride: Int
    let stride: Int
  }

  /// Writes some planes, every element of them.
  ///
  /// - Parameter parts: `[row phase][column phase]`
  func write(
    _ parts: [Lines], planes: Int, to target: UnsafeMutablePointer<Scalar>, workers: Int
  ) {
    let mostLines = rows.map(\.count).max() ?? 0
    unsafe parts.withUnsafeBufferPointer { parts in
      ParallelLoop.run(count: planes, workers: workers) { _, plane in
        // Row after row of the plane, as lines that are stored past the caches are put together.
        for index in 0..<mostLines {
          for (place, row) in rows.enumerated() where index < row.count {
            unsafe write(
              UnsafeBufferPointer(
                rebasing: parts[place * columns.count..<(place + 1) * columns.count]),
              plane: plane, line: index,
              to: target + plane * pixels + (row.first + index * row.step) * width)
          }
        }
        if streams { FarMemory.fence() }
      }
    }
  }

  /// Writes a row, of a line of each column phase.
  @inline(__always)
  private func write(
    _ parts: UnsafeBufferPointer<Lines>, plane: Int, line: Int,
    to target: UnsafeMutablePointer<Scalar>
  ) {
    func elements(_ part: Int) -> UnsafePointer<Scalar> {
      unsafe parts[part].start + plane * parts[part].planeStride + line * parts[part].stride
    }
    var merged = 0
    if areEvenAndOdd {
      merged = min(columns[0].count, columns[1].count)
      unsafe Interleaving.merge(
        elements(0), elements(1), into: target, count: merged, streams: streams)
    }
    for (index, column) in columns.enumerated() where column.count > merged {
      let elements = unsafe elements(index)
      if column.step == 1 {
        unsafe target.update(from: elements, count: column.count)
        continue
      }
      let places = unsafe target + column.first
      for element in merged..<column.count {
        unsafe places[element * column.step] = elements[element]
      }
    }
  }
}
