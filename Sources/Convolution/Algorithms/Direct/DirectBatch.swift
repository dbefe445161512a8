// DirectBatch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The direct algorithm for small images, some of them at once.
///
/// An image of a few pixels is a part of a tile, for which all weights are read. So the im2col matrices
/// of some images are put side by side, and multiplied as one image with a 1x1 kernel:
///
///     columns[group][tap][image][pixel], products[output channel][image][pixel]
///
/// An output is the same sum in the same order, in which zeros of the padding are not left out.
struct DirectBatch<Scalar: TensorScalar>: Sendable {
  private let geometry: ConvolutionGeometry
  /// The images that are computed at once.
  private let images: Int
  /// Their products, as those of one image.
  private let product: Direct<Scalar>
  private let patches: PatchMatrix<Scalar>

  /// Nil where it takes less to compute every image by itself.
  ///
  /// - Precondition: `Direct.accepts(geometry)`, and tensors of the geometry's shapes.
  init?(
    _ geometry: ConvolutionGeometry, weight: WeightView<Scalar>, bias: Tensor<Scalar>?,
    range: ClosedRange<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) {
    let model = CostModel(try options.kernels())
    images = min(
      model.directImages(
        geometry, scalarSize: MemoryLayout<Scalar>.size, asked: options.tuning.copies),
      options.tuning.pieceLimit)
    guard images > 1 else { return nil }
    self.geometry = geometry
    product = try Direct(
      geometry.columns(ofImages: images), weight: weight, bias: bias, range: range,
      options: options)
    patches = PatchMatrix(geometry)
  }

  var workers: Int { product.tiling.workers }

  /// How the work is cut.
  var description: String { "\(images) images at once, \(product.tiling)" }

  /// The most scratch of a worker: what it computes in, or, in a block of their own, the matrices.
  var scratchBytes: Int {
    max(
      product.scratchBytes,
      (columnElements + geometry.outputChannels * pixels) * MemoryLayout<Scalar>.size)
  }

  private var pixels: Int { images * geometry.outputPixels }
  /// The elements of the columns, in whole lines: the products come after them.
  private var columnElements: Int { (geometry.groups * geometry.taps * pixels + 15) / 16 * 16 }

  func run(
    input: UnsafePointer<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    try unsafe Scratch.withBlocks(workers: workers + 1) { scratch in
      let columns: UnsafeMutablePointer<Scalar> = unsafe scratch[workers]
      let products = unsafe columns + columnElements
      // If the last are fewer, some of those before are computed again.
      for step in stride(from: 0, to: geometry.batch, by: images) {
        let first = min(step, geometry.batch - images)
        unsafe gather(
          input + first * geometry.groups * geometry.groupInputElements, into: columns)
        unsafe product.run(input: columns, output: products, scratch: scratch)
        unsafe scatter(
          products, into: output + first * geometry.outputChannels * geometry.outputPixels)
      }
    }
  }

  /// Writes the im2col matrices of some images side by side.
  private func gather(
    _ input: UnsafePointer<Scalar>, into columns: UnsafeMutablePointer<Scalar>
  ) {
    if geometry.isImageOfTaps {
      return unsafe PackMicrokernel<Scalar>(product.kernels).transpose(
        input, rows: images, columns: geometry.groups * geometry.taps, into: columns)
    }
    unsafe ParallelLoop.run(
      count: images * geometry.groups, workers: workers,
      (batch: self, input: input, columns: columns)
    ) { captures, _, imageAndGroup in
      let geometry = unsafe captures.batch.geometry
      let pixels = unsafe captures.batch.pixels
      let (image, group) = imageAndGroup.quotientAndRemainder(dividingBy: geometry.groups)
      unsafe captures.batch.patches.gather(
        rows: 0..<geometry.taps, pixels: 0..<geometry.outputPixels,
        from: captures.input + imageAndGroup * geometry.groupInputElements,
        into: captures.columns + group * geometry.taps * pixels + image * geometry.outputPixels,
        rowStride: pixels)
    }
  }

  /// Writes the products to the images that they are of.
  private func scatter(
    _ products: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>
  ) {
    let (channels, imagePixels) = (geometry.outputChannels, geometry.outputPixels)
    if imagePixels == 1 {
      return unsafe PackMicrokernel<Scalar>(product.kernels).transpose(
        products, rows: channels, columns: images, into: output)
    }
    for image in 0..<images {
      for channel in 0..<channels {
        unsafe (output + (image * channels + channel) * imagePixels).update(
          from: products + (channel * images + image) * imagePixels, count: imagePixels)
      }
    }
  }
}

extension ConvolutionGeometry {
  /// The product of the weight with the im2col matrices of some images, as the convolution of one
  /// image with a 1x1 kernel.
  func columns(ofImages images: Int) throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: [1, groups * taps, 1, images * outputPixels],
      weightShape: [outputChannels, taps, 1, 1], groups: groups)
  }
}
