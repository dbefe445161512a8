// DirectTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are shared out to direct microkernels.
///
/// The outputs of an image are rows of pixels; a microkernel computes a tile of one row for a block
/// of channels. A unit of work is a band of rows for a chunk of the blocks. How the outputs are cut
/// changes no bit of them: each is one sum in one order.
struct DirectTiling: Hashable {
  /// Whether the microkernels read the image itself, as nothing is in the padding.
  let readsImage: Bool
  /// Whether the pixels of an image are one long row: every output depends on its own pixel alone.
  let isFlat: Bool
  /// Rows of an image; a flat image is cut into rows of a tile each.
  let rows: Int
  /// Pixels of a row, of which a flat image's last may have fewer.
  private let rowPixels: Int
  private let pixels: Int
  private let outputChannels: Int
  /// The most pixels of a tile.
  let tilePixels: Int
  /// Output channels of a block, and the blocks of a group.
  let block: Int
  let blocks: Int
  /// The rows of a band.
  let bands: Pieces
  /// The blocks of a unit.
  let chunks: Pieces
  let workers: Int
  /// Whether tiles are collected in scratch before they are stored, a stretch of a row at a time.
  ///
  /// A tile is stored to as many planes as a block has channels. Where planes are a multiple of
  /// 4 KiB apart, all those stores go to a few sets of the first-level cache, and lines are thrown
  /// out before their neighbours are written: a first layer at 224 x 224 takes twice the time.
  let stagesRows: Bool

  /// The pixels that are collected in scratch, and how far apart the channels lie there.
  static let stagedPixels = 224
  static let stageStride = 240

  /// The inputs of a band stay below this, to be read once for every block from the second-level
  /// cache, with the weights of a block beside them.
  static let bandBytes = 512 << 10

  static func readsImage(_ geometry: ConvolutionGeometry) -> Bool {
    [geometry.height, geometry.width].allSatisfy { $0.before == 0 && $0.after == 0 }
  }

  init(
    _ geometry: ConvolutionGeometry, block: Int, tilePixels: Int, workers allowed: Int,
    scalarSize: Int
  ) {
    readsImage = Self.readsImage(geometry)
    isFlat = geometry.isPointwise
    stagesRows =
      (geometry.outputPixels * scalarSize).isMultiple(of: 1 << 12) && !geometry.isPointwise
    self.tilePixels = tilePixels
    self.block = block
    blocks = (geometry.groupOutputChannels + block - 1) / block
    pixels = geometry.outputPixels
    outputChannels = geometry.groupOutputChannels
    rows = isFlat ? (pixels + tilePixels - 1) / tilePixels : geometry.height.output
    rowPixels = isFlat ? tilePixels : geometry.width.output

    let fitting = Self.fittingRows(geometry, tilePixels: tilePixels, scalarSize: scalarSize)
    workers = Work.workers(for: geometry.multiplyAdds, of: allowed)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * geometry.groups)
    let isDivisible = rows >= 2 * share
    bands = Pieces(of: rows, atMost: fitting, multipleOf: isDivisible ? share : 1)
    chunks = Pieces(of: blocks, atMost: blocks, multipleOf: isDivisible ? 1 : min(share, blocks))
  }

  /// The output rows whose inputs fit into a band, at least 1.
  ///
  /// In floating point: a stride beyond the picture overflows when it is multiplied.
  private static func fittingRows(
    _ geometry: ConvolutionGeometry, tilePixels: Int, scalarSize: Int
  ) -> Int {
    let (height, width) = (geometry.height, geometry.width)
    let rowLength =
      geometry.isPointwise
      ? Double(tilePixels) : Double(width.input) + Double(width.before) + Double(width.after)
    let rowBytes = Double(geometry.groupInputChannels * scalarSize) * rowLength
    // Rows that the kernel reaches beyond the strides.
    let halo = Double(height.dilation) * Double(height.kernel - 1)
    let fitting = (Double(bandBytes) / rowBytes - halo) / Double(height.stride)
    return fitting >= Double(geometry.outputPixels) ? geometry.outputPixels : max(1, Int(fitting))
  }

  /// Whether workers need scratch, for a band or to collect what is stored.
  var usesScratch: Bool { stagesRows || !readsImage }

  /// The elements of scratch in which tiles are collected.
  var stagedElements: Int { stagesRows ? block * Self.stageStride : 0 }

  /// The output channels of a block, within its group.
  func channels(ofBlock index: Int) -> Range<Int> {
    index * block..<min(outputChannels, (index + 1) * block)
  }

  /// The pixels of a row, from the first of the image.
  func pixels(ofRow row: Int) -> Range<Int> {
    row * rowPixels..<min(pixels, (row + 1) * rowPixels)
  }

  /// Calls `body` with the pixels of every tile of a row of `count` pixels; the tiles are of nearly
  /// one size.
  @inline(__always)
  func forEachTile(_ count: Int, _ body: (Range<Int>) -> Void) {
    let tiles = (count + tilePixels - 1) / tilePixels
    var start = 0
    for tile in 1...max(1, tiles) {
      let end = count * tile / max(1, tiles)
      body(start..<end)
      start = end
    }
  }
}

extension DirectTiling: CustomStringConvertible {
  var description: String {
    "tiles of \(tilePixels) pixels x \(block) channels, \(bands.count) bands of \(bands.size) rows, "
      + "\(blocks) blocks in \(chunks.count) chunks, "
      + (readsImage ? "read from the image" : "read from padded copies")
      + (stagesRows ? ", stored by way of scratch" : "")
  }
}
