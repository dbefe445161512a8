// PatchMatrix.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The im2col matrix of one image and one group.
///
/// It has a row for every tap (input channel, kernel row, kernel column) and a column for every
/// output pixel, and holds the input element that the tap meets there:
///
///     matrix[(c, r, s)][(y, x)] = input[c][y stride + r dilation - top][x stride + s dilation - left]
///
/// so that the convolution is the product of the weight, `[outputChannels, taps]`, with it. The
/// whole is `taps` times larger than the output. It is never made: algorithms `gather` a tile of
/// it, or `scatter` a tile back to where its elements came from, which is the adjoint.
///
/// Source: K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for
/// Document Processing", 2006.
struct PatchMatrix<Scalar: TensorScalar> {
  let geometry: ConvolutionGeometry
  /// For every column of the kernel, the output columns whose input element is not in the padding.
  private let interiorColumns: [Range<Int>]
  private let constant: Scalar

  /// The channels that are gathered at once: what they need of a row of pixels stays in the first-level
  /// cache for the taps that follow.
  private static var channelsAtOnce: Int { 32 }

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    interiorColumns = (0..<geometry.width.kernel).map { geometry.width.interior(tap: $0) }
    constant = Scalar(geometry.border.constantValue ?? 0)
  }

  /// Where the row of the matrix comes from.
  private struct Tap {
    /// The first element of the channel's plane.
    let plane: Int
    let row: Int
    let column: Int
  }

  private func tap(_ matrixRow: Int) -> Tap {
    let (rest, column) = matrixRow.quotientAndRemainder(dividingBy: geometry.width.kernel)
    let (channel, row) = rest.quotientAndRemainder(dividingBy: geometry.height.kernel)
    return Tap(plane: channel * geometry.inputPixels, row: row, column: column)
  }

  /// A piece of a row of the matrix.
  private enum Piece {
    /// `count` elements of the input from `source` on, `width.stride` apart.
    case input(source: Int, count: Int)
    /// `count` times the constant of the border.
    case constant(count: Int)
  }

  /// Calls `body` with the pieces of the matrix row of `tap` that cover `pixels`, in order;
  /// `column` counts from the first of the pixels.
  @inline(__always)
  private func forEachPiece(
    _ tap: Tap, _ pixels: Range<Int>, _ body: (_ column: Int, _ piece: Piece) -> Void
  ) {
    let (height, width, border) = (geometry.height, geometry.width, geometry.border)
    let interior = interiorColumns[tap.column]
    var (y, x) = pixels.lowerBound.quotientAndRemainder(dividingBy: max(1, width.output))
    var column = 0
    while column < pixels.count {
      let end = min(width.output, x + pixels.count - column)
      let inputRow = height.inputIndex(position: y, tap: tap.row)
      if let sourceRow = border.sourceIndex(of: inputRow, size: height.input) {
        let start = tap.plane + sourceRow * width.input
        let lower = min(max(interior.lowerBound, x), end)
        let upper = min(max(interior.upperBound, lower), end)
        forEachEdgePiece(tap, row: start, columns: x..<lower) { body(column + $0, $1) }
        if lower < upper {
          let source = start + width.inputIndex(position: lower, tap: tap.column)
          body(column + lower - x, .input(source: source, count: upper - lower))
        }
        forEachEdgePiece(tap, row: start, columns: upper..<end) {
          body(column + upper - x + $0, $1)
        }
      } else {
        body(column, .constant(count: end - x))
      }
      column += end - x
      x = 0
      y += 1
    }
  }

  /// The pieces of output columns whose input lies left or right of the picture.
  @inline(__always)
  private func forEachEdgePiece(
    _ tap: Tap, row: Int, columns: Range<Int>, _ body: (_ column: Int, _ piece: Piece) -> Void
  ) {
    guard !columns.isEmpty else { return }
    if geometry.border.constantValue != nil {
      body(0, .constant(count: columns.count))
    } else {
      for x in columns {
        let index = geometry.width.inputIndex(position: x, tap: tap.column)
        if let source = geometry.border.sourceIndex(of: index, size: geometry.width.input) {
          body(x - columns.lowerBound, .input(source: row + source, count: 1))
        }
      }
    }
  }
}

// MARK: - Tiles

