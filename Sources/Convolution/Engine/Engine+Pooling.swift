// Engine+Pooling.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Engine {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func maxPool<Scalar>(
    _ geometry: PoolingGeometry, input: Tensor<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let pooling = MaxPooling<Scalar>(geometry)
    let output = try Tensor<Scalar>(uninitializedShape: geometry.outputShape)
    try unsafe PoolingWork.run(geometry, wholePlanes: false, options: options) {
      plane, rows, line in
      unsafe pooling.forward(
        rows: rows, input: input.storage.baseAddress + plane * geometry.inputPixels,
        output: output.storage.baseAddress + plane * geometry.outputPixels, line: line)
    }
    return output
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func maxPoolGradient<Scalar>(
    _ geometry: PoolingGeometry, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>,
    options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let pooling = MaxPooling<Scalar>(geometry)
    let gradient = try Tensor<Scalar>.zeros(geometry.inputShape)
    try unsafe PoolingWork.run(geometry, wholePlanes: true, options: options) {
      (plane: Int, _: Range<Int>, _: UnsafeMutablePointer<Scalar>) in
      unsafe pooling.addGradient(
        of: outputGradient.storage.baseAddress + plane * geometry.outputPixels,
        input: input.storage.baseAddress + plane * geometry.inputPixels,
        to: gradient.storage.baseAddress + plane * geometry.inputPixels)
    }
    return gradient
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func averagePool<Scalar>(
    _ geometry: PoolingGeometry, countIncludePad: Bool, input: Tensor<Scalar>,
    options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let pooling = AveragePooling<Scalar>(geometry, countIncludePad: countIncludePad)
    let output = try Tensor<Scalar>(uninitializedShape: geometry.outputShape)
    try unsafe PoolingWork.run(geometry, wholePlanes: false, options: options) {
      plane, rows, line in
      unsafe pooling.forward(
        rows: rows, input: input.storage.baseAddress + plane * geometry.inputPixels,
        output: output.storage.baseAddress + plane * geometry.outputPixels, line: line)
    }
    return output
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func averagePoolGradient<Scalar>(
    _ geometry: PoolingGeometry, countIncludePad: Bool, outputGradient: Tensor<Scalar>,
    options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let pooling = AveragePooling<Scalar>(geometry, countIncludePad: countIncludePad)
    let gradient = try Tensor<Scalar>.zeros(geometry.inputShape)
    try unsafe PoolingWork.run(geometry, wholePlanes: true, options: options) {
      plane, _, line in
      unsafe pooling.addGradient(
        of: outputGradient.storage.baseAddress + plane * geometry.outputPixels,
        to: gradient.storage.baseAddress + plane * geometry.inputPixels, line: line)
    }
    return gradient
  }

  /// The means of whole planes, summed in `Double`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func globalAveragePool<Scalar>(
    _ geometry: PoolingGeometry, input: Tensor<Scalar>, options: ConvolutionOptions
  ) throws(ConvolutionError) -> Tensor<Scalar> {
    let output = try Tensor<Scalar>(uninitializedShape: geometry.outputShape)
    let pixels = geometry.inputPixels
    let workers = try options.workers(for: Double(input.count))
    ParallelLoop.run(count: geometry.planes, workers: workers) { _, plane in
      let sum = unsafe Summation.sum(input.storage.baseAddress + plane * pixels, count: pixels)
      unsafe output.storage.baseAddress[plane] = Scalar(sum / Double(pixels))
    }
    return output
  }
}
