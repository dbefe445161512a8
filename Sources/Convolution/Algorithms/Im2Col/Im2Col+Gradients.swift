// Im2Col+Gradients.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Im2Col {
  /// The range of taps of a unit of the gradients: whole channels, for one or several of which each
  /// worker is responsible alone.
  private var channelShares: Pieces {
    Pieces(
      of: geometry.groupInputChannels, atMost: geometry.groupInputChannels,
      multipleOf: tiling.imageWorkers)
  }

  /// `inputGradient = the adjoint of im2col (weightᵀ outputGradient)`, for every image and group.
  ///
  /// Neighboring strips add to the same input elements, so a unit of work is a share of the input
  /// channels of one image and one group, and takes the strips in order.
  func inputGradient(
    weight: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    inputGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let (shares, groups) = (channelShares, geometry.groups)
    let channelTaps = geometry.kernelTaps
    try unsafe forEachUnit(count: geometry.batch * groups * shares.count, ()) { _, unit, tile in
      let (imageAndGroup, share) = unit.quotientAndRemainder(dividingBy: shares.count)
      let channels = shares[share]
      let image =
        unsafe inputGradient + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels
      unsafe (image + channels.lowerBound * geometry.inputPixels)
        .update(repeating: 0, count: channels.count * geometry.inputPixels)
      unsafe self.inputGradient(
        taps: channels.lowerBound * channelTaps..<channels.upperBound * channelTaps,
        weight: weight
          + imageAndGroup % groups * geometry.groupOutputChannels * geometry.taps,
        outputGradient: outputGradient
          + imageAndGroup * geometry.groupOutputChannels * geometry.outputPixels,
        image: image, tile: tile)
    }
  }

  /// Adds what each channel has to all of its elements in the input's gradient.
  func add(_ bias: Tensor<Scalar>, to inputGradient: UnsafeMutablePointer<Scalar>) {
    let (channels, pixels) = (geometry.inputChannels, geometry.inputPixels)
    ParallelLoop.run(count: geometry.batch * channels, workers: tiling.workers) { _, plane in
      let offset = unsafe bias.storage.baseAddress[plane % channels]
      let elements = unsafe inputGradient + plane * pixels
      for index in 0..<pixels { unsafe elements[index] += offset }
    }
  }

  private func inputGradient(
    taps: Range<Int>, weight: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    image: UnsafeMutablePointer<Scalar>, tile: UnsafeMutablePointer<Scalar>
  ) {
    for strip in 0..<tiling.strips.count {
      let pixels = tiling.strips[strip]
      for block in tiling.blocks(of: taps) {
        let weightColumns = unsafe GEMM.Matrix(
          start: weight + block.lowerBound, rowStride: geometry.taps, isTransposed: true)
        let gradientStrip = unsafe GEMM.Matrix(
          start: outputGradient + pixels.lowerBound, rowStride: geometry.outputPixels)
        if geometry.isPointwise {
          unsafe GEMM.multiply(
            m: block.count, n: pixels.count, k: geometry.groupOutputChannels,
            weightColumns, gradientStrip, accumulating: false,
            into: image + block.lowerBound * geometry.inputPixels + pixels.lowerBound,
            rowStride: geometry.inputPixels)
        } else {
          unsafe GEMM.multiply(
            m: block.count, n: pixels.count, k: geometry.groupOutputChannels,
            weightColumns, gradientStrip, accumulating: false, into: tile,
            rowStride: pixels.count)
          unsafe patches.scatter(rows: block, pixels: pixels, from: tile, addingTo: image)
        }
      }
    }
  }

  /// `weightGradient = sum over images of outputGradient im2col(input)ᵀ`, for every group.
  ///
  /// A unit of work is a share of the taps of one group; it takes the images and strips in order,
  /// so that the sum has one order whatever the number of images.
  func weightGradient(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    let (channels, taps) = (geometry.groupOutputChannels, geometry.taps)
    let shares = Pieces(of: taps, atMost: taps, multipleOf: tiling.workers)
    unsafe weightGradient.update(repeating: 0, count: geometry.outputChannels * taps)
    try unsafe forEachUnit(count: geometry.groups * shares.count, ()) { _, unit, tile in
      let (group, share) = unit.quotientAndRemainder(dividingBy: shares.count)
      let weight = unsafe weightGradient + group * channels * taps
      for image in 0..<geometry.batch {
        let imageAndGroup = image * geometry.groups + group
        let plane =
          unsafe input + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels
        let gradient = unsafe outputGradient + imageAndGroup * channels * geometry.outputPixels
        for strip in 0..<tiling.strips.count {
          let pixels = tiling.strips[strip]
          for block in tiling.blocks(of: shares[share]) {
            var columns = unsafe self.columns(taps: block, pixels: pixels, of: plane, tile: tile)
            unsafe columns.isTransposed = true
            unsafe GEMM.multiply(
              m: channels, n: block.count, k: pixels.count,
              GEMM.Matrix(start: gradient + pixels.lowerBound, rowStride: geometry.outputPixels),
              columns, accumulating: true, into: weight + block.lowerBound, rowStride: taps)
          }
        }
      }
    }
  }
}
