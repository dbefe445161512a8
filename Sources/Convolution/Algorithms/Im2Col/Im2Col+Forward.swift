// Im2Col+Forward.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Im2Col {
  /// `output = weight im2col(input) + bias`, for every image and group.
  ///
  /// A unit of work is a strip of one image and one group; units write different outputs.
  func forward(
    input: UnsafePointer<Scalar>, weight: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
    range: ClosedRange<Scalar>, output: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) {
    try unsafe forEachUnit(
      count: geometry.batch * geometry.groups * tiling.strips.count,
      (im2col: self, input: input, weight: weight, bias: bias, range: range, output: output)
    ) { captures, unit, tile in
      unsafe captures.im2col.forward(
        unit: unit, input: captures.input, weight: captures.weight, bias: captures.bias,
        range: captures.range, output: captures.output, tile: tile)
    }
  }

  private func forward(
    unit: Int, input: UnsafePointer<Scalar>, weight: UnsafePointer<Scalar>,
    bias: UnsafePointer<Scalar>?, range: ClosedRange<Scalar>,
    output: UnsafeMutablePointer<Scalar>, tile: UnsafeMutablePointer<Scalar>
  ) {
    let (imageAndGroup, strip) = unit.quotientAndRemainder(dividingBy: tiling.strips.count)
    let group = imageAndGroup % geometry.groups
    // Groups of an image follow each other, in input and output.
    let image = unsafe input + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels
    let planes =
      unsafe output + imageAndGroup * geometry.groupOutputChannels * geometry.outputPixels
    unsafe forward(
      pixels: tiling.strips[strip], image: image,
      weight: weight + group * geometry.groupOutputChannels * geometry.taps,
      bias: bias.map { unsafe $0 + group * geometry.groupOutputChannels },
      range: range, output: planes, tile: tile)
  }

  private func forward(
    pixels: Range<Int>, image: UnsafePointer<Scalar>, weight: UnsafePointer<Scalar>,
    bias: UnsafePointer<Scalar>?, range: ClosedRange<Scalar>,
    output: UnsafeMutablePointer<Scalar>, tile: UnsafeMutablePointer<Scalar>
  ) {
    let channels = geometry.groupOutputChannels
    let strip = unsafe output + pixels.lowerBound
    if let bias = unsafe bias {
      // The product is added to what is there: starting from the bias costs no pass of its own.
      for channel in 0..<channels {
        unsafe (strip + channel * geometry.outputPixels)
          .update(repeating: bias[channel], count: pixels.count)
      }
    }
    for index in 0..<tiling.blocks.count {
      let taps = tiling.blocks[index]
      unsafe GEMM.multiply(
        m: channels, n: pixels.count, k: taps.count,
        GEMM.Matrix(start: weight + taps.lowerBound, rowStride: geometry.taps),
        columns(taps: taps, pixels: pixels, of: image, tile: tile),
        accumulating: bias != nil || index > 0,
        into: strip, rowStride: geometry.outputPixels)
    }
    guard range != -.infinity ... .infinity else { return }
    for channel in 0..<channels {
      let row = unsafe strip + channel * geometry.outputPixels
      for index in 0..<pixels.count {
        // Comparisons with NaN are false, which leaves it.
        if unsafe row[index] < range.lowerBound { unsafe row[index] = range.lowerBound }
        if unsafe row[index] > range.upperBound { unsafe row[index] = range.upperBound }
      }
    }
  }

  /// The part of the im2col matrix for `taps` and `pixels`: gathered into `tile`, or where the
  /// matrix is the image, in place.
  func columns(
    taps: Range<Int>, pixels: Range<Int>, of image: UnsafePointer<Scalar>,
    tile: UnsafeMutablePointer<Scalar>
  ) -> GEMM.Matrix<Scalar> {
    if geometry.isPointwise {
      return unsafe GEMM.Matrix(
        start: image + taps.lowerBound * geometry.inputPixels + pixels.lowerBound,
        rowStride: geometry.inputPixels)
    }
    unsafe patches.gather(
      rows: taps, pixels: pixels, from: image, into: tile, rowStride: pixels.count)
    return unsafe GEMM.Matrix(start: tile, rowStride: pixels.count)
  }
}
