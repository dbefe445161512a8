// CostModel+Planar.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The choice between pixels and channels on the lanes of planar microkernels.
///
/// The constants were measured on one thread of an Intel Xeon (Emerald Rapids) with AVX-512, for planes of
/// 4 to 112 rows, kernels of 3 to 9 and strides of 1 and 2: of 144 problems 5 take more than a tenth longer
/// as chosen than the other way. Only the proportion of the two matters.
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
}
