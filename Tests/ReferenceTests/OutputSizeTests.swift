// OutputSizeTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

/// One axis and the number of windows that fit on it, counted by hand.
struct AxisCase: Sendable, CustomTestStringConvertible {
  let extent: Int
  let kernel: Int
  var stride = 1
  var before = 0
  var after = 0
  var dilation = 1
  let windows: Int

  var testDescription: String {
    """
    extent \(extent) kernel \(kernel) stride \(stride) \
    padding \(before),\(after) dilation \(dilation) -> \(windows)
    """
  }

  static let all = [
    AxisCase(extent: 1, kernel: 1, windows: 1),
    // Starts 0, 1, 2.
    AxisCase(extent: 5, kernel: 3, windows: 3),
    // Starts -1 to 3.
    AxisCase(extent: 5, kernel: 3, before: 1, after: 1, windows: 5),
    // Starts 0, 2.
    AxisCase(extent: 5, kernel: 3, stride: 2, windows: 2),
    // Starts 0, 2; one at 4 would need pixel 6. Pixel 5 is never read.
    AxisCase(extent: 6, kernel: 3, stride: 2, windows: 2),
    AxisCase(extent: 7, kernel: 3, stride: 2, windows: 3),
    // Starts -1, 1, 3; one at 5 would need position 7, one past the padding.
    AxisCase(extent: 6, kernel: 3, stride: 2, before: 1, after: 1, windows: 3),
    // Starts -2, 1.
    AxisCase(extent: 5, kernel: 3, stride: 3, before: 2, windows: 2),
    // The kernel is exactly the image, or the padded image.
    AxisCase(extent: 5, kernel: 5, windows: 1),
    AxisCase(extent: 3, kernel: 5, before: 1, after: 1, windows: 1),
    AxisCase(extent: 3, kernel: 5, stride: 4, before: 2, windows: 1),
    // It misses by one, or by more than a stride.
    AxisCase(extent: 4, kernel: 5, windows: 0),
    AxisCase(extent: 1, kernel: 9, stride: 2, windows: 0),
    // The stride exceeds the kernel: starts 0, 3, and then 6 if there is room.
    AxisCase(extent: 7, kernel: 2, stride: 3, windows: 2),
    AxisCase(extent: 8, kernel: 2, stride: 3, windows: 3),
    AxisCase(extent: 7, kernel: 1, stride: 4, windows: 2),
    AxisCase(extent: 5, kernel: 2, stride: 10, windows: 1),
    // Three taps 4 apart reach across 9 pixels; 3 apart, across 7.
    AxisCase(extent: 9, kernel: 3, dilation: 4, windows: 1),
    AxisCase(extent: 8, kernel: 3, dilation: 4, windows: 0),
    AxisCase(extent: 9, kernel: 3, dilation: 3, windows: 3),
    AxisCase(extent: 9, kernel: 3, stride: 2, dilation: 3, windows: 2),
    AxisCase(
      extent: 10, kernel: 3, before: 2, after: 2, dilation: 2, windows: 10),
    // A single tap reaches one pixel, however far dilated.
    AxisCase(extent: 3, kernel: 1, dilation: 7, windows: 3),
    // One-sided padding.
    AxisCase(extent: 4, kernel: 1, after: 2, windows: 6),
    AxisCase(extent: 4, kernel: 2, before: 1, windows: 4),
    // The first layer of a ResNet: starts -3, -1, ..., 219.
    AxisCase(
      extent: 224, kernel: 7, stride: 2, before: 3, after: 3, windows: 112),
    // No pixels: only the padding is there to stand on.
    AxisCase(extent: 0, kernel: 1, windows: 0),
    AxisCase(extent: 0, kernel: 2, before: 1, after: 2, windows: 2),
  ]
}

@Suite("Output sizes")
struct OutputSizeTests {
  @Test(arguments: AxisCase.all)
  func height(_ axis: AxisCase) {
    let problem = Geometry(
      image: Size(axis.extent, 4), kernel: Size(axis.kernel, 2),
      stride: Size(axis.stride, 1),
      padding: Sides(axis.before, 0, axis.after, 0),
      dilation: Size(axis.dilation, 1)
    ).reference
    #expect(problem.outputHeight == axis.windows)
    #expect(problem.outputWidth == 3)
  }

  @Test(arguments: AxisCase.all)
  func width(_ axis: AxisCase) {
    let problem = Geometry(
      image: Size(4, axis.extent), kernel: Size(2, axis.kernel),
      stride: Size(1, axis.stride),
      padding: Sides(0, axis.before, 0, axis.after),
      dilation: Size(1, axis.dilation)
    ).reference
    #expect(problem.outputWidth == axis.windows)
    #expect(problem.outputHeight == 3)
  }

  @Test func counts() {
    let problem = Geometry(
      batch: 2, channels: 6, image: Size(5, 7), filters: 4, kernel: Size(3, 2),
      groups: 2
    ).reference
    #expect(problem.inputCount == 2 * 6 * 5 * 7)
    // Each filter reads 6 / 2 = 3 channels.
    #expect(problem.weightCount == 4 * 3 * 3 * 2)
    // 5 - 3 + 1 = 3 rows, 7 - 2 + 1 = 6 columns.
    #expect(problem.outputCount == 2 * 4 * 3 * 6)
    #expect(problem.multiplyAdds == (2 * 4 * 3 * 6) * (3 * 3 * 2))
  }

  @Test(arguments: Geometry.all)
  func resultsHaveTheirShapes(_ geometry: Geometry) {
    let problem = geometry.reference
    let operands = Operands(for: problem, seed: 12)
    #expect(
      problem.output(input: operands.input, weight: operands.weight).count
        == problem.outputCount)
    #expect(
      problem.inputGradient(
        weight: operands.weight, outputGradient: operands.outputGradient
      ).count == problem.inputCount)
    #expect(
      problem.weightGradient(
        input: operands.input, outputGradient: operands.outputGradient
      ).count == problem.weightCount)
    #expect(
      problem.biasGradient(outputGradient: operands.outputGradient).count
        == problem.outputChannels)
  }
}
