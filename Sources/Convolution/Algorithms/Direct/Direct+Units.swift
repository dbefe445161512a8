// Direct+Units.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Direct {
  /// The units of work: some rows of one image, for some blocks of one group.
  var units: Int {
    geometry.batch * geometry.groups * tiling.bands.count * tiling.chunks.count
  }

  /// The image and group of a unit, counted as one, and its rows.
  func place(ofUnit unit: Int) -> (imageAndGroup: Int, rows: Range<Int>) {
    let (imageAndGroup, band) = (unit / tiling.chunks.count)
      .quotientAndRemainder(dividingBy: tiling.bands.count)
    return (imageAndGroup, tiling.bands[band])
  }

  /// The channels of an image and group.
  func image(
    _ imageAndGroup: Int, of input: UnsafePointer<Scalar>
  ) -> UnsafePointer<Scalar> {
    unsafe input + imageAndGroup * geometry.groupInputChannels * geometry.inputPixels
  }

  /// What a unit copies or collects of the picture, as lines of memory; none where the processor
  /// foresees them, as with few channels.
  func inputLines(
    ofUnit unit: Int, input: UnsafePointer<Scalar>
  ) -> DirectMicrokernel<Scalar>.Lines {
    guard unit < units, tiling.panel != nil, !tiling.isFlat || geometry.kernelIsPoint,
      geometry.groupInputChannels >= DirectTiling.leastAskedChannels
    else { return unsafe .init() }
    let (imageAndGroup, tileRows) = place(ofUnit: unit)
    let image = unsafe image(imageAndGroup, of: input)
    func lines(from first: Int, elements: Int, rows: Int = 1, rowStride: Int = 0)
      -> DirectMicrokernel<Scalar>.Lines
    {
      unsafe .init(
        start: image + first, channelStride: geometry.inputPixels,
        channels: geometry.groupInputChannels,
        parts: kernels.askedParts(isWide: tiling.isWide, isPoint: geometry.kernelIsPoint),
        elements: elements, rows: rows, rowStride: rowStride)
    }
    let pixels =
      tiling.pixels(ofRow: tileRows.lowerBound)
      .lowerBound..<tiling.pixels(ofRow: tileRows.upperBound - 1).upperBound
    if geometry.isPointwise { return unsafe lines(from: pixels.lowerBound, elements: pixels.count) }
    let width = geometry.width
    let outputRows = pixels.lowerBound / width.output..<(pixels.upperBound - 1) / width.output + 1
    let rows = band.inputRows(of: outputRows).clamped(to: 0..<geometry.height.input)
    let first = rows.lowerBound * width.input
    // A kernel of one row passes over those between its positions.
    let step = geometry.height.stride
    guard geometry.height.kernel == 1, step > 1 else {
      return unsafe lines(from: first, elements: rows.count * width.input)
    }
    return unsafe lines(
      from: first, elements: width.input, rows: (rows.count - 1) / step + 1,
      rowStride: step &* width.input)
  }
}
