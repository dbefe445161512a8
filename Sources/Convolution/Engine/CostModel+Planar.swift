// CostModel+Planar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The choice between pixels and channels on the lanes, where every output channel reads one input channel.
///
/// The constants were measured on one thread of an Intel Xeon (Emerald Rapids) with AVX-512. For outputs:
/// planes of 4 to 112 rows, kernels of 3 to 9 and strides of 1 and 2; of 144 problems 5 take more than a
/// tenth longer as chosen than the other way. For gradients: 2 to 40 channels of 4 to 112 rows; 14 of 486
/// problems. Only the proportion of the two matters.
extension CostModel {
  /// Whether planar microkernels take less with channels on the lanes than with pixels; or what is asked
  /// for.
  func planarIsByChannels(
    _ geometry: ConvolutionGeometry, scalarSize: Int, asked: Bool? = nil
  ) -> Bool {
    guard geometry.groupInputChannels == 1, geometry.groups > 1 else { return false }
    guard geometry.hasPlanarSteps else { return true }
    return asked
      ?? (cyclesByChannels(geometry, scalarSize)
        < cyclesByPixels(geometry, scalarSize) * Double(geometry.groups))
  }

  func planarByChannels(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    Double(geometry.batch) * cyclesByChannels(geometry, scalarSize) / Self.cyclesPerSecond
  }

  /// What the outputs of a plane take: vectors of a row, each as long as its taps. With a stride of 2 other
  /// kernels than 3x3 and 5x5 have no microkernels of their own.
  private func cyclesByPixels(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    let lanes = kernels.vectorSize / scalarSize
    let (height, width) = (geometry.height, geometry.width)
    let vectors = (Double(width.output) / Double(lanes)).rounded(.up)
    let taps = Double(geometry.taps)
    let isKnown = height.kernel == width.kernel && [3, 5].contains(width.kernel)
    let vector = height.stride == 1 ? 0.87 * taps : isKnown ? 0.95 * taps + 6 : 2 * taps
    return Double(geometry.groupOutputChannels)
      * (Double(height.output) * vectors * vector + 15)
  }

  /// What an image takes: a load and a multiply-add for every tap inside the picture, or the latency of a
  /// sum where tiles are small, and two transpositions. Kernel rows beyond the first-level cache are loaded
  /// from the second.
  private func cyclesByChannels(_ geometry: ConvolutionGeometry, _ scalarSize: Int) -> Double {
    let lanes = kernels.vectorSize / scalarSize
    let (height, width) = (geometry.height, geometry.width)
    let blocks = (Double(geometry.groups) / Double(lanes)).rounded(.up)
    let tiles = (Double(width.output) / Double(kernels.directPixels)).rounded(.up)
    let rowBytes =
      Double(height.kernel) * Double(width.paddedInput) * Double(kernels.vectorSize)
    let pixel = rowBytes <= 28 * 0x1p10 ? 0.55 : 0.68
    let inside = geometry.readsZeros ? height.insideShare : 1
    let row =
      Double(geometry.taps) * inside * max(pixel * Double(width.output), 4 * tiles) + 30 * tiles
    func transposed(_ pixels: Int) -> Double {
      Double(6 * lanes) * (Double(pixels) / Double(lanes)).rounded(.up)
    }
    let outputs = Double(geometry.groupOutputChannels)
    return blocks
      * (transposed(geometry.inputPixels) + 100
        + outputs * (Double(height.output) * row + transposed(geometry.outputPixels)))
  }

  /// Whether the gradient with respect to the input of a layer with a stride takes less with channels on
  /// the lanes than phase by phase with pixels; or what is asked for.
  func inputGradientIsByChannels(
    _ geometry: ConvolutionGeometry, scalarSize: Int, asked: Bool? = nil
  ) -> Bool {
    let lanes = kernels.vectorSize / scalarSize
    let (height, width) = (geometry.height, geometry.width)
    let phases = Double(height.stride) * Double(width.stride)
    let taps = Double(geometry.kernelTaps) / phases
    let columns = (Double(width.input) / Double(width.stride)).rounded(.up)
    let tiles = (columns / Double(kernels.directPixels)).rounded(.up)
    let blocks = (Double(geometry.groups) / Double(lanes)).rounded(.up)
    let row = taps * max(0.55 * columns, 4 * tiles) + 30 * tiles
    let pixels = Double(geometry.inputPixels)
    let byChannels =
      6 * Double(geometry.outputPixels) + 100
      + Double(geometry.groupInputChannels)
      * (6 * pixels + Double(height.input) * Double(width.stride) * row)
    // Every phase is a plan, which is made for the call; a pixel is stored, and put in its place later.
    let vectors = (columns / Double(lanes)).rounded(.up)
    let plane =
      1.1 * pixels + Double(height.input) * Double(width.stride) * vectors * 0.87 * taps
    let images = Double(geometry.batch)
    let byPixels = 11000 * phases + images * Double(geometry.inputChannels) * plane
    return asked ?? (images * blocks * byChannels < byPixels)
  }

  /// Whether the gradient with respect to the weight takes less with channels on the lanes than by lags of
  /// planes, which know no stride; or what is asked for.
  func weightGradientIsByChannels(
    _ geometry: ConvolutionGeometry, scalarSize: Int, asked: Bool? = nil
  ) -> Bool {
    guard geometry.groupInputChannels == 1, geometry.groups > 1 else { return false }
    guard geometry.height.stride == 1, geometry.width.stride == 1 else { return true }
    return asked
      ?? (gradientCyclesByChannels(geometry, scalarSize)
        < gradientCyclesByLags(geometry) * Double(geometry.outputChannels))
  }

  /// What an image takes: two transpositions, and for every row of the kernel a pass over the gradient, in
  /// which a pixel is a load for every tap and one more, or the latency of a sum.
  private func gradientCyclesByChannels(
    _ geometry: ConvolutionGeometry, _ scalarSize: Int
  ) -> Double {
    let lanes = kernels.vectorSize / scalarSize
    let (height, width) = (geometry.height, geometry.width)
    let blocks = (Double(geometry.groups) / Double(lanes)).rounded(.up)
    let tiles = (Double(width.kernel) / Double(kernels.directPixels)).rounded(.up)
    let pixel = max(4 * tiles, (Double(width.kernel) + tiles) / 2)
    let pass = pixel * Double(geometry.outputPixels) + 15 * Double(width.kernel)
    return blocks
      * (6 * Double(geometry.inputPixels) + 100
        + Double(geometry.groupOutputChannels)
        * (6 * Double(geometry.outputPixels) + Double(height.kernel) * pass))
  }

  /// What a plane takes: rows that are copied as `Double`, a multiply-add for every tap and vector of
  /// them, and the lanes of every sum.
  private func gradientCyclesByLags(_ geometry: ConvolutionGeometry) -> Double {
    let lanes = kernels.vectorSize / MemoryLayout<Double>.size
    let (height, width) = (geometry.height, geometry.width)
    let vectors = (Double(width.output) / Double(lanes)).rounded(.up)
    let taps = Double(geometry.taps)
    return Double(height.output) * (56 + 0.65 * Double(width.output) + 0.7 * taps * vectors)
      + 22 * taps
  }
}
