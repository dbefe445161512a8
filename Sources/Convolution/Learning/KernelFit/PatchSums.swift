// PatchSums.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The moments of any geometry: strips of the im2col matrix, each multiplied by its transpose.
///
///              pixels of an image
///            +-------+-------+--
///      taps  | strip | strip |       moments += strip stripᵀ
///       1    |       |       |
///   outputs  +-------+-------+--
///
/// Strips are in `Double`: the products of two `Float` numbers are exact.
struct PatchSums<Scalar: TensorScalar>: FitSums {
  private let geometry: ConvolutionGeometry
  private let offsets: FitOffsets
  private let patches: PatchMatrix<Scalar>
  private let strips: Pieces

  /// A strip stays below this where that leaves it 64 pixels: it shares the second-level cache.
  private static var stripBytes: Int { 1 << 20 }

  init(_ geometry: ConvolutionGeometry, offsets: FitOffsets, _ tuning: Tuning) {
    self.geometry = geometry
    self.offsets = offsets
    patches = PatchMatrix(geometry)
    let rows = geometry.taps + 1 + geometry.groupOutputChannels
    strips = Pieces(
      of: geometry.outputPixels,
      atMost: min(
        max(64, Self.stripBytes / (rows * MemoryLayout<Double>.size)), tuning.pieceLimit),
      granularity: 8)
  }

  var items: Int { geometry.batch * strips.count }

  var longestChain: Double { Double(strips.size) + Double(items) }

  private var rows: Int { geometry.taps + 1 + geometry.groupOutputChannels }

  var scratchBytes: Int {
    strips.size
      * (rows * MemoryLayout<Double>.size + geometry.taps * MemoryLayout<Scalar>.size)
  }

  func add(
    _ items: Range<Int>, group: Int, of pair: FitPair<Scalar>, scratch: UnsafeMutableRawPointer,
    to moments: inout FitMoments
  ) {
    let tile = unsafe scratch.assumingMemoryBound(to: Double.self)
    let patch = unsafe (scratch + rows * strips.size * MemoryLayout<Double>.size)
      .assumingMemoryBound(to: Scalar.self)
    unsafe moments.withUnsafeMutableProducts { products in
      for item in items {
        let (image, strip) = item.quotientAndRemainder(dividingBy: strips.count)
        let pixels = strips[strip]
        unsafe patches.gather(
          rows: 0..<geometry.taps, pixels: pixels, from: pair.input(image: image, group: group),
          into: patch, rowStride: pixels.count)
        unsafe fill(tile, group: group, image: image, pixels: pixels, patch: patch, pair: pair)
        unsafe GEMM.addSquare(n: rows, k: pixels.count, of: tile, to: products)
      }
    }
  }

  /// Writes a strip, its rows multiplied by the roots of the pixels' weights.
  private func fill(
    _ tile: UnsafeMutablePointer<Double>, group: Int, image: Int, pixels: Range<Int>,
    patch: UnsafePointer<Scalar>, pair: FitPair<Scalar>
  ) {
    let count = pixels.count
    let channelTaps = geometry.kernelTaps
    for row in 0..<geometry.taps {
      unsafe Widening.widen(
        patch + row * count, count: count,
        offset: offsets.input[group * geometry.groupInputChannels + row / channelTaps],
        into: tile + row * count)
    }
    unsafe (tile + geometry.taps * count).update(repeating: 1, count: count)
    let outputs = unsafe pair.output(image: image, group: group)
    for channel in 0..<geometry.groupOutputChannels {
      unsafe Widening.widen(
        outputs + channel * geometry.outputPixels + pixels.lowerBound, count: count,
        offset: offsets.output[group * geometry.groupOutputChannels + channel],
        into: tile + (geometry.taps + 1 + channel) * count)
    }
    guard let weights = unsafe pair.pixelWeights(image: image) else { return }
    for column in 0..<count {
      let root = unsafe Double(weights[pixels.lowerBound + column]).squareRoot()
      for row in 0..<rows { unsafe tile[row * count + column] *= root }
    }
  }
}
