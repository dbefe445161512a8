// GlobalAveragePool.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The mean of every channel of every image, summed in `Double`.
///
/// ONNX's `GlobalAveragePool`, PyTorch's `torch.nn.functional.adaptive_avg_pool2d` to a size of 1.
///
/// - Parameters:
///   - input: `[batch, channels, height, width]`, with at least one pixel.
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `[batch, channels, 1, 1]`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: One addition for every element; no scratch.
public func globalAveragePool2D<Scalar>(
  _ input: Tensor<Scalar>, options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try Engine.globalAveragePool(
    PoolingGeometry(wholePlanesOf: input.shape), input: input, options: options)
}

/// The gradient of ``globalAveragePool2D(_:options:)`` with respect to its input: every element of
/// the output's gradient goes to all pixels of its channel, in equal parts.
///
/// - Parameters:
///   - inputShape: `[batch, channels, height, width]`
///   - outputGradient: `[batch, channels, 1, 1]`
///   - options: How to compute it; the algorithm plays no part.
/// - Returns: `inputShape`
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: One pass over the result; scratch for one input row a thread.
public func globalAveragePool2DGradient<Scalar>(
  inputShape: [Int], outputGradient: Tensor<Scalar>,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> Tensor<Scalar> {
  try averagePool2DGradient(
    PoolingGeometry(wholePlanesOf: inputShape), outputGradient: outputGradient, options: options)
}

extension PoolingGeometry {
  /// One window over all of every plane.
  fileprivate init(wholePlanesOf inputShape: [Int]) throws(ConvolutionError) {
    if inputShape.count == 4 {
      for (name, size) in [("input height", inputShape[2]), ("input width", inputShape[3])] {
        guard size >= 1 else { throw .notPositive(name: name, value: size) }
      }
    }
    let size = inputShape.suffix(2)
    try self.init(
      inputShape: inputShape,
      kernelSize: Size2D(height: size.first ?? 1, width: size.last ?? 1))
  }
}
