// Rows.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// One dimension is two with a height of 1: nothing is computed twice over.
extension Tensor {
  /// Rows as images of one row: an axis of 1 before the last. Shares the memory.
  var asImages: Tensor {
    Tensor(shape: shape.dropLast() + [1] + shape.suffix(1), storage: storage)
  }

  /// Images of one row as rows. Shares the memory.
  ///
  /// - Precondition: The axis before the last is 1.
  var asRows: Tensor { Tensor(shape: Shape.ofRows(shape), storage: storage) }
}

extension Shape {
  /// The shape without the axis before the last.
  static func ofRows(_ shape: [Int]) -> [Int] { shape.dropLast(2) + shape.suffix(1) }
}

extension ConvolutionGradients {
  /// The gradients of a convolution of images of one row, as of rows.
  var asRows: ConvolutionGradients {
    ConvolutionGradients(input: input.asRows, weight: weight.asRows, bias: bias)
  }
}

/// The axes of what one-dimensional operations take, for the errors of other ones.
enum RowAxes {
  static let input = "[batch, channels, length]"
  static let weight = "[outputChannels, inputChannels / groups, kernelLength]"
  static let transposedWeight = "[inputChannels, outputChannels / groups, kernelLength]"

  /// Throws unless both tensors have three axes.
  static func check<Scalar>(
    input: Tensor<Scalar>, weight: Tensor<Scalar>, is weightAxes: String
  ) throws(ConvolutionError) {
    guard input.rank == 3 else {
      throw .rankMismatch(name: "input", expected: Self.input, shape: input.shape)
    }
    try check(weight: weight, is: weightAxes)
  }

  static func check<Scalar>(
    weight: Tensor<Scalar>, is axes: String
  ) throws(ConvolutionError) {
    guard weight.rank == 3 else {
      throw .rankMismatch(name: "weight", expected: axes, shape: weight.shape)
    }
  }
}
