// DirectTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are shared out to direct microkernels.
///
/// The outputs of an image are rows of pixels; a microkernel computes a tile of one row, or of some
/// short ones, for a block of channels. A unit of work is a band of rows for a chunk of the blocks.
/// How the outputs are cut changes no bit of them: each is one sum in one order.
struct DirectTiling: Hashable {
  /// Whether the vector lanes hold pixels, and the registers output channels, not the other way
  /// round.
  let isWide: Bool
  /// Whether the microkernels read the image itself, as nothing is in the padding.
  let readsImage: Bool
  /// Whether the pixels of an image are one long row: every output depends on one pixel alone.
  let isFlat: Bool
  /// The rows of a tile: more than 1 where rows are short.
  let tileRows: Int
  /// Rows of an image; a flat image is cut into rows of a tile each.
  let rows: Int
  /// Pixels of a row, of which a flat image's last may have fewer.
  let rowPixels: Int
  private let pixels: Int
  /// The most pixels of a tile.
  let tilePixels: Int
  /// The output channels of a group, in blocks that a microkernel computes at once.
  private let channelBlocks: Pieces
  /// The scalars of a vector.
  let lanes: Int
  /// The rows of a band.
  let bands: Pieces
  /// The blocks of a unit.
  let chunks: Pieces
  let workers: Int
  /// Whether tiles are collected in scratch before they are stored, a stretch of a row at a time.
  ///
  /// A tile is stored to as many planes as a block has channels. Where planes are a multiple of
  /// 4 KiB apart, all those stores go to a few sets of the first-level cache, and lines are thrown
  /// out before their neighbors are written: a first layer at 224 x 224 takes twice the time.
  let stagesRows: Bool
  /// The pixels of a row that are collected before they are stored.
  let stagedPixels: Int

  /// The most pixels that are collected in scratch, and how far apart the channels lie there.
  static let mostStagedPixels = 224
  static let stageStride = 240

  /// The inputs of a band stay below this, to be read once for every block from the second-level
  /// cache, with the weights of a block beside them.
  static let bandBytes = 512 << 10

  /// A plane beyond this size is a page away from the next. A tile that reads a few pixels of more
  /// planes than there are addresses of pages in reach waits for each; they are collected first, or
  /// with pixels on the lanes asked for while the tile before is computed.
  static let nearbyPlaneBytes = 2 << 10
  static let scatteredPlanes = 192

  private static func readsImage(
    _ geometry: ConvolutionGeometry, isWide: Bool, scalarSize: Int
  ) -> Bool {
    if geometry.kernelIsPoint {
      return geometry.isPointwise
        && (isWide || geometry.inputPixels * scalarSize <= nearbyPlaneBytes
          || geometry.groupInputChannels <= scatteredPlanes)
    }
    return [geometry.height, geometry.width].allSatisfy { $0.before == 0 && $0.after == 0 }
  }

