// Engine+Patches.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The im2col matrix of whole images, where a caller asks for it: algorithms make tiles of it.
///
/// - Precondition: Geometries have one group.
extension Engine {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func unfold<Scalar>(
    _ geometry: ConvolutionGeometry, input: Tensor<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    // A geometry of one output channel makes a product of every element of the matrix.
    let workers = try options.workers(for: geometry.multiplyAdds)
    let columns = try Tensor<Scalar>(uninitializedShape: geometry.columnsShape)
    guard !columns.isEmpty else { return columns }
    let patches = PatchMatrix<Scalar>(geometry)
    forEachRows(of: geometry, workers: workers) { image, rows in
      let pixels = geometry.outputPixels
      unsafe patches.gather(
        rows: rows, pixels: 0..<pixels,
        from: input.storage.baseAddress + image * geometry.inputChannels * geometry.inputPixels,
        into: columns.storage.baseAddress + (image * geometry.taps + rows.lowerBound) * pixels,
        rowStride: pixels)
    }
    return columns
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func fold<Scalar>(
    _ geometry: ConvolutionGeometry, columns: Tensor<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    // A geometry of one output channel makes a product of every element of the matrix.
    let workers = try options.workers(for: geometry.multiplyAdds)
    let output = try Tensor<Scalar>(shape: geometry.inputShape, repeating: 0)
    guard !output.isEmpty else { return output }
    let patches = PatchMatrix<Scalar>(geometry)
    forEachRows(of: geometry, workers: workers) { image, rows in
      let pixels = geometry.outputPixels
      unsafe patches.scatter(
        rows: rows, pixels: 0..<pixels,
        from: columns.storage.baseAddress + (image * geometry.taps + rows.lowerBound) * pixels,
        addingTo: output.storage.baseAddress + image * geometry.inputChannels * geometry.inputPixels
      )
    }
    return output
  }

  /// Calls `body` for every image with ranges of rows that cover its matrix, in parallel where the
  /// elements are worth it. A range has whole channels: no two write to one.
  private static func forEachRows(
    of geometry: ConvolutionGeometry, workers: Int,
    _ body: (_ image: Int, _ rows: Range<Int>) -> Void
  ) {
    let channelTaps = geometry.kernelTaps
    let shares = Pieces(
      of: geometry.inputChannels, atMost: geometry.inputChannels, multipleOf: workers)
    ParallelLoop.run(count: geometry.batch * shares.count, workers: workers) { _, unit in
      let channels = shares[unit % shares.count]
      body(
        unit / shares.count,
        channels.lowerBound * channelTaps..<channels.upperBound * channelTaps)
    }
  }
}

extension ConvolutionGeometry {
  /// The shape of the im2col matrices of a batch: `[batch, taps, output pixels]`.
  var columnsShape: [Int] { [batch, taps, outputPixels] }
}
