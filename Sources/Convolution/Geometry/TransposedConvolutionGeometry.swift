// TransposedConvolutionGeometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sizes of one transposed convolution, all of them checked.
///
/// It is the transpose of a ``convolution``, which turns an output of the transposed one into its
/// input: every product that the convolution makes is made in the other direction.
///
/// ```
/// output[n][o][y stride + r dilation - top][x stride + s dilation - left] +=
///   weight[c][o - g O/groups][r][s] * input[n][c][y][x]
/// ```
///
/// where `O` is `outputChannels` and `g = c / (inputChannels / groups)`.
///
/// With input size `i`, kernel size `k`, stride `s`, dilation `d`, and `e = (k - 1) d + 1` the
/// extent of the dilated kernel, the output has along each axis
///
/// | padding | cut off | output size |
/// |---|---|---|
/// | `.valid` | nothing | `(i - 1) s + e + outputPadding` |
/// | `.sides` | as given | `(i - 1) s + e + outputPadding - before - after` |
/// | `.full` | `e - 1` on both sides | `(i - 1) s - e + 2 + outputPadding` |
/// | `.same` | what is too much, an odd one after | `i s` |
/// | `.sameLower` | what is too much, an odd one before | `i s` |
///
/// With a stride above 1, inputs of several sizes have convolutions of one size. `outputPadding`
/// says which of them is meant, or `outputSize` names it: where the padding is given, one of the
/// sizes that some `outputPadding` leads to; with `.same` and `.sameLower` any size up to these.
///
/// Sources: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning",
/// arXiv:1603.07285; the ONNX operator `ConvTranspose`, whose `output_shape` is `.same` or
/// `.sameLower` with an `outputSize`.
public struct TransposedConvolutionGeometry: Hashable, Sendable {
  /// The convolution that this is the transpose of: its input is this one's output, and its output
  /// this one's input.
  public let convolution: ConvolutionGeometry

  /// The geometry of an input and a weight of the given shapes.
  ///
  /// - Parameters:
  ///   - inputShape: `[batch, inputChannels, height, width]`. Batch may be 0.
  ///   - weightShape: `[inputChannels, outputChannels / groups, kernelHeight, kernelWidth]`.
  ///   - stride: The step from one position of the kernel, on the output, to the next.
  ///   - padding: How much of the output is cut off at its edges.
  ///   - outputPadding: Rows and columns after the last that the kernel reaches, fewer than the
  ///     stride or the dilation. They hold the bias alone where the padding leaves them.
  ///   - outputSize: The size of the output, in place of the one that follows from `outputPadding`.
  ///   - dilation: The step from one element of the kernel to the next.
  ///   - groups: The number of groups that the channels are divided into.
  /// - Throws: The ``ConvolutionError`` of the first rule that is broken.
  public init(
    inputShape: [Int], weightShape: [Int], stride: Size2D = 1, padding: Padding = .valid,
    outputPadding: Size2D = 0, outputSize: Size2D? = nil, dilation: Size2D = 1, groups: Int = 1
  ) throws(ConvolutionError) {
    guard inputShape.count == 4 else {
      throw .rankMismatch(
        name: "input", expected: "[batch, channels, height, width]", shape: inputShape)
    }
    try ConvolutionGeometry.checkParameters(
      weightShape: weightShape, stride: stride, padding: padding, dilation: dilation,
      groups: groups, isTransposed: true)
    _ = try Shape.elementCount(inputShape)
    guard weightShape[0] == inputShape[1] else {
      throw .shapeMismatch(
        name: "weight", expected: [inputShape[1]] + weightShape[1...], actual: weightShape)
    }
    let height = try AxisGeometry(
      transposed: "height", positions: inputShape[2], kernel: weightShape[2],
      stride: stride.height, dilation: dilation.height, padding: padding,
      outputPadding: outputPadding.height, outputSize: outputSize?.height)
    let width = try AxisGeometry(
      transposed: "width", positions: inputShape[3], kernel: weightShape[3],
      stride: stride.width, dilation: dilation.width, padding: padding,
      outputPadding: outputPadding.width, outputSize: outputSize?.width)
    convolution = ConvolutionGeometry(
      batch: inputShape[0], inputChannels: weightShape[1] * groups,
      outputChannels: weightShape[0], groups: groups, height: height, width: width)
    _ = try Shape.elementCount(outputShape)
  }

  /// Throws if no input goes with the parameters: what a layer can know before it sees one.
  static func checkParameters(
    weightShape: [Int], stride: Size2D, padding: Padding, outputPadding: Size2D,
    dilation: Size2D, groups: Int
  ) throws(ConvolutionError) {
    try ConvolutionGeometry.checkParameters(
      weightShape: weightShape, stride: stride, padding: padding, dilation: dilation,
      groups: groups, isTransposed: true)
    try AxisGeometry.check(
      "height", outputPadding: outputPadding.height, stride: stride.height,
      dilation: dilation.height)
    try AxisGeometry.check(
      "width", outputPadding: outputPadding.width, stride: stride.width,
      dilation: dilation.width)
  }
}

// MARK: - Sizes that follow

extension TransposedConvolutionGeometry {
  public var batch: Int { convolution.batch }
  public var inputChannels: Int { convolution.outputChannels }
  public var outputChannels: Int { convolution.inputChannels }
  public var groups: Int { convolution.groups }
  /// The height and width of the input.
  public var inputSize: Size2D { convolution.outputSize }
  /// The height and width of the output.
  public var outputSize: Size2D { convolution.inputSize }

  /// `[batch, inputChannels, height, width]`
  public var inputShape: [Int] { convolution.outputShape }
  /// `[inputChannels, outputChannels / groups, kernelHeight, kernelWidth]`
  public var weightShape: [Int] { convolution.weightShape }
  /// `[batch, outputChannels, height, width]`
  public var outputShape: [Int] { convolution.inputShape }
}

extension TransposedConvolutionGeometry: CustomStringConvertible {
  public var description: String { "the transpose of \(convolution)" }
}
