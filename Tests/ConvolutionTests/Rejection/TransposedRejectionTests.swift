// TransposedRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// What a transposed convolution refuses: the geometry, the function and the layer alike.
@Suite("Bad arguments of transposed convolutions")
struct TransposedRejectionTests {
  @Test("#1-#7 Strides and dilations", arguments: [0, -1, Int.min])
  func steps(_ value: Int) {
    expectRefused(
      .exactly(.notPositive(name: "height stride", value: value)),
      stride: Size2D(height: value, width: 1))
    expectRefused(
      .exactly(.notPositive(name: "width dilation", value: value)),
      dilation: Size2D(height: 1, width: value))
  }

  @Test("#3, #8, #11 Sizes beyond numbers and memory")
  func overflow() {
    expectRefused(.sizeOverflow, stride: [1 << 62, 1])
    expectRefused(.sizeOverflow, stride: Size2D(height: .max, width: .max), padding: .same)
    expectRefused(.sizeOverflow, stride: [1, 1 << 60])
    expectRefused(.sizeOverflow, dilation: [1 << 62, 1])
    expectRefused(.sizeOverflow, dilation: [1, .max])
    expectRefused(.sizeOverflow, dilation: [1, .max / 2])
    expectRefused(.sizeOverflow, weight: [2, 3, 1 << 31, 1 << 31])
    expectRefused(
      .exactly(
        .outputSizeOutOfReach(axis: "height", size: .max, smallest: 6, largest: 6)),
      outputSize: Size2D(height: .max, width: 7))
  }

  /// One position leaves the stride nowhere to go: PyTorch takes any as well.
  @Test("A stride that is not taken may be anything")
  func unusedStride() throws {
    let y = try convTranspose2D(
      [[[[2]]]] as Tensor<Float>, weight: [[[[1, 3]]]],
      stride: Size2D(height: .max, width: 1 << 62))
    #expect(y == [[[[2, 6]]]])
  }

  @Test("#10 Padding below zero")
  func negativePadding() {
    expectRefused(.exactly(.negativePadding(side: "top", value: -1)), padding: -1)
    expectRefused(
      .exactly(.negativePadding(side: "right", value: .min)), padding: [0, 0, 0, .min])
    expectRefused(
      .exactly(.negativePadding(side: "height output", value: -1)), outputPadding: [-1, 0])
    expectRefused(
      .exactly(.negativePadding(side: "width output", value: .min)),
      outputPadding: Size2D(height: 0, width: .min))
  }

  /// Of height 4 and a kernel of 3 nothing is left when 3 + 3 rows of 6 are cut off.
  @Test("Padding that cuts off everything")
  func everythingCut() {
    expectRefused(
      .exactly(.paddingLargerThanOutput(axis: "height", output: 6, before: 3, after: 3)),
      padding: [3, 0])
    expectRefused(
      .exactly(.paddingLargerThanOutput(axis: "width", output: 7, before: 0, after: .max)),
      padding: [0, 0, 0, .max])
    expectRefused(
      .exactly(.paddingLargerThanOutput(axis: "width", output: 7, before: .max, after: .max)),
      padding: [0, .max])
  }

  @Test("#25 Output padding of stride and dilation or more")
  func outputPadding() {
    for value in [1, 2, Int.max] {
      expectRefused(
        .exactly(
          .outputPaddingTooLarge(axis: "height", outputPadding: value, stride: 1, dilation: 1)),
        outputPadding: Size2D(height: value, width: 0))
    }
    expectRefused(
      .exactly(.outputPaddingTooLarge(axis: "width", outputPadding: 3, stride: 2, dilation: 3)),
      stride: 2, outputPadding: [1, 3], dilation: [1, 3])
  }

  @Test("Output sizes that no output padding gives")
  func outputSize() {
    // 6x7 without stride; with stride 2 9 to 10 high and 11 to 12 wide.
    for (size, value, range) in [
      ([8, 11], 8, 9...10), ([11, 11], 11, 9...10), ([9, 10], 10, 11...12),
      ([10, 13], 13, 11...12),
    ] {
      expectRefused(
        .exactly(
          .outputSizeOutOfReach(
            axis: range.lowerBound == 9 ? "height" : "width", size: value,
            smallest: range.lowerBound, largest: range.upperBound)),
        stride: 2, outputSize: Size2D(height: size[0], width: size[1]))
    }
    expectRefused(
      .exactly(.outputSizeOutOfReach(axis: "height", size: 11, smallest: 1, largest: 10)),
      stride: 2, padding: .same, outputSize: [11, 3])
    for value in [0, -1, Int.min] {
      expectRefused(
        .exactly(.notPositive(name: "output width", value: value)), padding: .sameLower,
        outputSize: Size2D(height: 4, width: value))
    }
  }

