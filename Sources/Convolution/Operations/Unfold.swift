// Unfold.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The patches that a kernel of some size meets, each as a column: im2col.
///
/// ```
/// columns[n][(c, r, s)][(y, x)] =
///   input[n][c][y stride + r dilation - top][x stride + s dilation - left]
/// ```
///
/// with `(c, r, s) = (c kernelHeight + r) kernelWidth + s` and `(y, x) = y outputWidth + x`. A
/// convolution is the product of its weight, as a matrix, with the columns; none of this library is
/// computed so, as the columns are as many times larger than the input as the kernel has elements.
///
/// PyTorch's `torch.nn.functional.unfold`; for single pictures MATLAB's `im2col(..., 'sliding')`.
///
/// - Parameters:
///   - input: `[batch, channels, height, width]`
///   - kernelSize: The height and width of a patch.
///   - stride: The step from one patch to the next.
///   - padding: How far the input continues beyond its edges.
///   - dilation: The step from one element of a patch to the next.
///   - border: What the padding holds.
///   - options: How to compute it; the algorithm does not matter.
/// - Returns: `[batch, channels x kernelHeight x kernelWidth, outputHeight x outputWidth]`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: One copy of every element of the result; no scratch.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func unfold<Scalar>(
  _ input: Tensor<Scalar>, kernelSize: Size2D, stride: Size2D = 1, padding: Padding = .valid,
  dilation: Size2D = 1, border: Border = .zeros,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  let geometry = try ConvolutionGeometry(
    patchesOf: input.shape, kernelSize: kernelSize, stride: stride, padding: padding,
    dilation: dilation, border: border)
  return try Engine.unfold(geometry, input: input, options: options)
}

/// The image that patches make when each is added where it was taken: col2im, the adjoint of
/// ``unfold(_:kernelSize:stride:padding:dilation:border:options:)``.
///
/// ```
/// output[n][c][i][j] = sum of columns[n][(c, r, s)][(y, x)]
///   over all r, s, y, x that unfold from element (i, j)
/// ```
///
/// What was unfolded from a constant border is dropped. Of patches that overlap the sum is taken,
/// not the mean: divide by `fold(unfold(ones))` for that. PyTorch's `torch.nn.functional.fold`,
/// ONNX's `Col2Im`.
///
/// - Parameters:
///   - columns: `[batch, channels x kernelHeight x kernelWidth, positions]`, as many positions as
///     the kernel takes on an image of `outputSize`.
///   - outputSize: The height and width of the image.
///   - kernelSize: The height and width of a patch.
///   - stride: The step from one patch to the next.
///   - padding: How far the patches reach beyond the edges of the image.
///   - dilation: The step from one element of a patch to the next.
///   - border: What the padding stands for.
///   - options: How to compute it; the algorithm does not matter.
/// - Returns: `[batch, channels, height, width]`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: One addition for every element of `columns`; no scratch.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func fold<Scalar>(
  _ columns: Tensor<Scalar>, outputSize: Size2D, kernelSize: Size2D, stride: Size2D = 1,
  padding: Padding = .valid, dilation: Size2D = 1, border: Border = .zeros,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  guard columns.rank == 3 else {
    throw .rankMismatch(
      name: "columns",
      expected: "[batch, channels x kernelHeight x kernelWidth, positions]", shape: columns.shape)
  }
  try ConvolutionGeometry.checkParameters(
    weightShape: [1, 1, kernelSize.height, kernelSize.width], stride: stride, padding: padding,
    dilation: dilation, groups: 1)
  let (channels, rest) = columns.shape[1].quotientAndRemainder(
    dividingBy: kernelSize.height * kernelSize.width)
  guard rest == 0 else {
    throw .invalidValue(
      name: "axis 1 of columns", value: "\(columns.shape[1])",
      accepted: "multiples of the kernel's size, \(kernelSize)")
  }
  let geometry = try ConvolutionGeometry(
    patchesOf: [columns.shape[0], channels, outputSize.height, outputSize.width],
    kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, border: border)
  try check(columns, "columns", is: geometry.columnsShape)
  return try Engine.fold(geometry, columns: columns, options: options)
}

extension ConvolutionGeometry {
  /// The geometry of the patches of an input: a convolution of all of its channels.
  fileprivate init(
    patchesOf inputShape: [Int], kernelSize: Size2D, stride: Size2D, padding: Padding,
    dilation: Size2D, border: Border
  ) throws(ConvolutionError) {
    // A shape of another rank is refused before anything is made of its channels.
    let channels = inputShape.count == 4 ? inputShape[1] : 1
    try self.init(
      inputShape: inputShape,
      weightShape: [1, channels, kernelSize.height, kernelSize.width], stride: stride,
      padding: padding, dilation: dilation, border: border)
  }
}
