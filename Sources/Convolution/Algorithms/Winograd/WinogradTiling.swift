// WinogradTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are shared out to the microkernels of Winograd's algorithm.
///
/// The tiles of an image are cut into blocks: whole images where they are small, else rows of
/// tiles, else pieces of a row. The inputs of a block are transformed once, for all channels, and
/// stay in the second-level or third-level cache; output channels follow a block of weights at a
/// time, whose products are transformed while the second-level cache holds them.
///
/// How the tiles are cut changes no bit of an output: each depends on its place in its tile alone.
struct WinogradTiling: Hashable {
  let tile: WinogradTile
  /// Tiles of an image.
  let tilesDown: Int
  let tilesAcross: Int
  /// The images, rows of tiles and columns of tiles of a block.
  let images: Pieces
  let rows: Pieces
  let columns: Pieces
  /// Lanes of a vector: the input channels that are transformed at once.
  let lanes: Int
  /// How often that is, for a group.
  var channelChunks: Int { paddedChannels / lanes }
  /// Output channels of a block of weights, and the blocks of a group.
  let channelBlock: Int
  let channelBlocks: Int
  /// Whether the workers compute one block of tiles together, each some of its channels, and not
  /// each its own: where there are few.
  let isShared: Bool
  let workers: Int
  /// The most tiles of a panel.
  private let panelLimit: Int
  private let paddedChannels: Int

  /// The tiles of a block: enough to amortize the weights, which stream from the third-level cache
  /// or from memory, and more while the transformed inputs stay in `panelBytes`.
  static let blockTiles = 56...112
  static let panelBytes = 4 << 20
  /// The most bytes of transformed inputs, for which a block may have fewer tiles.
  static let mostPanelBytes = 16 << 20

  init(
    _ geometry: ConvolutionGeometry, _ tile: WinogradTile, lanes: Int, channelBlock: Int,
    panelTiles: Int, scalarSize: Int, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    self.tile = tile
    self.lanes = lanes
    self.channelBlock = channelBlock
    panelLimit = min(panelTiles, options.tuning.pieceLimit)
    tilesDown = (geometry.height.output + tile.side - 1) / tile.side
    tilesAcross = (geometry.width.output + tile.side - 1) / tile.side
    paddedChannels = (geometry.groupInputChannels + lanes - 1) / lanes * lanes
    channelBlocks = (geometry.groupOutputChannels + channelBlock - 1) / channelBlock
    workers = try options.workers(for: geometry.multiplyAdds / 3)

    let tileBytes = paddedChannels * tile.frequencies * scalarSize
    let limit = min(
      max(
        Self.panelBytes / tileBytes,
        min(Self.blockTiles.lowerBound, Self.mostPanelBytes / tileBytes), 1),
      Self.blockTiles.upperBound, options.tuning.pieceLimit)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * geometry.groups)
    columns = Pieces(of: tilesAcross, atMost: limit)
    let rowLimit = columns.count > 1 ? 1 : limit / max(1, tilesAcross)
    let isDivisible = tilesDown >= 4 * share
    rows = Pieces(of: tilesDown, atMost: rowLimit, multipleOf: isDivisible ? share : 1)
    let isWhole = rows.count == 1 && columns.count == 1
    images = Pieces(
      of: geometry.batch, atMost: isWhole ? limit / max(1, tilesDown * tilesAcross) : 1,
      multipleOf: workers / Work.greatestCommonDivisor(workers, geometry.groups))
    let units = images.count * geometry.groups * rows.count * columns.count
    isShared = units % workers != 0 && units < 8 * workers
  }

  // MARK: - Scratch

  /// Parts of a worker's scratch, in elements.
  struct Layout: Hashable {
    /// A row and a channel of the padded inputs of some rows of tiles.
    var rowStride = 0
    var channelStride = 0
    /// The tiles of a panel; panels; frequencies.
    var panelTiles = 0
    var panelStride = 0
    var frequencyStride = 0
    /// Where the parts start.
    var panels = 0
    var products = 0
    var count = 0
  }

  /// The scratch for a block of `images` by `rows` by `columns` tiles.
  func layout(images: Int, rows: Int, columns: Int) -> Layout {
    let tiles = images * rows * columns
    var layout = Layout()
    // Rows are read up to a whole number of vectors.
    layout.rowStride = roundedUp(columns * tile.side + 2, to: max(lanes, tile.side))
    layout.channelStride = spread((rows * tile.side + 2) * layout.rowStride)
    layout.panels = lanes * layout.channelStride
    let panelCount = (tiles + panelLimit - 1) / panelLimit
    layout.panelTiles = (tiles + panelCount - 1) / panelCount
    layout.panelStride = layout.panelTiles * paddedChannels
    layout.frequencyStride = spread(panelCount * layout.panelStride)
    layout.products = layout.panels + tile.frequencies * layout.frequencyStride
    layout.count = layout.products + tiles * tile.frequencies * channelBlock
    return layout
  }

  /// The most elements of scratch that a worker uses.
  var scratchCount: Int {
    layout(images: images.size, rows: rows.size, columns: columns.size).count
  }

  private func roundedUp(_ count: Int, to multiple: Int) -> Int {
    (count + multiple - 1) / multiple * multiple
  }

  /// A stride of an odd number of vectors: what is that far apart falls into different sets of the
  /// first-level cache.
  private func spread(_ count: Int) -> Int {
    let vectors = roundedUp(count, to: lanes) / lanes
    return (vectors | 1) * lanes
  }
}

extension WinogradTiling: CustomStringConvertible {
  var description: String {
    "F(\(tile.side)x\(tile.side), 3x3), \(tilesDown)x\(tilesAcross) tiles an image, in blocks of "
      + "\(images.size) images x \(rows.size)x\(columns.size) tiles, "
      + "\(channelBlocks) blocks of \(channelBlock) channels"
      + (isShared ? ", workers share a block of tiles" : "")
  }
}
