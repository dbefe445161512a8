// TransposedProblem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A transposed convolution to be checked: the convolution that it is the transpose of.
///
/// Every convolution is one of a transposed one, whose output padding is what the last position
/// leaves unread. Inputs left out at the end make it larger than the stride, which is allowed up to
/// the dilation.
struct TransposedProblem: Hashable, Sendable {
  /// Its output is the transposed one's input, with what is left out.
  let convolution: Problem
  var omittedRows = 0
  var omittedColumns = 0

  init(_ convolution: Problem, omittedRows: Int = 0, omittedColumns: Int = 0) {
    self.convolution = convolution.with(.zeros)
    self.omittedRows = omittedRows
    self.omittedColumns = omittedColumns
  }

  /// Whether a convolution is one of a transposed one: an output of no pixels is refused.
  static func exists(for convolution: Problem) -> Bool {
    convolution.inputHeight > 0 && convolution.inputWidth > 0
  }

  /// One at random, of at most as many products as `multiplyAdds`.
  static func random(
    multiplyAdds: Double, using generator: inout SplitMix64
  ) throws -> TransposedProblem {
    while true {
      let problem = try generator.problem(multiplyAdds: multiplyAdds)
      if exists(for: problem) { return TransposedProblem(problem).omitting(using: &generator) }
    }
  }

  var inputShape: [Int] {
    let oracle = convolution.reference
    return [
      oracle.batch, oracle.outputChannels, oracle.outputHeight - omittedRows,
      oracle.outputWidth - omittedColumns,
    ]
  }
  var weightShape: [Int] { convolution.weightShape }
  var outputShape: [Int] { convolution.inputShape }

  var outputPadding: Size2D {
    let unread = unread
    return Size2D(
      height: unread.height + omittedRows * convolution.strideHeight,
      width: unread.width + omittedColumns * convolution.strideWidth)
  }

  /// Rows and columns after the last that the oracle reads.
  private var unread: Size2D {
    let (problem, oracle) = (convolution, convolution.reference)
    let bottom =
      (oracle.outputHeight - 1) * problem.strideHeight
      + (problem.kernelHeight - 1) * problem.dilationHeight + 1
    let right =
      (oracle.outputWidth - 1) * problem.strideWidth
      + (problem.kernelWidth - 1) * problem.dilationWidth + 1
    return Size2D(
      height: problem.paddingTop + problem.inputHeight + problem.paddingBottom - bottom,
      width: problem.paddingLeft + problem.inputWidth + problem.paddingRight - right)
  }

  /// The same with inputs left out, as many as are allowed or fewer.
  func omitting(using generator: inout SplitMix64) -> TransposedProblem {
    func most(_ unread: Int, _ stride: Int, _ dilation: Int, _ count: Int) -> Int {
      max(0, min((max(stride, dilation) - 1 - unread) / stride, count - 1))
    }
    var problem = self
    let (convolution, unread) = (convolution, unread)
    problem.omittedRows = Int.random(
      in:
        0...most(
          unread.height, convolution.strideHeight, convolution.dilationHeight, inputShape[2]),
      using: &generator)
    problem.omittedColumns = Int.random(
      in:
        0...most(
          unread.width, convolution.strideWidth, convolution.dilationWidth, inputShape[3]),
      using: &generator)
    return problem
  }

  func geometry() throws(ConvolutionError) -> TransposedConvolutionGeometry {
    try TransposedConvolutionGeometry(
      inputShape: inputShape, weightShape: weightShape, stride: convolution.stride,
      padding: convolution.padding, outputPadding: outputPadding, dilation: convolution.dilation,
      groups: convolution.groups)
  }

  func layer<Scalar>(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>?,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) -> ConvTranspose2D<Scalar> {
    try ConvTranspose2D(
      weight: weight, bias: bias, stride: convolution.stride, padding: convolution.padding,
      outputPadding: outputPadding, dilation: convolution.dilation, groups: convolution.groups,
      options: options)
  }
}

extension TransposedProblem: OperandProblem {
  /// There are no numbers in it.
  func map(_ transform: (Double) -> Double) -> TransposedProblem { self }
}

extension TransposedProblem: CustomStringConvertible {
  var description: String {
    "the transpose of \(convolution) without \(omittedRows) rows, \(omittedColumns) columns"
  }
}
