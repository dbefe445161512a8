// Convolve2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The convolution of a picture with a kernel, as mathematics defines it: the kernel is flipped.
///
/// ```
/// output[y][x] = sum over r, s of
///   kernel[kernelHeight - 1 - r][kernelWidth - 1 - s]
///     * image[y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// With padding `.full` this is the product of polynomials, and commutes. A picture of a single 1
/// gives the kernel back as it is, where
/// ``correlate2D(_:_:stride:padding:dilation:border:accuracy:options:)`` gives it turned by half a
/// turn. For a symmetric kernel the two agree.
///
/// SciPy's `convolve2d`, and MATLAB's `conv2`.
///
/// - Parameters:
///   - image: `[height, width]`; or `[channels, height, width]`, or `[batch, channels, height, width]`,
///     of which every plane is convolved with the kernel for itself.
///   - kernel: `[kernelHeight, kernelWidth]`
///   - stride: The step from one position of the kernel to the next.
///   - padding: How far the picture continues beyond its edges. `.same` and `.sameLower` are turned
///     with the kernel, so that the same element of it meets every pixel as in the correlation:
///     `.same` is the middle part of `.full`.
///   - dilation: The step from one element of the kernel to the next.
///   - border: What the padding holds.
///   - accuracy: What the result must be within; `.fast` admits more algorithms.
///   - options: How to compute it.
/// - Returns: `[outputHeight, outputWidth]`, after the channels and the batch that the image has; see
///   ``Padding`` for its size.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: 2 x outputHeight x outputWidth x kernelHeight x kernelWidth FLOPs a plane,
///   fewer where the kernel is a product of a column and a row, and at most 4 MiB of scratch a thread.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func convolve2D<Scalar>(
  _ image: Tensor<Scalar>, _ kernel: Tensor<Scalar>, stride: Size2D = 1,
  padding: Padding = .valid, dilation: Size2D = 1, border: Border = .zeros,
  accuracy: Accuracy = .strict, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let turned: Padding =
    switch padding {
    case .same: .sameLower
    case .sameLower: .same
    case .valid, .full, .sides: padding
    }
  return try correlate2D(
    image, kernel.rotatedHalfTurn(), stride: stride, padding: turned, dilation: dilation,
    border: border, accuracy: accuracy, options: options)
}
