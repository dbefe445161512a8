// TransposedValueTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Transposed convolutions worked by hand, their sizes, and values that are no numbers.
@Suite("Transposed: values and sizes")
struct TransposedValueTests {
  private let input: Tensor<Float> = [[[[1, 2], [3, 4]]]]

  /// Copies of `1 10` at 0 and 1: 1, 10 + 2, 20 in the upper row, and so on.
  @Test("Stride 1 adds the overlaps")
  func overlaps() throws {
    let y = try convTranspose2D(input, weight: [[[[1, 10]]]])
    #expect(y == [[[[1, 12, 20], [3, 34, 40]]]])
    #expect(
      try convTranspose2D(input, weight: [[[[1, 10]]]], padding: [0, 1]) == [[[[12], [34]]]])
    #expect(
      try convTranspose2D(input, weight: [[[[1, 10]]]], padding: [0, 1, 0, 0])
        == [[[[12, 20], [34, 40]]]])
  }

  @Test("Output padding holds the bias alone, or what a smaller padding leaves")
  func outputPadding() throws {
    let weight: Tensor<Float> = [[[[1, 10]]]]
    #expect(
      try convTranspose2D(input, weight: weight, bias: [5], stride: [1, 2], outputPadding: [0, 1])
        == [[[[6, 15, 7, 25, 5], [8, 35, 9, 45, 5]]]])
    #expect(
      try convTranspose2D(
        input, weight: weight, stride: [1, 2], padding: [0, 1], outputPadding: [0, 1])
        == [[[[10, 2, 20], [30, 4, 40]]]])
  }

  /// Two channels in, three out in each of two groups; 1x1, so that every output is one product.
  @Test("Groups, and a bias for every output channel")
  func groups() throws {
    let x: Tensor<Double> = [[[[2]], [[3]]]]
    let weight: Tensor<Double> = [[[[1]], [[10]], [[100]]], [[[4]], [[5]], [[6]]]]
    let y = try convTranspose2D(x, weight: weight, bias: [1, 2, 3, 4, 5, 6], groups: 2)
    #expect(y == [[[[3]], [[22]], [[203]], [[16]], [[20]], [[24]]]])
  }

  /// What TensorFlow's and ONNX's SAME say: the input's size times the stride.
  @Test("Same padding", arguments: 1...4, 1...5)
  func same(stride: Int, kernel: Int) throws {
    let x = try Tensor<Float>.ones([1, 1, 3, 5])
    let weight = try Tensor<Float>(
      shape: [1, 1, kernel, kernel], elements: (1...kernel * kernel).map { Float($0) })
    let size = Size2D(height: stride, width: stride)
    let whole = try convTranspose2D(x, weight: weight, stride: size)
    let cut = max(0, kernel - stride)
    for (padding, top) in [(Padding.same, cut / 2), (.sameLower, cut - cut / 2)] {
      let y = try convTranspose2D(x, weight: weight, stride: size, padding: padding)
      #expect(y.shape == [1, 1, 3 * stride, 5 * stride])
      for row in 0..<3 * stride {
        for column in 0..<5 * stride {
          let isInside = row + top < whole.shape[2] && column + top < whole.shape[3]
          #expect(y[0, 0, row, column] == (isInside ? whole[0, 0, row + top, column + top] : 0))
        }
      }
    }
  }

  @Test("Full padding is the transpose of a full convolution")
  func full() throws {
    let y = try convTranspose2D(
      [[[[1, 2, 3, 4]]]] as Tensor<Float>, weight: [[[[1, 10]]]], padding: .full)
    #expect(y == [[[[12, 23, 34]]]])
  }

  @Test("A size that is named takes the place of the output padding")
  func outputSize() throws {
    let weight = try Tensor<Float>.ones([1, 2, 3, 3])
    let layer = try ConvTranspose2D(weight: weight, stride: [3, 2], padding: 1)
    // Without output padding (2 - 1) 3 + 3 - 2 = 4 high, and (5 - 1) 2 + 3 - 2 = 9 wide.
    let x = try Tensor<Float>.ones([2, 1, 2, 5])
    #expect(try layer(x).shape == [2, 2, 4, 9])
    for (height, width) in [(4, 9), (5, 10), (6, 9)] {
      let size = Size2D(height: height, width: width)
      let y = try layer(x, outputSize: size)
      var padded = layer
      padded.outputPadding = Size2D(height: height - 4, width: width - 9)
      #expect(y.shape == [2, 2, height, width])
      #expect(try padded(x) == y)
      let gradients = try layer.gradients(input: x, outputGradient: y, outputSize: size)
      #expect(try gradients == padded.gradients(input: x, outputGradient: y))
    }
    // ONNX's output_shape: any size, the rest cut off, an odd one at the beginning.
    let y = try convTranspose2D(
      [[[[1, 2]]]], weight: [[[[3, 4, 5]]]] as Tensor<Float>, stride: [1, 3], padding: .sameLower,
      outputSize: [1, 3])
    #expect(y == [[[[5, 6, 8]]]])
  }

  @Test("An empty batch gives an empty output, and gradients of zeros")
  func emptyBatch() throws {
    let layer = try ConvTranspose2D<Float>(weight: .ones([3, 2, 3, 3]), bias: [1, 2], stride: 2)
    let x = try Tensor<Float>.zeros([0, 3, 4, 5])
    let y = try layer(x)
    #expect(y.shape == [0, 2, 9, 11])
    let gradients = try layer.gradients(input: x, outputGradient: y)
    #expect(gradients.input == x)
    #expect(try gradients.weight == .zeros([3, 2, 3, 3]))
    #expect(gradients.bias == [0, 0])
  }

  @Test("#48 NaN in one input reaches what its kernel covers, and nothing else", arguments: [1, 2])
  func nan(threads: Int) throws {
    let problems: [Problem] = [
      "mb2_ic3_ih9_iw8_oc4_kh3_kw2_ph1", "mb2_g2_ic4_ih7_iw6_oc6_kh3_sh2_ph1",
      "ic2_ih10_iw9_oc2_kh3_dh2_ph2", "mb2_ic5_ih4_iw5_oc3_kh1",
    ]
    for problem in problems {
      for value in [Float.nan, .infinity] {
        var operands = try TransposedOperands<Float>.integers(TransposedProblem(problem), seed: 5)
        operands.input.withUnsafeMutableBufferPointer { $0[$0.count / 2] = value }
        let expected = Results(ofOracleFor: operands)
        #expect(expected.output.elements.contains { !$0.isFinite })
        #expect(expected.output.elements.contains { $0.isFinite })
        let results = try Results(of: operands, options: ConvolutionOptions(threads: threads))
        for (actual, expected) in zip(results.parts, expected.parts) {
          let isSame = zip(actual.elements, expected.elements).allSatisfy {
            Double($0) == $1 || ($0.isNaN && $1.isNaN)
          }
          #expect(isSame, "\(actual.name), \(operands)")
        }
      }
    }
  }

  @Test("A description tells the convolution beneath")
  func description() throws {
    let geometry = try TransposedConvolutionGeometry(
      inputShape: [2, 3, 4, 5], weightShape: [3, 6, 3, 2], stride: 2, padding: 1, groups: 3)
    #expect(geometry.outputShape == [2, 18, 7, 8])
    #expect(geometry.inputShape == [2, 3, 4, 5])
    #expect(geometry.weightShape == [3, 6, 3, 2])
    #expect(geometry.inputChannels == 3 && geometry.outputChannels == 18)
    #expect(geometry.inputSize == [4, 5] && geometry.outputSize == [7, 8])
    #expect(geometry.batch == 2 && geometry.groups == 3)
    #expect(geometry.description == "the transpose of \(geometry.convolution)")
  }
}