extension PatchMatrix {
  /// Writes the tile of `rows` and `pixels` to `tile`, in row-major order.
  ///
  /// - Parameters:
  ///   - image: The first input channel of the group, of one image.
  ///   - rowStride: The distance between the rows of the tile, at least as many as the pixels.
  func gather(
    rows: Range<Int>, pixels: Range<Int>, from image: UnsafePointer<Scalar>,
    into tile: UnsafeMutablePointer<Scalar>, rowStride: Int
  ) {
    if PlaneShift.exists(in: geometry) {
      return unsafe gatherPlanes(
        rows: rows, pixels: pixels, from: image, into: tile, rowStride: rowStride)
    }
    // The rows of one tap of some channels, and then those of the next: they have the same pieces.
    let channelTaps = geometry.kernelTaps
    let most = Self.channelsAtOnce * channelTaps
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: most) {
      let some = start..<min(start + most, rows.upperBound)
      for first in some.prefix(channelTaps) {
        unsafe gatherPieces(
          tap(first), channels: (some.upperBound - first + channelTaps - 1) / channelTaps, pixels,
          from: image, into: tile + (first - rows.lowerBound) * rowStride,
          channelStride: channelTaps * rowStride)
      }
    }
  }

  /// As `gather`, where every row of the matrix is a plane of the image, shifted.
  private func gatherPlanes(
    rows: Range<Int>, pixels: Range<Int>, from image: UnsafePointer<Scalar>,
    into tile: UnsafeMutablePointer<Scalar>, rowStride: Int
  ) {
    let (constant, planeSize) = (constant, geometry.inputPixels)
    let channelTaps = geometry.kernelTaps
    // The rows of one tap of all channels, and then those of the next: they have one shift.
    for first in rows.prefix(channelTaps) {
      let tap = tap(first % channelTaps)
      let shift = PlaneShift(geometry, pixels: pixels, row: tap.row, column: tap.column)
      for row in stride(from: first, to: rows.upperBound, by: channelTaps) {
        let target = unsafe tile + (row - rows.lowerBound) * rowStride
        unsafe (target + shift.copied.lowerBound).update(
          from: image + (row / channelTaps * planeSize + shift.source), count: shift.copied.count)
        shift.forEachEdge { index in unsafe target[index] = constant }
        for index in 0..<shift.inside.lowerBound { unsafe target[index] = constant }
        for index in shift.inside.upperBound..<pixels.count { unsafe target[index] = constant }
      }
    }
  }

  /// Adds every element of the tile to the input element that it stands for; what stands for a
  /// constant border is dropped.
  func scatter(
    rows: Range<Int>, pixels: Range<Int>, from tile: UnsafePointer<Scalar>,
    addingTo image: UnsafeMutablePointer<Scalar>
  ) {
    let step = geometry.width.stride
    var source = unsafe tile
    for row in rows {
      forEachPiece(tap(row), pixels) { column, piece in
        guard case .input(let target, let count) = piece else { return }
        let elements = unsafe source + column
        let sums = unsafe image + target
        if step == 1 {
          for index in 0..<count { unsafe sums[index] += elements[index] }
        } else {
          for index in 0..<count { unsafe sums[index * step] += elements[index] }
        }
      }
      unsafe source += pixels.count
    }
  }

  /// Gathers the row of `tap` and those of the same tap in the channels that follow.
  @inline(__always)
  private func gatherPieces(
    _ tap: Tap, channels: Int, _ pixels: Range<Int>, from image: UnsafePointer<Scalar>,
    into target: UnsafeMutablePointer<Scalar>, channelStride: Int
  ) {
    let (step, planeStep) = (geometry.width.stride, geometry.inputPixels)
    forEachPiece(tap, pixels) { column, piece in
      var elements = unsafe target + column
      switch piece {
      case .constant(let count):
        for _ in 0..<channels {
          unsafe elements.update(repeating: constant, count: count)
          unsafe elements += channelStride
        }
      case .input(let start, let count):
        var source = unsafe image + start
        for _ in 0..<channels {
          switch step {
          case 1: unsafe elements.update(from: source, count: count)
          case 2: unsafe Interleaving.pick(from: source, into: elements, count: count)
          default: for index in 0..<count { unsafe elements[index] = source[index * step] }
          }
          unsafe elements += channelStride
          unsafe source += planeStep
        }
      }
    }
  }
}
