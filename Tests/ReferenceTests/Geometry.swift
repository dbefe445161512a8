// Geometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

struct Size: Sendable, ExpressibleByIntegerLiteral {
  var height: Int
  var width: Int

  init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  init(integerLiteral both: Int) {
    self.init(both, both)
  }
}

struct Sides: Sendable, ExpressibleByIntegerLiteral {
  var top: Int
  var left: Int
  var bottom: Int
  var right: Int

  init(_ top: Int, _ left: Int, _ bottom: Int, _ right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  init(integerLiteral all: Int) {
    self.init(all, all, all, all)
  }
}

/// A problem whose parts can be changed one at a time.
struct Geometry: Sendable {
  var batch = 1
  var channels = 1
  var image: Size
  var filters = 1
  var kernel: Size
  var stride: Size = 1
  var padding: Sides = 0
  var dilation: Size = 1
  var groups = 1
  var border = ReferenceBorder.zeros

  var reference: ReferenceConvolution {
    ReferenceConvolution(
      batch: batch, inputChannels: channels, inputHeight: image.height,
      inputWidth: image.width, outputChannels: filters,
      kernelHeight: kernel.height, kernelWidth: kernel.width,
      strideHeight: stride.height, strideWidth: stride.width,
      paddingTop: padding.top, paddingLeft: padding.left,
      paddingBottom: padding.bottom, paddingRight: padding.right,
      dilationHeight: dilation.height, dilationWidth: dilation.width,
      groups: groups, border: border)
  }

  func with(border: ReferenceBorder) -> Geometry {
    var copy = self
    copy.border = border
    return copy
  }

  /// The same problem with height and width exchanged.
  var transposed: Geometry {
    var copy = self
    copy.image = Size(image.width, image.height)
    copy.kernel = Size(kernel.width, kernel.height)
    copy.stride = Size(stride.width, stride.height)
    copy.dilation = Size(dilation.width, dilation.height)
    copy.padding = Sides(
      padding.left, padding.top, padding.right, padding.bottom)
    return copy
  }
}

extension Geometry: CustomTestStringConvertible {
  /// One line that says all it takes to build the problem again.
  var testDescription: String {
    """
    batch \(batch) channels \(channels) image \(image.height)x\(image.width) \
    filters \(filters) kernel \(kernel.height)x\(kernel.width) \
    stride \(stride.height)x\(stride.width) \
    padding \(padding.top),\(padding.left),\(padding.bottom),\(padding.right) \
    dilation \(dilation.height)x\(dilation.width) groups \(groups) \(border)
    """
  }
}

/// Integer operands for a problem, and the seed they grew from.
struct Operands {
  let input: [Double]
  let weight: [Double]
  let bias: [Double]
  let outputGradient: [Double]
  private let seed: UInt64

  init(for problem: ReferenceConvolution, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    input = random.integers(problem.inputCount)
    weight = random.integers(problem.weightCount)
    bias = random.integers(problem.outputChannels)
    outputGradient = random.integers(problem.outputCount)
    self.seed = seed
  }

  /// What a failure prints.
  var comment: Comment { "seed \(seed)" }
}
