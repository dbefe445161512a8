// Problem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A convolution to be checked: all of its sizes, and none of its numbers.
///
/// A problem is written as one line, which failures print and `CONVOLUTION_PROBLEM` takes back:
///
///     mb2_g1_ic17_ih8_iw9_oc19_kh3_kw2_sh2_sw1_dh1_dw1_ph1_pw0_pb2_pr1_reflect
struct Problem: Hashable, Sendable {
  var batch = 1
  var groups = 1
  var inputChannels = 1
  var inputHeight: Int
  var inputWidth: Int
  var outputChannels = 1
  var kernelHeight: Int
  var kernelWidth: Int
  var strideHeight = 1
  var strideWidth = 1
  var dilationHeight = 1
  var dilationWidth = 1
  var paddingTop = 0
  var paddingLeft = 0
  var paddingBottom = 0
  var paddingRight = 0
  var border = Border.zeros

  func with(_ border: Border) -> Problem {
    var copy = self
    copy.border = border
    return copy
  }
}

extension Problem: OperandProblem {
  /// The number of a problem is that of a constant border.
  func map(_ transform: (Double) -> Double) -> Problem {
    guard case .constant(let value) = border else { return self }
    return with(.constant(transform(value)))
  }
}

// MARK: - As the library and the oracle take it

extension Problem {
  var inputShape: [Int] { [batch, inputChannels, inputHeight, inputWidth] }
  var weightShape: [Int] { [outputChannels, inputChannels / groups, kernelHeight, kernelWidth] }
  var stride: Size2D { Size2D(height: strideHeight, width: strideWidth) }
  var dilation: Size2D { Size2D(height: dilationHeight, width: dilationWidth) }
  var padding: Padding {
    .sides(top: paddingTop, left: paddingLeft, bottom: paddingBottom, right: paddingRight)
  }

  func geometry() throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: inputShape, weightShape: weightShape, stride: stride, padding: padding,
      dilation: dilation, groups: groups, border: border)
  }

  var reference: ReferenceConvolution {
    ReferenceConvolution(
      batch: batch, inputChannels: inputChannels, inputHeight: inputHeight,
      inputWidth: inputWidth, outputChannels: outputChannels, kernelHeight: kernelHeight,
      kernelWidth: kernelWidth, strideHeight: strideHeight, strideWidth: strideWidth,
      paddingTop: paddingTop, paddingLeft: paddingLeft, paddingBottom: paddingBottom,
      paddingRight: paddingRight, dilationHeight: dilationHeight, dilationWidth: dilationWidth,
      groups: groups, border: border.reference)
  }
}

extension Border {
  /// One border of every kind. The constant is no zero, so that a forgotten one shows.
  static let everyKind: [Border] = [
    .zeros, .constant(3), .reflect, .symmetric, .replicate, .circular,
  ]

  var reference: ReferenceBorder {
    switch self {
    case .constant(let value): .constant(value)
    case .reflect: .reflect
    case .symmetric: .symmetric
    case .replicate: .replicate
    case .circular: .circular
    }
  }
}
