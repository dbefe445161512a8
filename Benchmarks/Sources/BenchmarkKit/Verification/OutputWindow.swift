// OutputWindow.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A part of an output that the oracle can compute on its own: rows of some channels of one image.
///
/// It comes with the part of the input that it depends on, as a smaller problem, so that a large
/// convolution can be checked by samples.
struct OutputWindow: Hashable {
  let image: Int
  /// Output channels, all of one group.
  let channels: Range<Int>
  /// Output rows, each in its whole width.
  let rows: Range<Int>

  /// The part of the input, and the padding that is left above and below it.
  private struct Crop {
    let rows: Range<Int>
    let top: Int
    let bottom: Int
  }

  private func crop(_ problem: Problem) -> Crop {
    let height = problem.inputSize.height
    let first = rows.lowerBound * problem.stride.height - problem.padding.height
    let extent =
      (rows.count - 1) * problem.stride.height
      + (problem.kernelSize.height - 1) * problem.dilation.height + 1
    let lower = min(max(first, 0), height)
    let upper = min(max(first + extent, lower), height)
    let top = min(max(-first, 0), extent)
    return Crop(rows: lower..<upper, top: top, bottom: extent - top - (upper - lower))
  }

  /// The outputs of the window in order of channel, row, column, by the naive loop.
  func reference(_ problem: Problem, _ operands: Operands) -> [Double] {
    let crop = crop(problem)
    let (inputChannels, outputChannels) = operands.geometry.channelsPerGroup
    let reference = ReferenceConvolution(
      batch: 1, inputChannels: inputChannels,
      inputHeight: crop.rows.count, inputWidth: problem.inputSize.width,
      outputChannels: channels.count,
      kernelHeight: problem.kernelSize.height, kernelWidth: problem.kernelSize.width,
      strideHeight: problem.stride.height, strideWidth: problem.stride.width,
      paddingTop: crop.top, paddingLeft: problem.padding.width,
      paddingBottom: crop.bottom, paddingRight: problem.padding.width,
      dilationHeight: problem.dilation.height, dilationWidth: problem.dilation.width)
    let firstChannel = channels.lowerBound / outputChannels * inputChannels
    let input = operands.input[
      image...image, firstChannel..<firstChannel + inputChannels, crop.rows,
      0..<problem.inputSize.width]
    let weight = operands.weight[channels, 0..., 0..., 0...]
    return reference.output(input: input.elements, weight: weight.elements)
  }

  /// Calls `body` for outputs of a problem, for all or for samples worth about `budget` GFLOP: with
  /// the place in the whole output, what the naive loop computes there, and the bound of strict
  /// accuracy.
  static func forEachOutput(
    of problem: Problem, _ operands: Operands, budget: Double,
    _ body: (_ offset: Int, _ expected: Double, _ bound: Double) throws -> Void
  ) rethrows {
    let geometry = operands.geometry
    let magnitudes = operands.magnitudes
    let gamma = geometry.strictGamma
    for window in windows(geometry, budget: budget) {
      let reference = window.reference(problem, operands)
      let sizes = window.reference(problem, magnitudes)
      for index in reference.indices {
        try body(window.offset(of: index, geometry), reference[index], gamma * sizes[index])
      }
    }
  }

  /// Where in the whole output the window's element `index` is.
  func offset(of index: Int, _ geometry: ConvolutionGeometry) -> Int {
    let pixelsInWindow = rows.count * geometry.outputSize.width
    let (channel, pixel) = index.quotientAndRemainder(dividingBy: pixelsInWindow)
    let plane = image * geometry.outputChannels + channels.lowerBound + channel
    return plane * geometry.pixelsPerPlane + rows.lowerBound * geometry.outputSize.width + pixel
  }
}
