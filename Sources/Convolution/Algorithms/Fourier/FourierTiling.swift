// FourierTiling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How the outputs of a geometry are cut into tiles for the Fourier algorithm.
///
/// A transform of `size` x `size` inputs gives a tile of that less the kernel, plus one: at the other
/// rows and columns the kernel reaches around the edges. A unit of work is a row of tiles of one
/// plane, whose neighbors go through a transform in pairs.
struct FourierTiling: Hashable {
  /// The rows and columns of a transform.
  let size: Int
  /// The output rows and columns of the tiles.
  let rows: Pieces
  let columns: Pieces
  let workers: Int
  /// The output channels of an input channel.
  private let multiplier: Int
  private let lanes: Int

  static let largestSize = 256
  /// The most rows or columns of a kernel: a tile is at least half of a transform.
  static let largestKernel = largestSize / 2
  /// The most bytes of transformed kernels that a plan may hold.
  private static let mostSpectrumBytes = 0x1p28

  /// The sizes that are large enough for the kernels, and small enough for all spectra.
  static func sizes(_ geometry: ConvolutionGeometry, scalarSize: Int) -> [Int] {
    let kernel = max(geometry.height.kernel, geometry.width.kernel)
    return [32, 64, 128, largestSize].filter { size in
      let bytes = Double(geometry.outputChannels) * Double(2 * size * size * scalarSize)
      return size / 2 >= kernel && bytes <= mostSpectrumBytes
    }
  }

  init(
    _ geometry: ConvolutionGeometry, size: Int, lanes: Int, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    self.size = size
    self.lanes = lanes
    multiplier = geometry.groupOutputChannels
    rows = Pieces(size: size - geometry.height.kernel + 1, of: geometry.height.output)
    columns = Pieces(size: size - geometry.width.kernel + 1, of: geometry.width.output)
    // About a twentieth of the definition's multiply-adds are left, with the largest kernels.
    workers = try options.workers(for: geometry.multiplyAdds / 20)
  }

  // MARK: - Scratch

  /// From one panel to the next: no multiple of a page, so that rows of different panels do not
  /// displace each other in the first-level cache.
  var panelStride: Int { 2 * lanes * (size + lanes) }
  /// The elements of the panels of a picture.
  var panelCount: Int { size / lanes * panelStride }
  /// Where the parts of a worker's scratch start: two tiles, their panels, the panels of a product
  /// where the first are needed again, and a line.
  var panels: Int { 2 * size * size }
  var products: Int { panels + (multiplier > 1 ? panelCount : 0) }
  var line: Int { products + panelCount }
  /// The elements of a worker's scratch.
  var scratchCount: Int { line + 2 * size * lanes }
}

extension FourierTiling: CustomStringConvertible {
  var description: String {
    "\(rows.count)x\(columns.count) tiles a plane of \(rows.size)x\(columns.size) outputs, "
      + "in transforms of \(size)x\(size)"
  }
}
