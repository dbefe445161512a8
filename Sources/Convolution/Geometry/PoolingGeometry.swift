// PoolingGeometry.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The sizes of one pooling, all of them checked.
///
/// A window of `kernelSize` moves over every channel by itself, and each of its positions gives one
/// output, from the input elements under it:
///
/// ```
/// input[n][c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// for all `r`, `s` of the window with which this lies within the input. The padding holds nothing.
/// A geometry that exists is sound, as a ``ConvolutionGeometry`` is.
public struct PoolingGeometry: Hashable, Sendable {
  /// The number of images.
  public let batch: Int
  public let channels: Int

  let height: AxisGeometry
  let width: AxisGeometry

  /// The geometry of a window on an input of the given shape.
  ///
  /// - Parameters:
  ///   - inputShape: `[batch, channels, height, width]`. Any of them may be 0.
  ///   - kernelSize: The height and width of the window.
  ///   - stride: The step from one position of the window to the next; nil is the window's size.
  ///   - padding: How far windows may begin before the input's edges, and end after them.
  ///   - dilation: The step from one element of the window to the next.
  ///   - ceilMode: Whether the size of the output is rounded up. Input that the last whole window
  ///     leaves over then gets one more, which reaches beyond the padding; it must begin within the
  ///     input or the padding before it. PyTorch's and ONNX's `ceil_mode`; it adds nothing to `.same`.
  /// - Throws: The ``ConvolutionError`` of the first rule that is broken.
  public init(
    inputShape: [Int], kernelSize: Size2D, stride: Size2D? = nil, padding: Padding = .valid,
    dilation: Size2D = 1, ceilMode: Bool = false
  ) throws(ConvolutionError) {
    guard inputShape.count == 4 else {
      throw .rankMismatch(
        name: "input", expected: "[batch, channels, height, width]", shape: inputShape)
    }
    _ = try Shape.elementCount(inputShape)
    let stride = stride ?? kernelSize
    height = try AxisGeometry(
      "height", input: inputShape[2], kernel: kernelSize.height, stride: stride.height,
      dilation: dilation.height, padding: padding, roundsUp: ceilMode)
    width = try AxisGeometry(
      "width", input: inputShape[3], kernel: kernelSize.width, stride: stride.width,
      dilation: dilation.width, padding: padding, roundsUp: ceilMode)
    batch = inputShape[0]
    channels = inputShape[1]
    _ = try Shape.elementCount(outputShape)
  }

  /// `[batch, channels, height, width]`
  public var inputShape: [Int] { [batch, channels, height.input, width.input] }
  /// `[batch, channels, height, width]`
  public var outputShape: [Int] { [batch, channels, height.output, width.output] }

  /// The planes of one channel and image, which do not see each other.
  var planes: Int { batch * channels }
  var inputPixels: Int { height.input * width.input }
  var outputPixels: Int { height.output * width.output }

  func check<Scalar>(input: Tensor<Scalar>) throws(ConvolutionError) {
    try Convolution.check(input, "input", is: inputShape)
  }

  func check<Scalar>(outputGradient: Tensor<Scalar>) throws(ConvolutionError) {
    try Convolution.check(outputGradient, "output gradient", is: outputShape)
  }
}
