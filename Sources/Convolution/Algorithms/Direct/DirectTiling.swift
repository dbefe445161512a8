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
  /// How the inputs that tiles read lie in scratch; `nil` where the microkernels read the image
  /// itself.
  let panel: DirectPanel?
  /// Whether the pixels of an image are one long row, and the taps of all channels so many channels
  /// of a 1x1 kernel: where the kernel is one, or rows are too short for tiles.
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
  /// Whether tiles are computed one after the other, each for all blocks of channels; else the blocks
  /// are, each for all tiles of a band.
  ///
  /// Where a tile is some lines of every channel, these are read once, and stay near for all blocks.
  let goesByTiles: Bool
  /// Whether the whole of the next image is asked for while one is computed: where tiles read all channels
  /// of small images in place, for few blocks of channels, so that reading takes as long as computing.
  let asksForImages: Bool
  /// Whether tiles are collected in scratch before they are stored, a stretch of a row at a time.
  ///
  /// A tile is stored to as many planes as a block has channels. Where planes are a multiple of
  /// 4 KiB apart, all those stores go to a few sets of the first-level cache, and lines are thrown
  /// out before their neighbors are written: a first layer at 224 x 224 takes twice the time.
  let stagesRows: Bool
  /// The tiles of a row that are collected before they are stored.
  let stagedTiles: Int

  /// The input channels, in slices that are summed one after the other for some rows. Packed weights of
  /// a block beyond a part of the second-level cache would come from the third for every tile.
  let slices: Pieces
  /// Whether the weights of all blocks are more than stays in the second-level cache.
  let readsFarWeights: Bool
  /// The elements of a tile's sums, which wait for the next slice.
  let tileElements: Int
  /// The rows that are computed for one slice before the next.
  let groupRows: Int

  /// Whether a band of one row, of so many elements of every channel, fits into scratch, beside what is
  /// collected before it is spread, or stored.
  static func accepts(channels: Int, elements: Double, scalarSize: Int) -> Bool {
    Double(channels) * elements * Double(scalarSize) <= Double(Scratch.blockSize - 1 << 18)
  }

  /// The same for a 1x1 kernel, of which a band need be no longer than a tile.
  static func acceptsPoint(channels: Int, scalarSize: Int) -> Bool {
    accepts(channels: channels, elements: 32, scalarSize: scalarSize)
  }

  /// The most pixels that are collected in scratch, and how far apart the channels lie there.
  private static let mostStagedPixels = 224
  static let stageStride = 240

  /// The inputs of a band stay below this, to be read once for every block from the second-level
  /// cache, with the weights of a block beside them; or below a part of the weights, which are read
  /// once for every band.
  static func bandBytes(weightBytes: Int) -> Int {
    min(max(512 << 10, weightBytes / 4), mostBandBytes)
  }
  private static let mostBandBytes = 3 << 20
  /// As much as this it may be, to have twice the rows that it shares with its neighbors: they are copied
  /// for each. 128 channels at 224x224 take .9 of the time in bands of 4 rows, not 2 (Xeon), 256 at 112x112
  /// .92.
  private static let mostSharedBandBytes = 3 << 19

  /// Where the packed weights of a block take more than the first, they are cut into slices of the
  /// second: late layers of a network take a tenth less. Those of all blocks are asked for in advance where
  /// they take more than the first.
  private static let nearbyWeightBytes = 96 << 10
  private static let sliceBytes = 64 << 10
  /// The tiles that are computed for one slice before the next, and the most that their sums take.
  private static let groupTiles = 48
  private static let mostSumBytes = 128 << 10

  /// The most of a row that is collected before it is spread to the tiles of a panel, and the most
  /// elements of several rows.
  private static let mostLineBytes = 256 << 10
  /// Rows of at most so many bytes in all channels, less than a page, are left whole where pixels are on
  /// the lanes: what long tiles read of them would overlap by more lines than they save.
  private static let nearbyRowBytes = 4 << 10
  static let lineElements = 4096

  /// Inputs that are read for fewer blocks than this are read where they are: copying them would
  /// take what it saves.
  private static let fewBlocks = 4
  /// The same, where the next channel lies so near that the processor foresees where: in planes of at most
  /// so many bytes. With tiles of a line it takes a fifth less for 128 output channels at 14 x 14, and a
  /// few hundredths less or more for 1024 and more. Shorter tiles reach as many lines for less work: it
  /// pays below 512 output channels, and below 96 where planes are no multiple of 16 bytes, as at 7 x 7
  /// (AVX2, 16 channels a block; 128 to 1024 output channels take up to a third less when copied).
  private static func fewBlocksOfNearbyPlanes(tileBytes: Int, planeBytes: Int) -> Int {
    if tileBytes >= 48 { return 65 }
    return planeBytes.isMultiple(of: 16) ? 32 : 6
  }
  private static let nearbyPlaneBytes = 1 << 10
  /// As far as this, the lines that a tile reads stay in the first-level cache for the next.
  private static let nearbyLines = 128

  /// Images that stay in the second-level cache while the next comes; with pixels on the lanes, for at most
  /// so many blocks.
  ///
  /// Eight images (Xeon), 528 to 32 channels at 14x14 take .78 of the time when all of the next is asked
  /// for, 512 to 64 .90, 512 to 24 .89, 192 to 16 at 28x28 .92, 64 to 16 at 56x56 .84; for 3 blocks and
  /// more of pixels on the lanes, where lines of the next tile come in time, 1.0 to 1.16.
  private static let nearbyImageBytes = 1 << 20
  private static let fewWideBlocks = 2

  /// Whether, with a 1x1 kernel, a few pixels of all channels are more than the second-level cache keeps:
  /// planes that are a multiple of a page share a few of its sets, so that what a tile reads is thrown out
  /// before the next block reads it.
  ///
  /// 256 channels at 64x64, 512 and 640 at 32x32, as many output channels, take .5 of the time when copied
  /// (Xeon, 2 MiB of that cache), 64 at 256x256 .7, 320 at 64x64 .74; it depends on where the system puts
  /// pages. Half as many channels take .95 to 1.1, fewer output channels up to 1.3.
  private static func planesCollide(_ geometry: ConvolutionGeometry, scalarSize: Int) -> Bool {
    let planePages = Double(geometry.inputPixels) * Double(scalarSize) / 4096
    return geometry.kernelIsPoint && planePages == planePages.rounded()
      && geometry.groupInputChannels >= 48 && geometry.groupOutputChannels >= 32
      && Double(geometry.groupInputChannels) * planePages >= 384
  }

  private static func readsImage(
    _ geometry: ConvolutionGeometry, blocks: Int, isWide: Bool, tilePixels: Int, scalarSize: Int
  ) -> Bool {
    guard !planesCollide(geometry, scalarSize: scalarSize) else { return false }
    let isPlaneNearby =
      geometry.kernelIsPoint && geometry.inputPixels <= nearbyPlaneBytes / scalarSize
    let few =
      isPlaneNearby
      ? fewBlocksOfNearbyPlanes(
        tileBytes: tilePixels * scalarSize, planeBytes: geometry.inputPixels * scalarSize)
      : fewBlocks
    let isNear =
      blocks < few || isWide
      || geometry.groupInputChannels <= nearbyLines / geometry.height.kernel
    if geometry.kernelIsPoint {
      // With pixels on the lanes and an output that is far, inputs are copied, unless these are more, or
      // read for few blocks: planes are then written one block after the other, each from its begin to
      // its end, which the processor foresees. Tile by tile, all planes are written at once, and each
      // line has to be waited for if it comes from memory: 64 channels at 112x112, eight pictures, take
      // .78 of the time when copied (Xeon), 32 channels .73; one picture 1.15.
      let writesFar =
        isWide && blocks >= few && geometry.inputChannels <= geometry.outputChannels
        && geometry.outputElements * Double(scalarSize) >= FarMemory.outputBytes
      return geometry.isPointwise && isNear && !writesFar
    }
    return isNear && !geometry.isPadded && !partsPhases(geometry, isWide: isWide)
  }

  /// Whether what pixels on the lanes read can be parted into two phases, to be neighbors: with a stride
  /// of 2, in rows that are not too long to be collected.
  static func canPartPhases(_ geometry: ConvolutionGeometry, scalarSize: Int) -> Bool {
    geometry.width.stride == 2 && geometry.width.paddedInput <= mostLineBytes / scalarSize
  }

  private static func partsPhases(_ geometry: ConvolutionGeometry, isWide: Bool) -> Bool {
    isWide && !geometry.kernelIsPoint && geometry.width.stride == 2
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
    isFlat =
      geometry.kernelIsPoint
      || CostModel(kernels).directIsFlat(geometry, isWide: isWide)
    stagesRows =
      (tuning.copies || (geometry.outputPixels * scalarSize).isMultiple(of: 1 << 12))
      && !isFlat && !isWide
    pixels = geometry.outputPixels
    let bandBytes = Self.bandBytes(weightBytes: geometry.groupWeightElements * scalarSize)
    let flatRows = Pieces(
      of: pixels,
      atMost: min(
        Self.mostStagedPixels, tuning.pieceLimit,
        max(tilePixels, bandBytes / (geometry.taps * scalarSize))),
      granularity: tilePixels)
    rows = isFlat ? flatRows.count : geometry.height.output
    rowPixels = isFlat ? flatRows.size : geometry.width.output
    tileRows =
      isFlat || isWide
      ? 1 : kernels.narrowRows(width: geometry.width.output, stride: geometry.width.stride)
    let tilesOfRow = tileRows > 1 ? 1 : (rowPixels + tilePixels - 1) / tilePixels
    let readsImage =
      !tuning.copies && (geometry.kernelIsPoint || !isFlat)
      && Self.readsImage(
        geometry, blocks: blocks, isWide: isWide, tilePixels: tilePixels, scalarSize: scalarSize)
    panel =
      readsImage
      ? nil
      : Self.panel(
        geometry, isFlat: isFlat, isWide: isWide, rowPixels: rowPixels,
        tiles: tilesOfRow, tilePixels: tilePixels, scalarSize: scalarSize)
    goesByTiles = isWide && isFlat && readsImage
    stagedTiles = max(1, min(Self.mostStagedPixels, tuning.pieceLimit) / tilePixels)
    let isImageNear =
      isFlat && readsImage && geometry.groupInputElements <= Self.nearbyImageBytes / scalarSize
      && (!isWide || blocks <= Self.fewWideBlocks)

    let fitting = Self.fittingRows(
      geometry, isFlat: isFlat,
      rowElements: panel?.rowStride
        ?? geometry.groupInputChannels * (isFlat ? rowPixels : geometry.width.input),
      most: (isImageNear ? Self.nearbyImageBytes : bandBytes) / scalarSize,
      mostShared: Self.mostSharedBandBytes / scalarSize)
    workers = try options.workers(for: geometry.multiplyAdds)
    let share = workers / Work.greatestCommonDivisor(workers, geometry.batch * geometry.groups)
    /// What the worker with the most takes, as a multiple of an equal share.
    func imbalance(_ count: Int) -> Double {
      Double((count + share - 1) / share * share) / Double(max(1, count))
    }
    // What is larger is divided among the workers, so that each reads it only in part: the weights
    // of the late layers of a network, the inputs of the early ones. But three blocks keep one of two
    // workers waiting for a third of the time.
    let dividesRows =
      rows >= 2 * share
      && (blocks < share || geometry.groupInputElements >= geometry.groupWeightElements
        || imbalance(blocks) > 1.05 * imbalance(rows / tileRows))
    bands = Pieces(
      of: rows, atMost: min(fitting, tuning.pieceLimit), multipleOf: dividesRows ? share : 1,
      granularity: tileRows)
    asksForImages = isImageNear && bands.count == 1
    chunks = Pieces(
      of: blocks, atMost: min(blocks, tuning.pieceLimit),
      multipleOf: dividesRows ? 1 : min(share, blocks))

    tileElements = (tileRows > 1 ? tileRows * rowPixels : tilePixels) * channelBlocks.size
    let canSlice = !isWide && tilesOfRow * tileElements * scalarSize <= Self.mostSumBytes
    slices = Self.slices(
      of: geometry.groupInputChannels,
      weightBytes: geometry.taps * channelBlocks.size * scalarSize,
      limit: canSlice ? tuning.pieceLimit : nil)
    readsFarWeights =
      !isWide && geometry.groupWeightElements * scalarSize > Self.nearbyWeightBytes
    let isSliced = slices.count > 1
    groupRows = isSliced ? max(1, Self.groupTiles / tilesOfRow / tileRows) * tileRows : max(1, rows)
    // Rows that no whole tile is left for are computed one by one.
    sumElements = isSliced ? min(groupRows, bands.size) * tilesOfRow * tileElements : 0
  }

  /// More input channels need more room than is worth it to have their rows begin lines.
  static let mostAlignedChannels = 64

  private static func slices(of channels: Int, weightBytes: Int, limit: Int?) -> Pieces {
    guard let limit else { return Pieces(size: channels, of: channels) }
    let fitting = weightBytes > nearbyWeightBytes ? sliceBytes * channels / weightBytes : channels
    return Pieces(of: channels, atMost: min(fitting, limit))
  }

  private static func panel(
    _ geometry: ConvolutionGeometry, isFlat: Bool, isWide: Bool, rowPixels: Int, tiles: Int,
    tilePixels: Int, scalarSize: Int
  ) -> DirectPanel {
    let (height, width) = (geometry.height, geometry.width)
    // Rows of a band of one output row, all of which have to fit into scratch.
    let rows = isFlat ? 1 : (height.kernel - 1) * height.dilation + 1
    let rowLength = isFlat ? rowPixels : width.paddedInput
    let rowBytes = rowLength * scalarSize
    let keepsRows =
      rowBytes > mostLineBytes
      || isWide && !isFlat && geometry.groupInputChannels * rowBytes <= nearbyRowBytes
    let phases = partsPhases(geometry, isWide: isWide) ? 2 : 1
    // Vectors that meet two lines take twice as long to store, and to load. Most taps of a larger kernel
    // meet two in any case.
    let isAligned =
      isWide && !isFlat && (phases == 2 || width.kernel <= 3)
      && geometry.groupInputChannels <= mostAlignedChannels
    return DirectPanel(
      channels: isFlat ? geometry.taps : geometry.groupInputChannels, rowLength: rowLength,
      tiles: tiles, tilePixels: tilePixels, step: isFlat ? 1 : width.stride,
      reach: isFlat ? 1 : (width.kernel - 1) * width.dilation + 1,
      phases: phases, isAligned: isAligned, scalarSize: scalarSize,
      most: keepsRows ? 0 : mostBandBytes / scalarSize / rows)
  }

  /// The output rows whose inputs fit into a band, at least 1.
  ///
  /// In floating point: a stride beyond the picture overflows when it is multiplied.
  private static func fittingRows(
    _ geometry: ConvolutionGeometry, isFlat: Bool, rowElements: Int, most: Int, mostShared: Int
  ) -> Int {
    let height = geometry.height
    // Rows that the kernel reaches beyond the strides.
    let halo = isFlat ? 0 : Double(height.dilation) * Double(height.kernel - 1)
    let step = isFlat ? 1 : Double(height.stride)
    func fitting(_ elements: Int) -> Double {
      (Double(elements) / Double(rowElements) - halo) / step
    }
    let fitting = max(fitting(most), min(2 * halo / step, fitting(mostShared)))
    return fitting >= Double(geometry.outputPixels) ? geometry.outputPixels : max(1, Int(fitting))
  }

  /// Whether workers need scratch, for a band or to collect what is stored.
  var usesScratch: Bool { stagesRows || panel != nil || slices.count > 1 }

  /// The elements of scratch for the sums that wait for the next slice.
  let sumElements: Int

  /// The elements of scratch in which tiles are collected.
  var stagedElements: Int { stagesRows ? channelBlocks.size * Self.stageStride : 0 }

  /// The blocks of a group's output channels.
  var blocks: Int { channelBlocks.count }

  /// The output channels of a block, within its group.
  func channels(ofBlock index: Int) -> Range<Int> { channelBlocks[index] }

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

  /// Whether rows of a tile of several are computed one by one where they meet the padding: if the sums
  /// of one are as many as the processor works on at once.
  var isolatesEdgeRows: Bool { tileRows > 1 && rowPixels >= Self.leastIsolatedPixels }
  private static let leastIsolatedPixels = 5

  /// Fewer channels than these the processor foresees while they are copied.
  static let leastAskedChannels = 16

  /// The pixels of a row, from the first of the image.
  func pixels(ofRow row: Int) -> Range<Int> {
    row * rowPixels..<min(pixels, (row + 1) * rowPixels)
  }

  /// The tiles of a row of `count` pixels.
  @inline(__always)
  func tiles(_ count: Int) -> RowTiles {
    RowTiles(of: count, atMost: tileRows > 1 ? count : tilePixels, evenly: !isWide)
  }
}

extension DirectTiling: CustomStringConvertible {
  var description: String {
    "tiles of \(tileRows == 1 ? "\(tilePixels)" : "\(tileRows) x \(rowPixels)") pixels x "
      + "\(min(channelBlocks.size, packedChannels)) channels, "
      + "\(isWide ? "pixels" : "channels") on the lanes, \(bands.count) bands of \(bands.size) rows, "
      + "\(blocks) blocks in \(chunks.count) chunks, "
      + (panel.map { "copied \($0.splitsRows ? "tile by tile" : "row by row")" } ?? "read in place")
      + (stagesRows ? ", stored by way of scratch" : "")
  }
}
