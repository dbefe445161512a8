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

  /// What a unit reads of the picture far from what was read before, as lines of memory; none where the
  /// processor foresees them, as with few channels.
  func inputLines(
    ofUnit unit: Int, input: UnsafePointer<Scalar>
  ) -> DirectMicrokernel<Scalar>.Lines {
    guard unit < units, geometry.groupInputChannels >= DirectTiling.leastAskedChannels else {
      return unsafe .init()
    }
    let (imageAndGroup, unitRows) = place(ofUnit: unit)
    let image = unsafe image(imageAndGroup, of: input)
    if tiling.asksForImages {
      // The other units of an image read the same.
      guard unit.isMultiple(of: tiling.chunks.count) else { return unsafe .init() }
      return unsafe .init(
        image: image, elements: geometry.groupInputElements,
        steps: geometry.groupInputChannels / askedParts)
    }
    guard tiling.panel != nil, !tiling.isFlat || geometry.kernelIsPoint else {
      return unsafe .init()
    }
    let pixels =
      tiling.pixels(ofRow: unitRows.lowerBound)
      .lowerBound..<tiling.pixels(ofRow: unitRows.upperBound - 1).upperBound
    if geometry.isPointwise {
      return unsafe inputLines(from: image + pixels.lowerBound, elements: pixels.count)
    }
    let width = geometry.width
    let outputRows = pixels.lowerBound / width.output..<(pixels.upperBound - 1) / width.output + 1
    let rows = band.inputRows(of: outputRows).clamped(to: 0..<geometry.height.input)
    let first = unsafe image + rows.lowerBound * width.input
    // A kernel of one row passes over those between its positions.
    let step = geometry.height.stride
    guard geometry.height.kernel == 1, step > 1 else {
      return unsafe inputLines(from: first, elements: rows.count * width.input)
    }
    return unsafe inputLines(
      from: first, elements: width.input, rows: (rows.count - 1) / step + 1,
      rowStride: step &* width.input)
  }

  /// Lines of all input channels of a group, of some rows of `elements` elements, the first of which
  /// begins at `start` in the first channel.
  @inline(__always)
  func inputLines(
    from start: UnsafePointer<Scalar>, elements: Int, rows: Int = 1, rowStride: Int = 0
  ) -> DirectMicrokernel<Scalar>.Lines {
    unsafe .init(
      start: start, channelStride: geometry.inputPixels, channels: geometry.groupInputChannels,
      parts: askedParts, elements: elements, rows: rows, rowStride: rowStride)
  }

  private var askedParts: Int {
    kernels.askedParts(isWide: tiling.isWide, isPoint: geometry.kernelIsPoint)
  }
}
