// ConvolutionGeometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sizes of one convolution, all of them checked.
///
/// A geometry says everything about a convolution except its numbers. One that exists is sound: its
/// sizes are consistent, its output is not larger than memory can address, and no arithmetic on it
/// overflows. What a caller got wrong is reported here, before any work is done.
///
/// ```
/// output[n][o][y][x] = bias[o] +
///   sum over c, r, s of weight[o][c][r][s] *
///     input[n][g inputChannels/groups + c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// where `g = o / (outputChannels / groups)`. This is a correlation, as in every deep-learning
/// library.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// The number of images.
  public let batch: Int
  public let inputChannels: Int
  public let outputChannels: Int
  /// The number of groups of channels that do not see each other.
  public let groups: Int
  /// What the padding holds.
  public let border: Border

  let height: AxisGeometry
  let width: AxisGeometry

  /// The geometry of an input and a weight of the given shapes.
  ///
  /// - Parameters:
  ///   - inputShape: `[batch, channels, height, width]`. Batch, height and width may be 0.
  ///   - weightShape: `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`.
  ///   - stride: The step from one position of the kernel to the next.
  ///   - padding: How far the input continues beyond its edges.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  ///   - border: What the padding holds.
  /// - Throws: The ``ConvolutionError`` of the first rule that is broken.
  public init(
    inputShape: [Int], weightShape: [Int], stride: Size2D = 1, padding: Padding = .valid,
    dilation: Size2D = 1, groups: Int = 1, border: Border = .zeros
  ) throws(ConvolutionError) {
    guard inputShape.count == 4 else {
      throw .rankMismatch(
        name: "input", expected: "[batch, channels, height, width]", shape: inputShape)
    }
    try Self.checkRank(weightShape: weightShape, isTransposed: false)
    let inputCount = try Shape.elementCount(inputShape)
    _ = try Shape.elementCount(weightShape)
    try Self.checkChannels(input: inputShape[1], output: weightShape[0], groups: groups)
    guard weightShape[1] == inputShape[1] / groups else {
      throw .channelMismatch(
        inputChannels: inputShape[1], weightChannels: weightShape[1], groups: groups)
    }
    height = try AxisGeometry(
      "height", input: inputShape[2], kernel: weightShape[2], stride: stride.height,
      dilation: dilation.height, padding: padding)
    width = try AxisGeometry(
      "width", input: inputShape[3], kernel: weightShape[3], stride: stride.width,
      dilation: dilation.width, padding: padding)
    if border.constantValue == nil, inputCount == 0, inputShape[0] > 0 {
      throw .emptyAxisAtBorder(
        axis: inputShape[2] == 0 ? "height" : "width", border: border.description)
    }
    self.batch = inputShape[0]
    self.inputChannels = inputShape[1]
    self.outputChannels = weightShape[0]
    self.groups = groups
    self.border = border
    _ = try Shape.elementCount(outputShape)
  }

  /// A geometry of axes that were computed elsewhere, with channels that divide into the groups.
  init(
    batch: Int, inputChannels: Int, outputChannels: Int, groups: Int, height: AxisGeometry,
    width: AxisGeometry
  ) {
    self.batch = batch
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.groups = groups
    self.border = .zeros
    self.height = height
    self.width = width
  }
}

// MARK: - Checks

extension ConvolutionGeometry {
  /// Throws if no input goes with the parameters: what a layer can know before it sees one.
  ///
  /// - Parameter isTransposed: Whether the weight's first axis are the input's channels.
  static func checkParameters(
    weightShape: [Int], stride: Size2D, padding: Padding, dilation: Size2D, groups: Int,
    isTransposed: Bool = false
  ) throws(ConvolutionError) {
    try checkRank(weightShape: weightShape, isTransposed: isTransposed)
    _ = try Shape.elementCount(weightShape)
    guard groups >= 1 else { throw .notPositive(name: "groups", value: groups) }
    let (channels, overflow) = weightShape[1].multipliedReportingOverflow(by: groups)
    guard !overflow else { throw .sizeOverflow(name: "the weight's channels in \(groups) groups") }
    try checkChannels(
      input: isTransposed ? weightShape[0] : channels,
      output: isTransposed ? channels : weightShape[0], groups: groups)
    _ = try AxisGeometry.checkedExtent(
      "height", kernel: weightShape[2], stride: stride.height, dilation: dilation.height,
      padding: padding)
    _ = try AxisGeometry.checkedExtent(
      "width", kernel: weightShape[3], stride: stride.width, dilation: dilation.width,
      padding: padding)
  }

