// Planar+Run.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Planar {
  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let units = geometry.batch * tiling.chunks.count * tiling.bands.count
    let workers = min(tiling.workers, units)
    try unsafe Scratch.withBlocks(workers: needsScratch ? workers : 0) { scratch in
      unsafe ParallelLoop.run(
        count: units, workers: workers,
        (planar: self, input: input, output: output, scratch: scratch)
      ) { captures, worker, unit in
        unsafe captures.planar.run(
          unit: unit, input: captures.input, output: captures.output,
          scratch: captures.planar.needsScratch ? captures.scratch[worker] : nil)
      }
    }
  }

  /// Computes a band of rows in some planes of one image.
  private func run(
    unit: Int, input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>?
  ) {
    let (rest, bandIndex) = unit.quotientAndRemainder(dividingBy: tiling.bands.count)
    let (image, chunk) = rest.quotientAndRemainder(dividingBy: tiling.chunks.count)
    unsafe run(
      rows: tiling.bands[bandIndex], groups: tiling.chunks[chunk], image: image, input: input,
      output: output, scratch: scratch)
  }

  /// Computes some rows, no more than a band has, of the outputs of some groups of an image.
  ///
  /// - Parameter scratch: `scratchBytes`; nil where nothing needs it.
  func run(
    rows: Range<Int>, groups: Range<Int>, image: Int, input: UnsafePointer<Scalar>,
    output: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>?
  ) {
    defer { if streams { FarMemory.fence() } }
    let multiplier = geometry.groupOutputChannels
    let firstPlane = image * geometry.groups + groups.lowerBound
    // All of the input, counted from the plane.
    var start = -firstPlane * geometry.inputPixels
    var end = (geometry.batch * geometry.groups - firstPlane) * geometry.inputPixels
    var source = unsafe input + firstPlane * geometry.inputPixels
    var planes = unsafe output + firstPlane * multiplier * geometry.outputPixels
    guard let scratch = unsafe scratch else {
      for phase in 0..<planeRows.phases {
        let rows = rows.clamped(to: 0..<planeRows.count(ofPhase: phase))
        guard !rows.isEmpty else { continue }
        unsafe segments.withUnsafeBufferPointer { segments in
          for index in segments.indices {
            unsafe compute(
              segments[index], groups: groups, rows: rows, phase: phase, plane: source,
              readable: start..<end, output: planes)
          }
        }
      }
      return
    }
    // One plane after the other: what is in scratch is in a cache when it is read.
    for group in groups {
      if let passes {
        for index in 0..<multiplier {
          unsafe run(
            passes, channel: group * multiplier + index, rows: rows, plane: source,
            readable: start..<end,
            output: planes + index * geometry.outputPixels
              + rows.lowerBound * geometry.width.output, scratch: scratch)
        }
      } else {
        unsafe segments.withUnsafeBufferPointer { segments in
          for index in segments.indices {
            unsafe compute(
              segments[index], groups: group..<group + 1, rows: rows, plane: source,
              readable: start..<end, output: planes, scratch: scratch)
          }
        }
      }
      (start, end) = (start - geometry.inputPixels, end - geometry.inputPixels)
      unsafe source += geometry.inputPixels
      unsafe planes += multiplier * geometry.outputPixels
    }
  }

  /// Computes a segment of some rows of a phase of the planes of `groups`.
  ///
  /// - Parameters:
  ///   - plane: The input plane of the first group.
  ///   - readable: The input, counted from there.
  ///   - output: The first output plane of the first group.
  ///   - scratch: For the copy, where the segment takes one; it does of a single group.
  @inline(__always)
  private func compute(
    _ segment: PlanarSegment<Scalar>, groups: Range<Int>, rows: Range<Int>, phase: Int = 0,
    plane: UnsafePointer<Scalar>, readable: Range<Int>, output: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>? = nil
  ) {
    let multiplier = geometry.groupOutputChannels
    let taps = geometry.taps
    var microkernel = unsafe PlanarMicrokernel<Scalar>(
      kernels, kernel: geometry.kernelSize, stride: geometry.height.stride,
      tapStride: geometry.width.dilation, range: range,
      outputRowStride: planeRows.phases * geometry.width.output, streams: streams, isFar: isFar,
      fetches: fetches)
    let firstRow =
      unsafe output + (rows.lowerBound * planeRows.phases + phase) * geometry.width.output
    unsafe withInput(
      of: segment, plane: plane, firstOutputRow: rows.lowerBound,
      rows: geometry.height.inputs(of: rows.count), phase: phase, scratch: scratch
    ) { input, rowOffsets in
      for index in 0..<multiplier {
        let channel = groups.lowerBound * multiplier + index
        unsafe microkernel.setPlanes(
          PlanarMicrokernel.Operands(
            inputPlaneStride: geometry.inputPixels,
            weight: UnsafePointer(weight.storage.baseAddress) + channel * taps,
            weightPlaneStride: multiplier * taps,
            bias: bias(of: channel), biasPlaneStride: multiplier,
            outputPlaneStride: multiplier * geometry.outputPixels),
          count: groups.count, rows: rows.count, rowOffsets: rowOffsets)
        unsafe compute(
          &microkernel, columns, segment.pieces, input: input,
          readable: segment.band == nil ? readable : 0..<0, inputColumn: segment.inputColumn,
          output: firstRow + index * geometry.outputPixels + segment.outputColumn)
      }
    }
  }

  /// Calls `body` with what a segment reads, and where its rows lie from there on: the plane, or a
  /// copy that is made for it.
  ///
  /// - Parameters:
  ///   - firstOutputRow: The output row of a phase that reads the first of the rows, with its first
  ///     tap.
  ///   - rows: How many rows are read; only those that are copied matter, of which there is one phase.
  @inline(__always)
  func withInput(
    of segment: PlanarSegment<Scalar>, plane: UnsafePointer<Scalar>, firstOutputRow: Int,
    rows: Int, phase: Int = 0, scratch: UnsafeMutablePointer<Scalar>?,
    _ body: (_ input: UnsafePointer<Scalar>, _ rowOffsets: UnsafeBufferPointer<Int>) -> Void
  ) {
    guard let band = segment.band, let scratch = unsafe scratch else {
      return unsafe planeRows.withOffsets(phase: phase, from: firstOutputRow) { offsets in
        unsafe body(plane, offsets)
      }
    }
    unsafe band.copy(
      plane: plane, firstOutputRow: firstOutputRow, rows: rows, into: scratch,
      rowStride: copiedRowLength, by: SpreadMicrokernel(kernels))
    unsafe copiedRows.withUnsafeBufferPointer { offsets in
      unsafe body(UnsafePointer(scratch), offsets)
    }
  }

  /// The biases from a channel on.
  @inline(__always)
  func bias(of channel: Int) -> UnsafePointer<Scalar> {
    if let bias { return unsafe UnsafePointer(bias.storage.baseAddress) + channel }
    return unsafe zeros + channel
  }

  /// A row of the border's constant.
  @inline(__always)
  private var border: UnsafePointer<Scalar> {
    unsafe UnsafePointer(constants.storage.baseAddress) + margin
  }

  @inline(__always)
  var zeros: UnsafePointer<Scalar> {
    unsafe border + geometry.width.input + margin
  }

  /// Computes some pieces of columns of the planes that a microkernel is set to.
  ///
  /// - Parameters:
  ///   - readable: What may be read around `input`, counted from it; empty if that is not known.
  ///   - inputColumn: The column of the input that the pieces are relative to.
  @inline(__always)
  func compute(
    _ microkernel: inout PlanarMicrokernel<Scalar>, _ columns: PlanarColumns, _ pieces: Range<Int>,
    input: UnsafePointer<Scalar>, readable: Range<Int> = 0..<0, inputColumn: Int = 0,
    output: UnsafeMutablePointer<Scalar>
  ) {
    unsafe columns.withPieces { all, masks in
      let pieces = unsafe UnsafeBufferPointer(rebasing: all[pieces])
      let isAround = unsafe !readable.isEmpty && isInBorder(pieces, inputColumn: inputColumn)
      unsafe microkernel.compute(
        pieces, masks: masks.baseAddress, input: input + inputColumn,
        readable: isAround
          ? readable.lowerBound - inputColumn..<readable.upperBound - inputColumn : 0..<0,
        border: border + inputColumn, output: output)
    }
  }

  /// Whether the row of the border's constant has all of what the taps of narrow pieces may load.
  @inline(__always)
  private func isInBorder(
    _ pieces: UnsafeBufferPointer<PlanarPiece>, inputColumn: Int
  ) -> Bool {
    let width = geometry.width
    let reach = (width.kernel - 1) * width.dilation + width.stride * kernels.lanes(Scalar.self)
    return unsafe pieces.allSatisfy { piece in
      let column = inputColumn + piece.inputColumn
      return piece.isWide || (column >= -margin && column + reach <= width.input + margin)
    }
  }
}
