// PoolingWork.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How a pooling is shared out to workers.
enum PoolingWork {
  /// Calls `body` for bands of output rows that together are all of every plane.
  ///
  /// - Parameters:
  ///   - wholePlanes: Whether the rows of a plane may not be divided among workers.
  ///   - body: Receives the plane, some of its output rows, and a line as long as an input row, of
  ///     undefined content, for the worker alone.
  static func run<Scalar: TensorScalar>(
    _ geometry: PoolingGeometry, wholePlanes: Bool, options: ConvolutionOptions,
    _ body: (_ plane: Int, _ rows: Range<Int>, _ line: UnsafeMutablePointer<Scalar>) -> Void
  ) throws(ConvolutionError) {
    let (height, width) = (geometry.height, geometry.width)
    let steps =
      Double(geometry.planes) * Double(geometry.outputPixels)
      * (Double(height.kernel) + Double(width.kernel))
    let allowed = try options.workers(for: steps)
    // Bands that keep a thread busy for some microseconds, and fit into its cache.
    let limit =
      wholePlanes
      ? height.output
      : min(
        allowed == 1 ? height.output : (1 << 14) / max(1, width.output), options.tuning.pieceLimit)
    let bands = Pieces(of: height.output, atMost: limit)
    let units = geometry.planes * bands.count
    guard units > 0 else { return }
    let workers = min(allowed, units)
    // No longer than a tensor that exists.
    let bytes = max(1, width.input) * MemoryLayout<Scalar>.stride
    try unsafe Scratch.withBlocks(workers: workers, bytes: bytes) { scratch in
      ParallelLoop.run(count: units, workers: workers) { worker, unit in
        let (plane, band) = unit.quotientAndRemainder(dividingBy: bands.count)
        unsafe body(plane, bands[band], scratch[worker])
      }
    }
  }
}