  private static func checkRank(
    weightShape: [Int], isTransposed: Bool
  ) throws(ConvolutionError) {
    guard weightShape.count == 4 else {
      let channels =
        isTransposed
        ? "inputChannels, outputChannels / groups" : "outputChannels, inputChannels / groups"
      throw .rankMismatch(
        name: "weight", expected: "[\(channels), kernelHeight, kernelWidth]", shape: weightShape)
    }
  }

  private static func checkChannels(
    input: Int, output: Int, groups: Int
  ) throws(ConvolutionError) {
    guard groups >= 1 else { throw .notPositive(name: "groups", value: groups) }
    for (name, channels) in [("input channels", input), ("output channels", output)] {
      guard channels >= 1 else { throw .notPositive(name: name, value: channels) }
      guard channels.isMultiple(of: groups) else {
        throw .channelsNotDivisible(name: name, channels: channels, groups: groups)
      }
    }
  }
}

// MARK: - Sizes that follow

extension ConvolutionGeometry {
  /// The height and width of the input, without padding.
  public var inputSize: Size2D { Size2D(height: height.input, width: width.input) }
  /// The height and width of the kernel, without dilation.
  public var kernelSize: Size2D { Size2D(height: height.kernel, width: width.kernel) }
  public var stride: Size2D { Size2D(height: height.stride, width: width.stride) }
  public var dilation: Size2D { Size2D(height: height.dilation, width: width.dilation) }
  /// The height and width of the output.
  public var outputSize: Size2D { Size2D(height: height.output, width: width.output) }
  /// The padding of the four sides, as `.sides`.
  public var padding: Padding {
    .sides(top: height.before, left: width.before, bottom: height.after, right: width.after)
  }

  /// `[batch, inputChannels, height, width]`
  public var inputShape: [Int] { [batch, inputChannels, height.input, width.input] }
  /// `[outputChannels, inputChannels / groups, kernelHeight, kernelWidth]`
  public var weightShape: [Int] {
    [outputChannels, groupInputChannels, height.kernel, width.kernel]
  }
  /// `[batch, outputChannels, height, width]`
  public var outputShape: [Int] { [batch, outputChannels, height.output, width.output] }

  /// The multiply-adds of the definition, taps in the padding counted.
  ///
  /// Infinite sizes do not occur, but a product of them may pass what an `Int` holds.
  public var multiplyAdds: Double {
    outputElements * Double(taps)
  }

  /// The elements of the output, of which there may be more than an `Int` holds.
  var outputElements: Double { Double(batch) * Double(outputChannels) * Double(outputPixels) }

  /// The products that are summed into one output: `inputChannels / groups` times the kernel.
  var taps: Int { groupInputChannels * kernelTaps }
  /// Those of one input channel.
  var kernelTaps: Int { height.kernel * width.kernel }
  var groupInputChannels: Int { inputChannels / groups }
  var groupOutputChannels: Int { outputChannels / groups }
  var inputPixels: Int { height.input * width.input }
  var outputPixels: Int { height.output * width.output }
  var groupInputElements: Int { groupInputChannels * inputPixels }
  var groupWeightElements: Int { groupOutputChannels * taps }

  /// Whether every output depends on one input pixel: a product of matrices, once they are collected.
  var kernelIsPoint: Bool { height.kernel == 1 && width.kernel == 1 }

  /// Whether every output depends on one input pixel, its own: a product of matrices.
  var isPointwise: Bool {
    kernelIsPoint && height.isInPlace && width.isInPlace
  }

  /// Whether there is padding on any side, be it read or not.
  var isPadded: Bool { height.isPadded || width.isPadded }

  /// Whether the im2col matrix of an image has the image's elements, in another order: kernels lie side by
  /// side, and cover it.
  var isOfPatches: Bool { height.isOfPatches && width.isOfPatches }

  /// Whether the im2col matrix of an image is the image: its one output pixel reads all of it once.
  var isImageOfTaps: Bool { outputPixels == 1 && isOfPatches }

  /// The same convolution of some images with an input channel for every tap and a 1x1 kernel, whose input
  /// is the im2col matrix.
  func ofPoints(images: Int) throws(ConvolutionError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: [images, groups * taps, height.output, width.output],
      weightShape: [outputChannels, taps, 1, 1], groups: groups)
  }

  /// Whether some outputs read zeros of the padding, which add nothing to a sum of finite numbers.
  var readsZeros: Bool {
    border.constantValue == 0
      && (height.interior != 0..<height.output || width.interior != 0..<width.output)
  }
}

extension ConvolutionGeometry: CustomStringConvertible {
  public var description: String {
    "input \(inputShape), weight \(weightShape), stride \(stride), padding "
      + "[\(height.before), \(width.before), \(height.after), \(width.after)], "
      + "dilation \(dilation), groups \(groups), border \(border), output \(outputShape)"
  }
}
