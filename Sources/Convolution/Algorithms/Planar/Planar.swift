// Planar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Convolution in which every output channel reads one input channel: filters of images, depthwise
/// layers.
///
/// The vector lanes hold pixels of a row, the registers a tile of some rows, and an input vector is
/// loaded once for all rows of a tile: a stencil. Nothing is copied. Rows above and below the input
/// are pointers to other rows or to a row of the border's constant, and masks put the zeros left and
/// right. Only another border takes a padded copy, of the columns at the edges. With a
/// dilation, a tile has output rows that are as far apart.
///
/// Kernels that are the product of a column and a row, as Gaussians are, take two passes instead.
struct Planar<Scalar: TensorScalar>: Sendable {
  let geometry: ConvolutionGeometry
  let kernels: KernelTable
  let tiling: PlanarTiling
  /// The columns of the outputs; one segment, unless the border has to be copied.
  let segments: [PlanarSegment<Scalar>]
  /// The pieces of all segments.
  let columns: PlanarColumns
  /// Where the input rows lie in a plane.
  let planeRows: PlanarRows
  /// Where the rows lie that are copied, from the first, and how far they are apart.
  let copiedRows: [Int]
  let copiedRowLength: Int
  /// The kernels as products of columns and rows, where they are and it pays.
  let passes: PlanarPasses<Scalar>?
  /// `[outputChannels][kernelWidth][kernelHeight]`
  let weight: Tensor<Scalar>
  let bias: Tensor<Scalar>?
  let range: ClosedRange<Scalar>
  /// Whether outputs are stored past the caches, and inputs fetched ahead.
  let streams: Bool
  /// Whether planes come from farther than the second-level cache.
  let isFar: Bool
  /// A row of the border's constant, with a margin of it at both ends, and after that a bias of zeros
  /// for what has none.
  let constants: Tensor<Scalar>
  let margin: Int

  /// Whether a unit works in scratch.
  var needsScratch: Bool { !copiedRows.isEmpty || passes != nil }

  /// The scratch of a worker: the ring of rows between two passes, and the rows that are copied.
  var scratchBytes: Int {
    let ring = passes.map { $0.ringRows * $0.rowLength } ?? 0
    // Copies are written by whole vectors.
    let copied = copiedRows.isEmpty ? 0 : copiedRows.count * copiedRowLength + Self.line
    return (ring + copied) * MemoryLayout<Scalar>.size
  }

