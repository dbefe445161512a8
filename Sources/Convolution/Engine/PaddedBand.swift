// PaddedBand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Copies of some rows of an image with the padding around them.
///
/// An algorithm that reads its input where it is would have to ask at every element whether it lies
/// in the padding. It reads a band instead: the input rows that some output rows need, with the
/// border's elements in place, small enough to stay in the second-level cache.
struct PaddedBand<Scalar: TensorScalar> {
  let height: AxisGeometry
  let width: AxisGeometry
  let border: Border
  let constant: Scalar
  /// The columns of the padded input that are copied, counted from the input's first.
  let columns: Range<Int>

  /// - Parameter columns: All of the padded input if nil.
  init(_ geometry: ConvolutionGeometry, columns: Range<Int>? = nil) {
    height = geometry.height
    width = geometry.width
    border = geometry.border
    constant = Scalar(geometry.border.constantValue ?? 0)
    self.columns = columns ?? -width.before..<width.input + width.after
  }

  /// The length of a row.
  var rowLength: Int { columns.count }

  /// The rows that `outputRows` output rows need.
  func rows(for outputRows: Int) -> Int { height.inputs(of: outputRows) }

  /// Writes the rows that the output rows from `first` on need, `rows` of them, of one channel.
  ///
  /// - Parameter rowStride: The distance between rows of the band; their length if nil.
  @inline(__always)
  func copy(
    plane: UnsafePointer<Scalar>, firstOutputRow first: Int, rows: Int,
    into band: UnsafeMutablePointer<Scalar>, rowStride: Int? = nil
  ) {
    let top = firstInputRow(of: first)
    let rowStride = rowStride ?? rowLength
    for row in 0..<rows {
      unsafe copy(plane: plane, row: top + row, into: band + row * rowStride)
    }
  }

  /// As the other `copy`, by vectors: less than one more is written after each row.
  ///
  /// Rows of the picture all at once: one by one, those at the edges of a large picture take as long as
  /// a tenth of a 3x3 kernel.
  @inline(__always)
  func copy(
    plane: UnsafePointer<Scalar>, firstOutputRow first: Int, rows: Int,
    into band: UnsafeMutablePointer<Scalar>, rowStride: Int,
    by microkernel: SpreadMicrokernel<Scalar>
  ) {
    let top = firstInputRow(of: first)
    let inside = (top..<top + rows).clamped(to: 0..<height.input)
    if !inside.isEmpty {
      let target = unsafe band + (inside.lowerBound - top) * rowStride
      unsafe microkernel.spread(
        run(of: inside, plane: plane, width: width.input), RowTiles(whole: rowLength), step: 1,
        span: rowLength, into: target, rowStride: rowStride, tileStride: 0)
      // A constant is there already.
      if border.constantValue == nil {
        unsafe pad(inside, of: plane, in: target, rowStride: rowStride)
      }
    }
    // After them, as they may be written over.
    for row in 0..<rows where !inside.contains(top + row) {
      unsafe copy(plane: plane, row: top + row, into: band + row * rowStride)
    }
  }

  /// Asks for some rows of a channel, as far as they are not in the padding.
  ///
  /// Worth it where the channel before is copied meanwhile: processors foresee rows that follow each
  /// other, but begin with every channel anew.
  @inline(__always)
  func fetch(rows: Range<Int>, of plane: UnsafePointer<Scalar>) {
    let inside = rows.clamped(to: 0..<height.input)
    unsafe Prefetch.elements(
      plane + inside.lowerBound * width.input, count: inside.count * width.input)
  }

  /// The first of the rows that an output row needs, which may be in the padding.
  @inline(__always)
  func firstInputRow(of outputRow: Int) -> Int { outputRow * height.stride - height.before }

  /// The input rows that some output rows need, some of which may be in the padding.
  @inline(__always)
  func inputRows(of outputRows: Range<Int>) -> Range<Int> {
    let top = firstInputRow(of: outputRows.lowerBound)
    return top..<top + rows(for: outputRows.count)
  }

  /// Calls `body` with runs of the rows of one channel, and where in `rows` each begins: with those of
  /// the picture where they are, if all around them is one constant; else with every row by itself, by
  /// way of `line`.
  @inline(__always)
  func forEachRun(
    of rows: Range<Int>, plane: UnsafePointer<Scalar>, by line: UnsafeMutablePointer<Scalar>,
    _ body: (_ index: Int, _ run: SpreadMicrokernel<Scalar>.Rows) -> Void
  ) {
    guard border.constantValue != nil else {
      for row in rows {
        unsafe copy(plane: plane, row: row, into: line)
        unsafe body(
          row - rows.lowerBound, .init(start: line, stride: 0, count: 1, width: rowLength))
      }
      return
    }
    func call(_ some: Range<Int>, width: Int) {
      guard !some.isEmpty else { return }
      unsafe body(some.lowerBound - rows.lowerBound, run(of: some, plane: plane, width: width))
    }
    call(rows.clamped(to: Int.min..<0), width: 0)
    call(rows.clamped(to: 0..<height.input), width: width.input)
    call(rows.clamped(to: height.input..<Int.max), width: 0)
  }

  /// Some rows of one channel that have `width` elements, all or none.
  @inline(__always)
  private func run(
    of rows: Range<Int>, plane: UnsafePointer<Scalar>, width: Int
  ) -> SpreadMicrokernel<Scalar>.Rows {
    // Where there is nothing of the picture, its start is as good as any.
    unsafe .init(
      start: width == 0 ? plane : plane + rows.lowerBound * width, stride: width,
      count: rows.count, width: width, before: -columns.lowerBound, constant: constant)
  }

  /// Writes one row of one channel.
  @inline(__always)
  func copy(
    plane: UnsafePointer<Scalar>, row: Int, into target: UnsafeMutablePointer<Scalar>
  ) {
    guard let source = border.sourceIndex(of: row, size: height.input) else {
      return unsafe target.update(repeating: constant, count: rowLength)
    }
    let line = unsafe plane + source * width.input
    let inside = columns.clamped(to: 0..<width.input)
    unsafe (target + (inside.lowerBound - columns.lowerBound)).update(
      from: line + inside.lowerBound, count: inside.count)
    unsafe pad(source..<source + 1, of: plane, in: target, rowStride: 0)
  }

  /// Writes the columns left and right of some rows of the picture.
  @inline(__always)
  private func pad(
    _ rows: Range<Int>, of plane: UnsafePointer<Scalar>, in target: UnsafeMutablePointer<Scalar>,
    rowStride: Int
  ) {
    unsafe pad(columns.clamped(to: Int.min..<0), rows, of: plane, in: target, rowStride)
    unsafe pad(columns.clamped(to: width.input..<Int.max), rows, of: plane, in: target, rowStride)
  }

  @inline(__always)
  private func pad(
    _ columns: Range<Int>, _ rows: Range<Int>, of plane: UnsafePointer<Scalar>,
    in target: UnsafeMutablePointer<Scalar>, _ rowStride: Int
  ) {
    for column in columns {
      let source = border.sourceIndex(of: column, size: width.input)
      for row in rows {
        unsafe target[(row - rows.lowerBound) * rowStride + column - self.columns.lowerBound] =
          source.map { unsafe plane[row * width.input + $0] } ?? constant
      }
    }
  }
}
