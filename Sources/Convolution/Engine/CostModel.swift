// CostModel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What the algorithms take, predicted from the sizes.
///
/// The constants were measured on one thread of an AMD EPYC (Zen 5) at 4.2 GHz, with AVX-512 and
/// OpenBLAS 0.3.21; for narrower vectors they are scaled. Only the proportions matter to a choice.
struct CostModel {
  let kernels: KernelTable

  init(_ kernels: KernelTable) {
    self.kernels = kernels
  }

  /// Seconds on one thread.
  ///
  /// - Parameter isSeparable: Whether all kernels are products of a column and a row.
  func seconds(
    _ algorithm: ConvolutionAlgorithm, _ geometry: ConvolutionGeometry, scalarSize: Int,
    isSeparable: Bool = false
  ) -> Double {
    switch algorithm {
    case .automatic, .im2col: im2col(geometry, scalarSize)
    case .direct: direct(geometry, scalarSize)
    case .planar: planar(geometry, scalarSize, isSeparable: isSeparable)
    case .fourier: fourier(fourierSize(geometry, scalarSize: scalarSize), geometry, scalarSize)
    case .winograd:
      winograd(winogradTile(geometry, scalarSize: scalarSize), geometry, scalarSize)
    }
  }

  static let cyclesPerSecond = 4.2e9
  /// Bytes read and written in the third-level cache, where the tensors of a layer are as a rule.
  static let cacheBytesPerSecond = 130e9

  /// A matrix product that reaches its full rate only with many rows, after a pass that gathers the
  /// columns, and the start of BLAS for every strip. The outputs are set to the bias, read and written,
  /// which takes longer than sums that are short.
  private func im2col(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    let lanes = Double(kernels.vectorSize / scalarSize)
    let rows = Double(geometry.groupOutputChannels)
    let rate = 2 * lanes * 0.85 * rows / (rows + 8)
    let products = geometry.multiplyAdds / rate
    let gathered =
      geometry.isPointwise ? 0 : geometry.multiplyAdds / rows / (geometry.width.stride == 1 ? 8 : 2)
    // BLAS copies the weight for every image, an element a cycle.
    let calls =
      Double(geometry.batch * geometry.groups) * (1000 + Double(geometry.groupWeightElements))
    let passes =
      3 * geometry.outputElements * Double(scalarSize) / Self.cacheBytesPerSecond
    return (products + gathered + calls) / Self.cyclesPerSecond + passes
  }

  private func direct(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    min(
      directBatch(geometry, scalarSize)?.seconds ?? .infinity,
      directByImages(geometry, scalarSize))
  }

  private func directByImages(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    let narrow = directByChannels(geometry, scalarSize)
    return min(narrow, directByPixels(geometry, scalarSize) ?? narrow)
  }

  /// The images that direct computes at once: one, or as many small ones as take less than one by one.
  ///
  /// - Parameter asked: Whether it is several where it can be.
  func directImages(
    _ geometry: ConvolutionGeometry, scalarSize: Int, asked: Bool = false
  ) -> Int {
    guard let batch = directBatch(geometry, scalarSize) else { return 1 }
    return asked || batch.seconds < batch.apart ? batch.images : 1
  }

  /// As many small images as may be computed at once, with the seconds of all, and those that they take
  /// one by one.
  private func directBatch(
    _ geometry: ConvolutionGeometry, _ scalarSize: Int
  ) -> (images: Int, seconds: Double, apart: Double)? {
    let pixels = geometry.outputPixels
    guard geometry.batch > 1, pixels > 0, pixels < 2 * kernels.directPixels,
      DirectTiling.acceptsPoint(channels: geometry.taps, scalarSize: scalarSize)
    else { return nil }
    let columns = Double(geometry.groups) * Double(geometry.taps) * Double(pixels)
    let products = Double(geometry.outputChannels) * Double(pixels)
    let fitting = Self.batchBytes / ((columns + products) * Double(scalarSize))
    let most = min(fitting, Double(Self.batchPixels / pixels))
    guard most >= 2 else { return nil }
    let steps = (geometry.batch + Int(most) - 1) / Int(most)
    let images = (geometry.batch + steps - 1) / steps
    guard images > 1, let product = try? geometry.columns(ofImages: images) else { return nil }
    // Weights that are far come no faster than this, however few pixels are computed with them.
    let weightBytes =
      Double(geometry.groups) * Double(geometry.groupWeightElements) * Double(scalarSize)
    let reading = weightBytes > 0x1p20 ? weightBytes / 10 / Self.cyclesPerSecond : 0
    // A few elements at a time, but for images that are columns.
    let copied = geometry.isImageOfTaps ? columns : 4 * columns
    let copying = (copied + products) * Double(images) / Self.cyclesPerSecond
    let together =
      Double(steps) * (max(directByImages(product, scalarSize), reading) + copying)
    // Zeros of the padding are left out of single images.
    let left = geometry.readsZeros ? geometry.height.insideShare * geometry.width.insideShare : 1
    let apart = max(
      left * directByImages(geometry, scalarSize), Double(geometry.batch) * reading)
    return (images, together, apart)
  }

