// DepthwiseTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are shared out to depthwise microkernels: a unit of work is a band of
/// rows in some blocks of channels of one image, one after the other. A microkernel computes a tile of a
/// row.
///
/// How the outputs are cut changes no bit of them: each is one sum in one order.
struct DepthwiseTiling: Hashable {
  /// The input channels, in blocks of a vector's lanes.
  let blocks: Pieces
  /// The blocks of a unit.
  let chunks: Pieces
  /// The rows of a band.
  let bands: Pieces
  /// The tiles of a row.
  let tiles: RowTiles
  let workers: Int
  /// The elements of a band, after which a vector may be written, and of its outputs.
  let bandElements: Int
  let outputElements: Int

  /// A band and its outputs, which share the second-level cache.
  private static let bandBytes = 256 << 10
  /// Units that there are for each worker, at least, where there are blocks enough.
  private static let unitsPerWorker = 8

  init(
    _ geometry: ConvolutionGeometry, lanes: Int, tilePixels: Int, scalarSize: Int, seconds: Double,
    _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let limit = options.tuning.pieceLimit
    let height = geometry.height
    blocks = Pieces(size: lanes, of: geometry.groups)
    workers = try options.workers(for: geometry.multiplyAdds, seconds: seconds)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * blocks.count)
    bands = Pieces(
      of: height.output,
      atMost: min(Self.fittingRows(geometry, lineBytes: lanes * scalarSize), limit),
      multipleOf: height.output >= 2 * share ? share : 1)
    let units = geometry.batch * blocks.count * bands.count
    chunks = Pieces(
      of: blocks.count,
      atMost: workers == 1 ? limit : min(max(1, units / (Self.unitsPerWorker * workers)), limit))
    tiles = RowTiles(
      of: geometry.width.output, atMost: min(tilePixels, limit), evenly: true)
    let rows = min(bands.size, height.output)
    bandElements = (height.inputs(of: rows) * geometry.width.paddedInput + 1) * lanes
    outputElements = rows * geometry.width.output * lanes
  }

  /// The most rows of a band, at least 1, with pixels of `lineBytes`.
  static func fittingRows(_ geometry: ConvolutionGeometry, lineBytes: Int) -> Int {
    let first = bytes(geometry, rows: 1, lineBytes: lineBytes)
    let more = bytes(geometry, rows: 2, lineBytes: lineBytes) - first
    return fittingRows(of: geometry.height.output, first: first, more: more)
  }

  /// The most rows of a band, at least 1 and at most `count`, where the first takes `first` bytes and each
  /// other one `more`.
  static func fittingRows(of count: Int, first: Double, more: Double) -> Int {
    let fitting = 1 + max(0, (Double(bandBytes) - first) / max(1, more))
    return Int(min(fitting, Double(max(1, count))))
  }

  /// The scratch for a band of some output rows, and its outputs, of channels whose pixel has `lineBytes`;
  /// in floating point, as it is checked before it is known to fit.
  static func bytes(_ geometry: ConvolutionGeometry, rows: Int, lineBytes: Int) -> Double {
    let (height, width) = (geometry.height, geometry.width)
    let inputs =
      Double(rows - 1) * Double(height.stride) + Double(height.kernel - 1) * Double(height.dilation)
      + 1
    return (inputs * Double(width.paddedInput) + Double(rows) * Double(width.output) + 1)
      * Double(lineBytes)
  }
}

extension DepthwiseTiling: CustomStringConvertible {
  var description: String {
    "tiles of \(tiles.quotient + (tiles.remainder > 0 ? 1 : 0)) pixels x \(blocks.size) channels, "
      + "channels on the lanes, \(bands.count) bands of \(bands.size) rows, "
      + "\(blocks.count) blocks in \(chunks.count) chunks"
  }
}