  /// Whether a geometry can be computed so.
  static func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    let (height, width) = (geometry.height, geometry.width)
    guard geometry.groupInputChannels == 1, geometry.hasPlanarSteps else { return false }
    // Padding far beyond the input needs no speed, and tables as large as itself.
    let tableLimit = 0x1p22
    guard PlanarRows.limit(height) <= tableLimit else { return false }
    guard PlanarSegment<Scalar>.copies(geometry) else {
      return PlanarColumns.maskLimit(width) <= tableLimit
    }
    guard !geometry.isDilated else { return false }
    // No more is ever copied of a row than all of it.
    return bandLimit(geometry, copiedRowLength: width.withPaddingAsInput.input) >= 1
  }

  /// The output rows whose copied input fits into scratch.
  private static func bandLimit(_ geometry: ConvolutionGeometry, copiedRowLength: Int) -> Int {
    guard copiedRowLength > 0 else { return geometry.height.output }
    let rowBytes = Double(copiedRowLength) * Double(MemoryLayout<Scalar>.size)
    let rows = (Double(Scratch.blockSize - TensorMemory.alignment) / rowBytes).rounded(.down)
    let halo = Double(geometry.height.kernel - geometry.height.stride)
    return Int(max(0, (rows - halo) / Double(geometry.height.stride)))
  }

  /// Whether outputs are stored past the caches, and inputs fetched ahead.
  ///
  /// Stored as usual, each line of the output is read from memory before it is overwritten: a third of
  /// what goes to and fro. Three planes of 1920 x 1080 and a 3x3 kernel, on Zen 3: 2.3 ms as usual, 2.0
  /// ms past the caches, 1.5 ms with inputs fetched as well, which alone gains nothing; one plane: no
  /// difference.
  private static func streams(
    _ geometry: ConvolutionGeometry, lanes: Int, _ options: ConvolutionOptions
  ) -> Bool {
    let bytes = geometry.outputElements * Double(MemoryLayout<Scalar>.size)
    guard bytes >= FarMemory.outputBytes || options.tuning.streams else { return false }
    // Lines are stored whole: rows have to start with one, and tiles of two vectors to be some.
    return geometry.width.output.isMultiple(of: line) && (2 * lanes).isMultiple(of: line)
  }

  /// Whether planes are read that come from the last-level cache or from memory, or with stride 1 end
  /// before the processor has foreseen much of them. Vectors of less than a line take longer for small
  /// planes than it takes these to come.
  private static func isFar(_ geometry: ConvolutionGeometry, lanes: Int) -> Bool {
    let size = Double(MemoryLayout<Scalar>.size)
    let plane = Double(geometry.inputPixels) * size
    let planes = Double(geometry.batch) * Double(geometry.inputChannels)
    let isFar = planes * plane + geometry.outputElements * size > 0x1p21
    return plane > 0x1p12 ? isFar : lanes >= line && (isFar || geometry.height.stride == 1)
  }

  /// Whether planes are fetched ahead, where that takes less time than to wait for them. Eight pictures of
  /// MobileNet's depthwise layers, on Zen 5: 0.7 to 1 of the time; one, 256 planes of 28x28: 0.93; that was
  /// when the columns at the edges were computed after the others. A processor that foresees planes is
  /// asked for them only with more than a few taps: 9x9 on three planes of 1920 x 1080 takes 1.05 of the
  /// time on Emerald Rapids if it is not. A plane fetched ahead has to stay near until it is read, if not
  /// its rows are fetched.
  var fetches: Bool {
    isFar && (streams || geometry.inputPixels <= Self.fetchedBytes / MemoryLayout<Scalar>.size)
      && (!Machine.foreseesPlanes || geometry.taps > PlanarTiling.fewTaps)
  }
  private static var fetchedBytes: Int { 128 << 10 }

  /// Scalars of a cache line, which is no less than a vector.
  private static var line: Int { TensorMemory.alignment / MemoryLayout<Scalar>.size }

  /// - Precondition: `accepts(geometry)`, and tensors of the geometry's shapes.
  init(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let kernels = try options.kernels()
    let lanes = kernels.lanes(Scalar.self)
    let passes = try PlanarPasses(geometry, weight: weight, lanes: lanes)
    let streams = Self.streams(geometry, lanes: lanes, options)
    let (segments, columns) = PlanarSegment<Scalar>.all(
      geometry, lanes: lanes, alignment: streams ? max(Self.line, lanes) : lanes)
    let copiedRowLength = segments.map { $0.band?.rowLength ?? 0 }.max() ?? 0
    planeRows = PlanarRows(
      geometry.height, border: geometry.border, rowLength: geometry.width.input)
    let scalarSize = MemoryLayout<Scalar>.size
    let tiling = try PlanarTiling(
      geometry, planeRows, bandLimit: Self.bandLimit(geometry, copiedRowLength: copiedRowLength),
      scalarSize: scalarSize, slidesDown: passes != nil,
      seconds: CostModel(kernels).seconds(
        .planar, geometry, scalarSize: scalarSize, isSeparable: passes != nil),
      options)
    self.geometry = geometry
    self.kernels = kernels
    self.tiling = tiling
    self.range = range
    self.passes = passes
    self.segments = segments
    self.columns = columns
    self.streams = streams
    isFar = streams || tiling.bands.count == 1 && Self.isFar(geometry, lanes: lanes)
    self.copiedRowLength = copiedRowLength
    let rows =
      passes == nil ? geometry.height.inputs(of: tiling.bands.size) : PlanarPasses<Scalar>.step
    copiedRows = copiedRowLength > 0 ? (0..<rows).map { $0 * copiedRowLength } : []
    self.weight = try Self.transposed(weight, geometry)
    self.bias = bias
    let zeros = bias == nil ? geometry.outputChannels : 1
    // Whole vectors are loaded from it, unless the padding is far wider than kernels are.
    margin =
      min(max(geometry.width.before, geometry.width.after), 1024) + geometry.width.stride * lanes
    let row = geometry.width.input + 2 * margin
    constants = try Tensor(uninitializedShape: [row + zeros])
    let first = unsafe constants.storage.baseAddress
    unsafe first.initialize(repeating: Scalar(geometry.border.constantValue ?? 0), count: row)
    unsafe (first + row).initialize(repeating: 0, count: zeros)
  }

  /// The weight with its kernels column by column: the taps that one input row contributes to the
  /// rows of a tile lie side by side.
  private static func transposed(
    _ weight: Tensor<Scalar>, _ geometry: ConvolutionGeometry
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let (height, width) = (geometry.height.kernel, geometry.width.kernel)
    let transposed = try Tensor<Scalar>(
      uninitializedShape: [geometry.outputChannels, width, height])
    for channel in 0..<geometry.outputChannels {
      let source = unsafe weight.storage.baseAddress + channel * geometry.taps
      let target = unsafe transposed.storage.baseAddress + channel * geometry.taps
      for row in 0..<height {
        for column in 0..<width {
          unsafe target[column * height + row] = source[row * width + column]
        }
      }
    }
    return transposed
  }
}

extension ConvolutionGeometry {
  /// Whether pixels on the lanes of planar microkernels reach the taps: with strides of 1 and any dilation,
  /// or strides of 2.
  var hasPlanarSteps: Bool {
    height.stride == width.stride && height.stride <= (isDilated ? 1 : 2)
  }

  fileprivate var isDilated: Bool { height.dilation > 1 || width.dilation > 1 }
}

extension Planar: CustomStringConvertible {
  var description: String {
    tiling.description + (passes == nil ? "" : ", a pass of rows and one of columns")
      + (streams ? ", stored past the caches" : "")
  }
}