  /// The most that the matrices of small images take, and the pixels that suffice for full tiles.
  private static let batchBytes = 0x1.8p20
  private static let batchPixels = 256

  /// Whether direct microkernels take less with pixels on the lanes than with output channels; or what
  /// is asked for, where it can be.
  func directIsWide(
    _ geometry: ConvolutionGeometry, scalarSize: Int, asked: Bool? = nil
  ) -> Bool {
    guard let wide = directByPixels(geometry, scalarSize) else { return false }
    return asked ?? (wide < directByChannels(geometry, scalarSize))
  }

  /// Seconds for a tile of `across` vectors on the lanes by `along` registers: as long as its
  /// multiply-adds, with `loaded` cycles more for every vector that is read, or its loads, or the latency
  /// of a sum take, and the end, in which a vector takes `stored` cycles.
  private func tile(
    _ geometry: ConvolutionGeometry, across: Double, along: Double, stored: Double,
    loaded: Double = 0
  ) -> Double {
    let step = max(along * across / 2 + loaded * across, (along + across) / 2, 4)
    return (Double(geometry.taps) * step + along * across * stored + 30) / Self.cyclesPerSecond
  }

  /// Output channels on the lanes, which are transposed before they are stored.
  private func directByChannels(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    let lanes = Double(kernels.vectorSize / scalarSize)
    let vectors = (Double(geometry.groupOutputChannels) / lanes).rounded(.up)
    let pairs = (vectors / 2).rounded(.down)
    let isFlat = geometry.kernelIsPoint
    let tileRows =
      isFlat ? 1 : kernels.narrowRows(width: geometry.width.output, stride: geometry.width.stride)
    let row = isFlat ? geometry.outputPixels : geometry.width.output * tileRows
    let rows = isFlat ? 1 : (geometry.height.output + tileRows - 1) / tileRows
    let tilesPerRow = (row + kernels.directPixels - 1) / kernels.directPixels
    let pixels = Double(row) / Double(max(1, tilesPerRow))
    let tiles = Double(geometry.batch * geometry.groups * rows * tilesPerRow)
    // With a stride of 2, pixels lie in twice as many lines of memory.
    let loaded = !isFlat && geometry.width.stride == 2 ? 0.25 : 0
    return tiles
      * (pairs * tile(geometry, across: 2, along: pixels, stored: 4, loaded: loaded)
        + (vectors - 2 * pairs)
          * tile(geometry, across: 1, along: pixels, stored: 4, loaded: loaded))
  }

  /// Whether output channels on the lanes take less with all pixels as one row, whose tiles are copied
  /// from the im2col matrix: where rows are too short for tiles of nearly the full size.
  func directIsFlat(_ geometry: ConvolutionGeometry, isWide: Bool) -> Bool {
    let (height, width) = (geometry.height, geometry.width)
    let taps = Double(geometry.taps)
    guard !isWide, kernels.narrowRows(width: width.output, stride: width.stride) == 1,
      taps <= Self.mostFlatTaps
    else { return false }
    /// What a row takes for a tap of a block: a cycle for every pixel, four for the latency of a sum,
    /// and the loop.
    func row(_ pixels: Int) -> Double {
      let tiles = Double((pixels + kernels.directPixels - 1) / kernels.directPixels)
      return max(Double(pixels), 4 * tiles) + 0.6 * tiles
    }
    let blocks = Double(geometry.groupOutputChannels) / Double(2 * kernels.vectorSize / 4)
    let copied = 1.5 * Double(geometry.outputPixels) / blocks
    return row(geometry.outputPixels) + copied < 0.95 * row(width.output) * Double(height.output)
  }

  /// So many rows of the im2col matrix for a tile, or 32 pixels, stay in scratch.
  private static let mostFlatTaps = 12288.0

