// PaddingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Padding")
struct PaddingTests {
  /// One axis: what goes in, and what has to come of it, worked by hand.
  struct Row: Sendable, CustomTestStringConvertible {
    let input: Int
    let kernel: Int
    let stride: Int
    let dilation: Int
    let padding: Padding
    let before: Int
    let after: Int
    let output: Int

    init(
      _ input: Int, _ kernel: Int, s stride: Int = 1, d dilation: Int = 1, _ padding: Padding,
      _ before: Int, _ after: Int, _ output: Int
    ) {
      self.input = input
      self.kernel = kernel
      self.stride = stride
      self.dilation = dilation
      self.padding = padding
      self.before = before
      self.after = after
      self.output = output
    }

    var testDescription: String {
      "input \(input), kernel \(kernel), stride \(stride), dilation \(dilation), \(padding)"
    }
  }

  @Test(
    "Valid: none",
    arguments: [
      Row(5, 3, .valid, 0, 0, 3), Row(5, 5, .valid, 0, 0, 1), Row(5, 1, .valid, 0, 0, 5),
      Row(6, 3, s: 2, .valid, 0, 0, 2), Row(7, 3, s: 2, .valid, 0, 0, 3),
      Row(7, 3, d: 3, .valid, 0, 0, 1), Row(9, 2, s: 3, d: 2, .valid, 0, 0, 3),
    ])
  func valid(_ row: Row) throws { try check(row) }

  /// The output is ceil(input / stride), as TensorFlow has it; an odd padding ends with the larger
  /// half.
  @Test(
    "Same",
    arguments: [
      Row(5, 3, .same, 1, 1, 5), Row(5, 2, .same, 0, 1, 5), Row(5, 4, .same, 1, 2, 5),
      Row(5, 1, .same, 0, 0, 5), Row(1, 5, .same, 2, 2, 1), Row(3, 7, .same, 3, 3, 3),
      // Stride 2 moves the windows of an even input, and leaves those of an odd one.
      Row(5, 3, s: 2, .same, 1, 1, 3), Row(6, 3, s: 2, .same, 0, 1, 3),
      Row(224, 7, s: 2, .same, 2, 3, 112), Row(6, 2, s: 2, .same, 0, 0, 3),
      Row(5, 2, s: 2, .same, 0, 1, 3),
      Row(7, 3, s: 3, .same, 1, 1, 3), Row(8, 3, s: 3, .same, 0, 1, 3),
      Row(9, 3, s: 3, .same, 0, 0, 3), Row(10, 5, s: 3, .same, 2, 2, 4),
      // The extent of the dilated kernel counts.
      Row(5, 3, d: 2, .same, 2, 2, 5), Row(5, 2, d: 2, .same, 1, 1, 5),
      Row(5, 2, d: 3, .same, 1, 2, 5),
      Row(10, 3, s: 2, d: 2, .same, 1, 2, 5), Row(9, 3, s: 2, d: 2, .same, 2, 2, 5),
      Row(10, 2, s: 3, d: 2, .same, 1, 1, 4), Row(11, 3, s: 3, d: 2, .same, 1, 2, 4),
      // A stride beyond the kernel needs no padding; there is no negative one.
      Row(4, 1, s: 3, .same, 0, 0, 2), Row(9, 1, s: 2, .same, 0, 0, 5),
      Row(10, 2, s: 8, .same, 0, 0, 2),
    ])
  func same(_ row: Row) throws { try check(row) }

  @Test(
    "Same, the larger half before",
    arguments: [
      Row(5, 3, .sameLower, 1, 1, 5), Row(5, 2, .sameLower, 1, 0, 5),
      Row(5, 4, .sameLower, 2, 1, 5), Row(6, 3, s: 2, .sameLower, 1, 0, 3),
      Row(224, 7, s: 2, .sameLower, 3, 2, 112), Row(10, 3, s: 2, d: 2, .sameLower, 2, 1, 5),
      Row(4, 1, s: 3, .sameLower, 0, 0, 2),
    ])
  func sameLower(_ row: Row) throws { try check(row) }

  @Test(
    "Full: all positions at which kernel and input meet",
    arguments: [
      Row(5, 3, .full, 2, 2, 7), Row(5, 1, .full, 0, 0, 5), Row(1, 4, .full, 3, 3, 4),
      Row(5, 3, d: 2, .full, 4, 4, 9), Row(5, 3, s: 2, .full, 2, 2, 4),
      Row(5, 3, s: 2, d: 2, .full, 4, 4, 5),
    ])
  func full(_ row: Row) throws { try check(row) }

  @Test(
    "Sides, as given",
    arguments: [
      Row(5, 3, [1, 0, 2, 0], 1, 2, 6), Row(5, 3, s: 2, [0, 0, 1, 0], 0, 1, 2),
      Row(1, 3, [9, 0, 0, 0], 9, 0, 8), Row(0, 2, [1, 0, 2, 0], 1, 2, 2),
    ])
  func sides(_ row: Row) throws {
    // The sides of the row are top and bottom.
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 1, row.input, 1], weightShape: [1, 1, row.kernel, 1],
      stride: Size2D(height: row.stride, width: 1), padding: row.padding)
    #expect(geometry.outputShape == [1, 1, row.output, 1])
    #expect(geometry.padding == .sides(top: row.before, left: 0, bottom: row.after, right: 0))
  }

  /// ceil(0 / stride) is 0.
  @Test("Same padding of nothing is nothing", arguments: [1, 2])
  func sameOfNothing(_ stride: Int) throws {
    try check(Row(0, 1, s: stride, .same, 0, 0, 0))
  }

  @Test("Literals")
  func literals() {
    #expect((2 as Padding) == .sides(top: 2, left: 2, bottom: 2, right: 2))
    #expect(([1, 2] as Padding) == .sides(top: 1, left: 2, bottom: 1, right: 2))
    #expect(([1, 2, 3, 4] as Padding) == .sides(top: 1, left: 2, bottom: 3, right: 4))
  }

  @Test("A literal of another length stops the program")
  func badLiteral() async {
    await #expect(processExitsWith: .failure) {
      let padding: Padding = [1, 2, 3]
      _ = padding
    }
  }

  /// Both directions obey the table, each with its own sizes: the other one has none to speak of.
  private func check(_ row: Row) throws {
    let vertical = try ConvolutionGeometry(
      inputShape: [1, 1, row.input, 1], weightShape: [1, 1, row.kernel, 1],
      stride: Size2D(height: row.stride, width: 1), padding: row.padding,
      dilation: Size2D(height: row.dilation, width: 1))
    #expect(vertical.outputShape == [1, 1, row.output, 1])
    #expect(
      vertical.padding == .sides(top: row.before, left: 0, bottom: row.after, right: 0))
    let horizontal = try ConvolutionGeometry(
      inputShape: [1, 1, 1, row.input], weightShape: [1, 1, 1, row.kernel],
      stride: Size2D(height: 1, width: row.stride), padding: row.padding,
      dilation: Size2D(height: 1, width: row.dilation))
    #expect(horizontal.outputShape == [1, 1, 1, row.output])
    #expect(
      horizontal.padding == .sides(top: 0, left: row.before, bottom: 0, right: row.after))
  }
}
