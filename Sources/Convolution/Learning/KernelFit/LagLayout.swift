// LagLayout.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How a padded picture is cut for its lags.
struct LagLayout: Sendable {
  let height: AxisGeometry
  let width: AxisGeometry
  let outputs: Int
  /// The doubles of a vector.
  let lanes: Int
  /// The picture with its padding.
  let padded: Size2D
  /// The rows that are converted, and summed in the lanes of a vector, at once: few, so that the
  /// chains of additions stay short.
  let bandRows: Int
  /// The columns that the windows of all taps share, in pieces.
  let sharedColumnPieces: [Range<Int>]
  /// The other columns, at most as many at once as stay apart in the lanes of a vector.
  let edgeColumnPieces: [Range<Int>]
  /// All columns, in pieces.
  let columnPieces: [Range<Int>]

  /// Columns that are summed at once: those of a kernel's rows share the first-level cache.
  private static let pieceColumns = 512

  /// Nil if not even one row, with those that a kernel on it covers, fits into scratch.
  init?(_ geometry: ConvolutionGeometry, lanes: Int, pieceLimit: Int) {
    height = geometry.height.withPaddingAsInput
    width = geometry.width.withPaddingAsInput
    outputs = geometry.groupOutputChannels
    self.lanes = lanes
    padded = Size2D(height: height.input, width: width.input)
    let (reach, margin) = (height.input - height.output, width.input - width.output)
    // In floating point, which does not overflow; the parts of the scratch are no larger.
    let lags = Double(height.kernel) * 2 * Double(width.kernel)
    let sums =
      lags * (2 * Double(margin) + 1 + Double(lanes) * (3 + Double(outputs)))
    let pitch = Double(padded.width) + 2 * Double(margin)
    let outputs = Double(outputs)
    guard
      let bandRows = [16, 8, 4, 2, 1].first(where: { rows in
        guard rows <= pieceLimit else { return false }
        let count = pitch * (Double(reach) + Double(rows) * (1 + outputs) + 1) + sums
        return count * Double(MemoryLayout<Double>.size) <= Double(Scratch.blockSize)
      })
    else { return nil }
    self.bandRows = bandRows
    let shared = margin..<max(margin, width.output)
    sharedColumnPieces = Self.pieces(of: shared, atMost: Self.pieceColumns)
    edgeColumnPieces =
      Self.pieces(of: 0..<shared.lowerBound, atMost: lanes)
      + Self.pieces(of: shared.upperBound..<padded.width, atMost: lanes)
    columnPieces = Self.pieces(of: 0..<padded.width, atMost: Self.pieceColumns)
  }

  private static func pieces(of range: Range<Int>, atMost limit: Int) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: limit).map {
      $0..<min($0 + limit, range.upperBound)
    }
  }

  /// Rows, and columns, from the first element of the kernel to the last.
  var reach: Int { height.input - height.output }
  var margin: Int { width.input - width.output }

  /// The distance between rows in scratch, which have a margin on both sides.
  var pitch: Int { padded.width + 2 * margin }

  /// Lags along a row.
  var shifts: Int { 2 * width.kernel - 1 }

  // MARK: - Rows

  /// The rows that the windows of all taps share.
  var sharedRows: Range<Int> { reach..<max(reach, height.output) }

  /// All rows: those that all windows share in bands, the others one by one.
  var bands: [Range<Int>] {
    let single = { (row: Int) in row..<row + 1 }
    return (0..<sharedRows.lowerBound).map(single)
      + Self.pieces(of: sharedRows, atMost: bandRows)
      + (sharedRows.upperBound..<padded.height).map(single)
  }

  /// The rows of the kernel whose windows have the row.
  func tapRows(onRow row: Int) -> Range<Int> {
    // tap * dilation <= row < tap * dilation + output
    let last = min(height.kernel - 1, row / height.dilation)
    let below = row - height.output
    let first = below < 0 ? 0 : below / height.dilation + 1
    return first..<max(first, last + 1)
  }

  /// The columns of the window of a column of the kernel.
  func window(ofTap tap: Int) -> Range<Int> {
    tap * width.dilation..<tap * width.dilation + width.output
  }

  // MARK: - Scratch

  /// The lags of a kernel: rows below, and columns to both sides.
  var lags: Int { height.kernel * shifts }
  /// The sums of the taps with an output, in lanes.
  var outputSums: Int { height.kernel * width.kernel * lanes }

  // Where the parts start, one behind the other, in doubles.
  var edgesStart: Int { lags * lanes }
  var outputsStart: Int { edgesStart + edgeColumnPieces.count * lags * lanes }
  var totalsStart: Int { outputsStart + outputs * outputSums }
  var inputStart: Int { totalsStart + lags }
  var outputStart: Int { inputStart + (bandRows + reach) * pitch }
  var rowStart: Int { outputStart + outputs * bandRows * pitch }
  var scratchCount: Int { rowStart + padded.width }
}
