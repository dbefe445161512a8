// Problem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A convolution to be timed: a layer of a network, or a filter on an image.
package struct Problem: Hashable, Sendable {
  /// The network or collection that the problem belongs to.
  package var suite: String
  package var name: String
  package var batch: Int
  package var inputChannels: Int
  package var inputSize: Size2D
  package var outputChannels: Int
  package var kernelSize: Size2D
  package var stride: Size2D
  /// Rows above and below, columns left and right, of what the border holds.
  package var padding: Size2D
  /// What the padding holds: zeros in lists of layers.
  package var border: Border = .zeros
  /// The step from one element of the kernel to the next, 1 for a dense kernel.
  package var dilation: Size2D
  package var groups: Int
  /// How often the suite has this problem, for its totals.
  package var repeats: Int
  /// What the weight is filled with.
  package var kernel: Kernel

  /// What a weight is filled with.
  package enum Kernel: String, CaseIterable, Hashable, Sendable {
    /// Numbers between -1 and 1.
    case random
    /// For every channel the same Gaussian with a sum of 1, which a library may find to be
    /// separable. Its standard deviation is OpenCV's for the size: 0.15 k + 0.35.
    case gaussian
  }

  package init(
    suite: String, name: String, batch: Int = 1, inputChannels: Int, inputSize: Size2D,
    outputChannels: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Size2D = 0,
    dilation: Size2D = 1, groups: Int = 1, repeats: Int = 1,
    kernel: Kernel = .random
  ) {
    self.suite = suite
    self.name = name
    self.batch = batch
    self.inputChannels = inputChannels
    self.inputSize = inputSize
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.repeats = repeats
    self.kernel = kernel
  }

  /// Suite and name, by which a problem is found and reported.
  package var title: String { "\(suite)/\(name)" }

  /// The padding, which is the same before and after.
  var sides: Padding {
    .sides(top: padding.height, left: padding.width, bottom: padding.height, right: padding.width)
  }

  /// The geometry of the problem, which also says whether there can be such a problem.
  package func geometry() throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: [batch, inputChannels, inputSize.height, inputSize.width],
      weightShape: [
        outputChannels, inputChannels / max(1, groups), kernelSize.height, kernelSize.width,
      ],
      stride: stride,
      padding: sides,
      dilation: dilation, groups: groups, border: border)
  }
}