  /// Pixels on the lanes, or `nil` where these are too far apart.
  private func directByPixels(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double? {
    let isFlat = geometry.kernelIsPoint
    guard
      isFlat || geometry.width.stride == 1
        || DirectTiling.canPartPhases(geometry, scalarSize: scalarSize)
    else { return nil }
    let lanes = kernels.vectorSize / scalarSize
    let vectors = ((isFlat ? geometry.outputPixels : geometry.width.output) + lanes - 1) / lanes
    let blocks = (geometry.groupOutputChannels + kernels.directPixels - 1) / kernels.directPixels
    let channels = Double(geometry.groupOutputChannels) / Double(max(1, blocks))
    let rows = isFlat ? 1 : geometry.height.output
    let pairs = Double(vectors / 2)
    // Vectors lie across lines of memory.
    let loaded = isFlat ? 0 : 0.25
    // Half a cycle for an element that is copied only because of its phase.
    let copied =
      isFlat || geometry.width.stride == 1 || geometry.isPadded
      ? 0 : 0.5 * Double(geometry.groupInputElements)
    let tiles =
      pairs * tile(geometry, across: 2, along: channels, stored: 1, loaded: loaded)
      + Double(vectors % 2)
      * tile(geometry, across: 1, along: channels, stored: 1, loaded: loaded)
    return Double(geometry.batch * geometry.groups)
      * (Double(rows * blocks) * tiles + copied / Self.cyclesPerSecond)
  }

  /// The size of tiles with which Winograd's algorithm takes the least.
  func winogradTile(_ geometry: ConvolutionGeometry, scalarSize: Int) -> WinogradTile {
    winograd(.two, geometry, scalarSize) < winograd(.four, geometry, scalarSize) ? .two : .four
  }

  /// Products at nearly the full rate, the weights on their way from memory or the third-level
  /// cache, which are hidden in part, and transforms of every tile.
  private func winograd(
    _ tile: WinogradTile, _ geometry: ConvolutionGeometry, _ scalarSize: Int
  ) -> Double {
    let lanes = Double(kernels.vectorSize / scalarSize)
    func tiles(_ output: Int) -> Double { Double((output + tile.side - 1) / tile.side) }
    let tiles =
      Double(geometry.batch) * tiles(geometry.height.output) * tiles(geometry.width.output)
    let channels = Double(geometry.groupInputChannels)
    let inputVectors = (channels / lanes).rounded(.up)
    let outputVectors = (Double(geometry.groupOutputChannels) / (2 * lanes)).rounded(.up) * 2
    let frequencies = Double(tile.frequencies)
    // Fewer tiles than 4 wait for the sums before, as long as 4 take.
    let products = max(tiles, 4) * frequencies * channels * outputVectors / 2 / 0.9
    let weights = frequencies * channels * outputVectors * lanes * Double(scalarSize) / 15
    let transforms = tiles * frequencies * (inputVectors + outputVectors) * 6
    return Double(geometry.groups) * (products + weights + transforms) / Self.cyclesPerSecond
  }

  private func planar(
    _ geometry: ConvolutionGeometry, _ scalarSize: Int, isSeparable: Bool
  ) -> Double {
    planarIsByChannels(geometry, scalarSize: scalarSize) && !isSeparable
      ? planarByChannels(geometry, scalarSize)
      : planarByPixels(geometry, scalarSize, isSeparable: isSeparable)
  }

  /// Vectors of a row, each as long as its multiply-adds take, and its way from and to memory; with
  /// a stride of 2, four times as much is read for an output, and half of it is sorted out.
  private func planarByPixels(
    _ geometry: ConvolutionGeometry, _ scalarSize: Int, isSeparable: Bool
  ) -> Double {
    let lanes = kernels.vectorSize / scalarSize
    let vectors = (geometry.width.output + lanes - 1) / lanes
    let planes = Double(geometry.batch * geometry.outputChannels)
    let stride = geometry.height.stride
    // Between two passes a row is stored and loaded again: as long as some taps take.
    let taps =
      isSeparable ? geometry.height.kernel + geometry.width.kernel + 10 : geometry.taps
    let vector = Double(taps) * (stride == 1 ? 0.6 : 0.9) + (stride == 1 ? 5 : 16)
    let plane = Double(geometry.height.output * vectors) * vector + 30
    return planes * plane / Self.cyclesPerSecond
  }

  /// The side of the transforms with which the Fourier algorithm takes the least.
  func fourierSize(
    _ geometry: ConvolutionGeometry, scalarSize: Int, atMost limit: Int = .max
  ) -> Int {
    let sizes = FourierTiling.sizes(geometry, scalarSize: scalarSize)
    let times = sizes.map { fourier($0, geometry, scalarSize) }
    let best = sizes.indices.min { times[$0] < times[$1] }
    return best.map { sizes[$0] <= limit ? sizes[$0] : sizes[0] } ?? FourierTiling.largestSize
  }

  /// Pairs of tiles, all alike. What a vector of their pixels takes grows with the number of passes,
  /// and where a picture does not stay in the first-level cache.
  private func fourier(
    _ size: Int, _ geometry: ConvolutionGeometry, _ scalarSize: Int
  ) -> Double {
    let lanes = Double(kernels.vectorSize / scalarSize)
    func tiles(_ axis: AxisGeometry) -> Int {
      let outputs = size - axis.kernel + 1
      return (axis.output + outputs - 1) / outputs
    }
    let pairs = Double(tiles(geometry.height)) * Double((tiles(geometry.width) + 1) / 2)
    let planes = Double(geometry.batch) * Double(geometry.outputChannels)
    let vector = size <= 64 ? 32.0 : size <= 128 ? 46 : 58
    return planes * pairs * 2 * Double(size * size) / lanes * vector / Self.cyclesPerSecond
  }
}
