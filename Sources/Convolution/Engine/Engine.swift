// Engine.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The computations behind the operations, for checked arguments.
///
/// These functions are where generic code becomes code for `Float` or `Double`: a client of the
/// module calls the generic operations, and everything from here on is specialized, however far
/// away the client was compiled.
///
/// - Precondition: Every tensor has the shape that the geometry gives it. The operations see to it.
enum Engine {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func inputGradient<Scalar>(
    _ geometry: ConvolutionGeometry, weight: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
    accuracy: Accuracy, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let program = try InputGradientProgram(
      geometry, weight: weight, accuracy: accuracy, options: options)
    let gradient = try Tensor<Scalar>(uninitializedShape: geometry.inputShape)
    guard !gradient.isEmpty else { return gradient }
    try unsafe program.run(
      outputGradient: outputGradient.storage.baseAddress,
      inputGradient: gradient.storage.baseAddress)
    return gradient
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func weightGradient<Scalar>(
    _ geometry: ConvolutionGeometry, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
    options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let program = try WeightGradientProgram<Scalar>(geometry, options)
    let gradient = try Tensor<Scalar>(uninitializedShape: geometry.weightShape)
    try unsafe program.run(
      input: input.storage.baseAddress, outputGradient: outputGradient.storage.baseAddress,
      weightGradient: gradient.storage.baseAddress)
    return gradient
  }

  /// The sums over images and pixels, one for every channel, accumulated in `Double`.
  ///
  /// - Parameter outputGradient: `[batch, channels, height, width]`
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func biasGradient<Scalar>(
    outputGradient: Tensor<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let shape = outputGradient.shape
    let (batch, channels, pixels) = (shape[0], shape[1], shape[2] * shape[3])
    let gradient = try Tensor<Scalar>(uninitializedShape: [channels])
    let isSmall = outputGradient.count < 1 << 16 && !options.tuning.wakesThreads
    let workers = try options.checkedWorkers()
    ParallelLoop.run(count: channels, workers: isSmall ? 1 : workers) { _, channel in
      var sum = 0.0
      for image in 0..<batch {
        let plane =
          unsafe outputGradient.storage.baseAddress + (image * channels + channel) * pixels
        sum += unsafe Summation.sum(plane, count: pixels)
      }
      unsafe gradient.storage.baseAddress[channel] = Scalar(sum)
    }
    return gradient
  }
}
