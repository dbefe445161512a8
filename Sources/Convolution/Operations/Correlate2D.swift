// Correlate2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The correlation of a picture with a kernel: slide the kernel over the picture, multiply, sum.
///
/// ```
/// output[y][x] = sum over r, s of
///   kernel[r][s] * image[y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// ```swift
/// let y = try correlate2D([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[0, 1], [2, 3]] as Tensor<Float>)
/// // [[19, 25], [37, 43]]
/// ```
///
/// What deep learning calls convolution, SciPy's `correlate2d` and OpenCV's `filter2D`; the textbook's
/// `corr2d`. The kernel is not flipped: see
/// ``convolve2D(_:_:stride:padding:dilation:border:accuracy:options:)``.
///
/// - Parameters:
///   - image: `[height, width]`; or `[channels, height, width]`, or `[batch, channels, height, width]`,
///     of which every plane is correlated with the kernel for itself.
///   - kernel: `[kernelHeight, kernelWidth]`
///   - stride: The step from one position of the kernel to the next.
///   - padding: How far the picture continues beyond its edges. `.same` puts the middle of the
///     kernel, of an even one the element before the middle, on every pixel.
///   - dilation: The step from one element of the kernel to the next.
///   - border: What the padding holds.
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Returns: `[outputHeight, outputWidth]`, after the channels and the batch that the image has; see
///   ``Padding`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x outputHeight x outputWidth x kernelHeight x kernelWidth FLOPs a plane, fewer where
///   the kernel is a product of a column and a row, and at most 4 MiB of scratch a thread.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func correlate2D<Scalar>(
  _ image: Tensor<Scalar>, _ kernel: Tensor<Scalar>, stride: Size2D = 1,
  padding: Padding = .valid, dilation: Size2D = 1, border: Border = .zeros,
  accuracy: Accuracy = .strict, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  guard (2...4).contains(image.rank) else {
    throw .rankMismatch(
      name: "image",
      expected: "[height, width], [channels, height, width] or [batch, channels, height, width]",
      shape: image.shape)
  }
  guard kernel.rank == 2 else {
    throw .rankMismatch(name: "kernel", expected: "[height, width]", shape: kernel.shape)
  }
  // A plane is an image of one channel: one kernel serves a batch of them.
  let leading = image.rank - 2
  let planes = leading == 0 ? 1 : try Shape.elementCount(Array(image.shape[..<leading]))
  let output = try conv2D(
    image.reshaped(to: [planes, 1, image.shape[leading], image.shape[leading + 1]]),
    weight: kernel.reshaped(to: [1, 1, kernel.shape[0], kernel.shape[1]]),
    stride: stride, padding: padding, dilation: dilation, border: border, accuracy: accuracy,
    options: options)
  var shape = image.shape
  (shape[leading], shape[leading + 1]) = (output.shape[2], output.shape[3])
  return try output.reshaped(to: shape)
}