  @Test("#16-#19 Channels and groups")
  func channels() {
    for groups in [0, -1, Int.min] {
      expectRefused(.exactly(.notPositive(name: "groups", value: groups)), groups: groups)
    }
    expectRefused(
      .exactly(.channelsNotDivisible(name: "input channels", channels: 2, groups: 3)), groups: 3)
    expectRefused(
      .exactly(.shapeMismatch(name: "weight", expected: [2, 3, 3, 3], actual: [4, 3, 3, 3])),
      weight: [4, 3, 3, 3])
    expectRefused(
      .exactly(.notPositive(name: "input channels", value: 0)), input: [1, 0, 4, 5],
      weight: [0, 3, 3, 3])
    expectRefused(
      .exactly(.notPositive(name: "output channels", value: 0)), weight: [2, 0, 3, 3])
  }

  @Test("A weight whose channels in all groups cannot be counted")
  func groupOverflow() throws {
    let weight = try Tensor<Float>.zeros([4, 2, 3, 3])
    expectError(.sizeOverflow, "2^62 groups") { () throws(ConvolutionError) in
      _ = try ConvTranspose2D(weight: weight, groups: 1 << 62)
    }
  }

  @Test("#20 Kernels without elements")
  func kernels() {
    expectRefused(
      .exactly(.notPositive(name: "kernel height", value: 0)), weight: [2, 3, 0, 3])
    expectRefused(.exactly(.notPositive(name: "kernel width", value: 0)), weight: [2, 3, 3, 0])
  }

  // A bias stepped through by the input's channels wrote beyond the heap: CVE-2022-41894.
  @Test("#26 A bias for other channels than the output's", arguments: [0, 1, 2, 6])
  func bias(_ count: Int) throws {
    let (input, weight) = (
      try Tensor<Float>.ones([1, 2, 4, 5]), try Tensor<Float>.ones([2, 3, 3, 3])
    )
    let bias = try Tensor<Float>.ones([count])
    let error = ExpectedError.exactly(
      .shapeMismatch(name: "bias", expected: [3], actual: [count]))
    expectError(error, "function") { () throws(ConvolutionError) in
      _ = try convTranspose2D(input, weight: weight, bias: bias)
    }
    expectError(error, "layer") { () throws(ConvolutionError) in
      _ = try ConvTranspose2D(weight: weight, bias: bias)
    }
  }

  @Test("#31, #40 Inputs of no pixels, and of other ranks")
  func inputs() {
    expectRefused(.exactly(.notPositive(name: "input height", value: 0)), input: [1, 2, 0, 5])
    expectRefused(
      .exactly(.notPositive(name: "input width", value: 0)), input: [1, 2, 4, 0], padding: .same)
    for shape in [[], [4, 5], [2, 4, 5], [1, 1, 2, 4, 5]] {
      expectRefused(
        .exactly(
          .rankMismatch(name: "input", expected: "[batch, channels, height, width]", shape: shape)),
        input: shape)
      expectRefused(
        .exactly(
          .rankMismatch(
            name: "weight",
            expected: "[inputChannels, outputChannels / groups, kernelHeight, kernelWidth]",
            shape: shape)),
        weight: shape)
    }
  }

  /// The geometry, the function and the layer say the same. Tensors beyond memory are left out.
  private func expectRefused(
    _ error: ExpectedError, input: [Int] = [1, 2, 4, 5], weight: [Int] = [2, 3, 3, 3],
    stride: Size2D = 1, padding: Padding = .valid, outputPadding: Size2D = 0,
    outputSize: Size2D? = nil, dilation: Size2D = 1, groups: Int = 1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectError(error, "geometry", sourceLocation: sourceLocation) {
      () throws(ConvolutionError) in
      _ = try TransposedConvolutionGeometry(
        inputShape: input, weightShape: weight, stride: stride, padding: padding,
        outputPadding: outputPadding, outputSize: outputSize, dilation: dilation, groups: groups)
    }
    guard let x = try? Tensor<Float>.ones(input), let w = try? Tensor<Float>.ones(weight) else {
      return
    }
    expectError(error, "function", sourceLocation: sourceLocation) {
      () throws(ConvolutionError) in
      _ = try convTranspose2D(
        x, weight: w, stride: stride, padding: padding, outputPadding: outputPadding,
        outputSize: outputSize, dilation: dilation, groups: groups)
    }
    expectError(error, "layer", sourceLocation: sourceLocation) { () throws(ConvolutionError) in
      let layer = try ConvTranspose2D(
        weight: w, stride: stride, padding: padding, outputPadding: outputPadding,
        dilation: dilation, groups: groups)
      _ = try layer(x, outputSize: outputSize)
    }
  }
}