  init<Scalar: TensorScalar>(
    _ geometry: ConvolutionGeometry, _ kernels: KernelTable, _ options: ConvolutionOptions,
    _: Scalar.Type
  ) throws(ConvolutionError) {
    let scalarSize = MemoryLayout<Scalar>.size
    let tuning = options.tuning
    lanes = kernels.lanes(Scalar.self)
    isWide = CostModel(kernels).directIsWide(
      geometry, scalarSize: scalarSize, asked: tuning.isWide)
    let block = kernels.directBlock(Scalar.self)
    tilePixels = min(isWide ? block : kernels.directPixels, tuning.pieceLimit)
    channelBlocks =
      isWide
      ? Pieces(
        of: geometry.groupOutputChannels, atMost: min(kernels.directPixels, tuning.pieceLimit))
      : Pieces(size: block, of: geometry.groupOutputChannels)
    let blocks = channelBlocks.count
    readsImage =
      !tuning.copies && Self.readsImage(geometry, isWide: isWide, scalarSize: scalarSize)
    isFlat = geometry.kernelIsPoint
    stagesRows =
      (tuning.copies || (geometry.outputPixels * scalarSize).isMultiple(of: 1 << 12))
      && !isFlat && !isWide
    stagedPixels = min(Self.mostStagedPixels, tuning.pieceLimit)
    pixels = geometry.outputPixels
    let flatRows = Pieces(
      of: pixels,
      atMost: min(
        stagedPixels,
        max(tilePixels, Self.bandBytes / (geometry.groupInputChannels * scalarSize))),
      granularity: tilePixels)
    rows = isFlat ? flatRows.count : geometry.height.output
    rowPixels = isFlat ? flatRows.size : geometry.width.output
    tileRows =
      isFlat || isWide
      ? 1 : kernels.narrowRows(width: geometry.width.output, stride: geometry.width.stride)

    let fitting = Self.fittingRows(geometry, rowPixels: rowPixels, scalarSize: scalarSize)
    workers = try options.workers(for: geometry.multiplyAdds)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * geometry.groups)
    // What is larger is divided among the workers, so that each reads it only in part: the weights
    // of the late layers of a network, the inputs of the early ones.
    let dividesRows =
      rows >= 2 * share
      && (blocks < share || geometry.groupInputElements >= geometry.groupWeightElements)
    bands = Pieces(
      of: rows, atMost: min(fitting, tuning.pieceLimit), multipleOf: dividesRows ? share : 1,
      granularity: tileRows)
    chunks = Pieces(
      of: blocks, atMost: min(blocks, tuning.pieceLimit),
      multipleOf: dividesRows ? 1 : min(share, blocks))
  }

  /// The output rows whose inputs fit into a band, at least 1.
  ///
  /// In floating point: a stride beyond the picture overflows when it is multiplied.
  private static func fittingRows(
    _ geometry: ConvolutionGeometry, rowPixels: Int, scalarSize: Int
  ) -> Int {
    let (height, width) = (geometry.height, geometry.width)
    let rowLength =
      geometry.kernelIsPoint
      ? Double(rowPixels) : Double(width.input) + Double(width.before) + Double(width.after)
    let rowBytes = Double(geometry.groupInputChannels * scalarSize) * rowLength
    // Rows that the kernel reaches beyond the strides.
    let halo = Double(height.dilation) * Double(height.kernel - 1)
    let step = geometry.kernelIsPoint ? 1 : Double(height.stride)
    let fitting = (Double(bandBytes) / rowBytes - halo) / step
    return fitting >= Double(geometry.outputPixels) ? geometry.outputPixels : max(1, Int(fitting))
  }

  /// Whether the pixels of a tile lie in as many places as there are channels, and are asked for
  /// while the tile before is computed.
  var asksAhead: Bool { isWide && isFlat && readsImage }

  /// Whether workers need scratch, for a band or to collect what is stored.
  var usesScratch: Bool { stagesRows || !readsImage }

  /// The elements of scratch in which tiles are collected.
  var stagedElements: Int { stagesRows ? channelBlocks.size * Self.stageStride : 0 }

  /// The blocks of a group's output channels.
  var blocks: Int { channelBlocks.count }

  /// The output channels of a block, within its group.
  func channels(ofBlock index: Int) -> Range<Int> { channelBlocks[index] }

  /// The distance between the channels of a flat image's pixels in scratch: no multiple of many
  /// lines, so that lines of different channels do not displace each other in the first-level cache.
  var panelStride: Int { (bands.size * rowPixels + lanes - 1) / lanes * lanes | lanes }

  /// The vectors of output channels in a block, where channels are on the lanes.
  func vectors(ofBlock index: Int) -> Int {
    (channels(ofBlock: index).count + lanes - 1) / lanes
  }

  /// The output channels that the packed weights of `count` have room for: whole vectors, where
  /// channels are on the lanes.
  func packedChannels(_ count: Int) -> Int {
    isWide ? count : (count + lanes - 1) / lanes * lanes
  }

  /// The output channels that the packed weights of a group have room for.
  var packedChannels: Int { packedChannels(channelBlocks.total) }

  /// The pixels of a row, from the first of the image.
  func pixels(ofRow row: Int) -> Range<Int> {
    row * rowPixels..<min(pixels, (row + 1) * rowPixels)
  }

  /// Calls `body` with the pixels of every tile of a row of `count` pixels; the tiles are of nearly
  /// one size, or whole vectors as far as possible.
  @inline(__always)
  func forEachTile(_ count: Int, _ body: (Range<Int>) -> Void) {
    guard !isWide else {
      for start in stride(from: 0, to: count, by: tilePixels) {
        body(start..<min(start + tilePixels, count))
      }
      return
    }
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
    "tiles of \(tileRows == 1 ? "\(tilePixels)" : "\(tileRows) x \(rowPixels)") pixels x "
      + "\(min(channelBlocks.size, packedChannels)) channels, "
      + "\(isWide ? "pixels" : "channels") on the lanes, \(bands.count) bands of \(bands.size) rows, "
      + "\(blocks) blocks in \(chunks.count) chunks, "
      + (readsImage
        ? "read from the image" : isFlat ? "read from copies" : "read from padded copies")
      + (stagesRows ? ", stored by way of scratch" : "")
  }
}
