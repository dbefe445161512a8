// ConvolutionPlan+Running.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension ConvolutionPlan {
  /// Computes the output of `input`.
  ///
  /// - Parameter input: `geometry.inputShape`
  /// - Returns: `geometry.outputShape`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func callAsFunction(_ input: Tensor<Scalar>) throws(ConvolutionError) -> Tensor<Scalar> {
    var output = try Tensor<Scalar>(uninitializedShape: geometry.outputShape)
    try run(input, into: &output)
    return output
  }

  /// Computes the output of `input` into a tensor that exists.
  ///
  /// Every element is overwritten, whatever it held. Nothing is allocated, after the first run and
  /// unless `output` shares its elements with another tensor.
  ///
  /// - Parameters:
  ///   - input: `geometry.inputShape`
  ///   - output: `geometry.outputShape`
  /// - Throws: A ``ConvolutionError`` that names the argument at fault; nothing has been written
  ///   then.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func run(
    _ input: Tensor<Scalar>, into output: inout Tensor<Scalar>
  ) throws(ConvolutionError) {
    try geometry.check(input: input)
    try geometry.check(output: output)
    guard !output.isEmpty else { return }
    output.makeUnique()
    try unsafe program.run(
      input: input.storage.baseAddress, output: output.storage.baseAddress)
  }

  /// Computes the output of an input that lies elsewhere, in row-major order without gaps.
  ///
  /// - Parameters:
  ///   - input: As many elements as `geometry.inputShape` has.
  ///   - output: As many elements as `geometry.outputShape` has.
  /// - Throws: ``ConvolutionError/elementCountMismatch(shape:expected:actual:)``; nothing has been
  ///   written then.
  public func run(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>
  ) throws(ConvolutionError) {
    // Exclusive access to the output sees to it that the two do not overlap.
    try unsafe output.withUnsafeMutableBufferPointer { output throws(ConvolutionError) in
      try unsafe input.withUnsafeBufferPointer { input throws(ConvolutionError) in
        try unsafe run(input, into: output)
      }
    }
  }

  /// Computes the output of an input that lies elsewhere, in row-major order without gaps.
  ///
  /// - Parameters:
  ///   - input: As many elements as `geometry.inputShape` has; it must not overlap `output`.
  ///   - output: As many elements as `geometry.outputShape` has.
  /// - Throws: ``ConvolutionError/elementCountMismatch(shape:expected:actual:)``; nothing has been
  ///   written then.
  public func run(
    _ input: UnsafeBufferPointer<Scalar>, into output: UnsafeMutableBufferPointer<Scalar>
  ) throws(ConvolutionError) {
    try geometry.check(inputCount: input.count, outputCount: output.count)
    guard let target = output.baseAddress, !output.isEmpty else { return }
    // An input without elements is all padding, and is not read.
    let source = unsafe input.baseAddress ?? UnsafePointer(target)
    try unsafe program.run(input: source, output: target)
  }
}

extension ConvolutionGeometry {
  fileprivate func check(inputCount: Int, outputCount: Int) throws(ConvolutionError) {
    // Without the shapes, which are arrays: a plan that runs allocates nothing. No product of sizes
    // overflows in a geometry that exists.
    let expectedInput = batch * inputChannels * inputPixels
    guard inputCount == expectedInput else {
      throw .elementCountMismatch(shape: inputShape, expected: expectedInput, actual: inputCount)
    }
    let expectedOutput = batch * outputChannels * outputPixels
    guard outputCount == expectedOutput else {
      throw .elementCountMismatch(
        shape: outputShape, expected: expectedOutput, actual: outputCount)
    }
  }
}
