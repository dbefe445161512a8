// Engine+Transposed.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Engine {
  /// The transposed convolution: the gradient of its convolution's input, and the bias.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func transposed<Scalar>(
    _ geometry: TransposedConvolutionGeometry, input: Tensor<Scalar>, weight: Tensor<Scalar>,
    bias: Tensor<Scalar>?, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let output = try inputGradient(
      geometry.convolution, weight: weight, outputGradient: input, accuracy: .strict,
      options: options)
    guard let bias, !output.isEmpty else { return output }
    let (channels, pixels) = (geometry.outputChannels, geometry.convolution.inputPixels)
    let workers = try options.workers(for: Double(output.count))
    ParallelLoop.run(count: geometry.batch * channels, workers: workers) { _, plane in
      let offset = unsafe bias.storage.baseAddress[plane % channels]
      let elements = unsafe output.storage.baseAddress + plane * pixels
      for index in 0..<pixels { unsafe elements[index] += offset }
    }
    return output
  }
}
