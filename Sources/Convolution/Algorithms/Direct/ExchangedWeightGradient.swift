// ExchangedWeightGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The gradient with respect to a weight of few output channels, which would leave most lanes of a
/// vector empty, by the direct microkernel with input and output exchanged.
///
/// With stride 1, tap (r, s) at (y, x) reads input (i, j) just when the turned kernel's tap
/// (height - 1 - r, width - 1 - s) at (i, j) reads (y, x) of the output's gradient, padded as the
/// gradient with respect to the input pads it. So
///
///     gradient[o][c][r][s] = turned[c][o][height - 1 - r][width - 1 - s]
///
/// where `turned` is the gradient of a convolution with the output's gradient for its input, and the
/// input for its output's gradient: the same products, summed in another order.
///
/// But for those of input elements with zeros around the output's gradient, which are zeros unless the
/// input is not finite. A gradient that is not finite is computed another way, therefore.
struct ExchangedWeightGradient<Scalar: TensorScalar> {
  private let geometry: ConvolutionGeometry
  private let direct: DirectWeightGradient<Scalar>
  private let workers: Int

  /// Nil where there is no such convolution, or it takes no less time.
  init?(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions
  ) throws(ConvolutionError) {
    guard geometry.border.constantValue == 0, geometry.height.stride == 1,
      geometry.width.stride == 1, let row = geometry.height.phases.first,
      let column = geometry.width.phases.first, row.isWhole, column.isWhole
    else { return nil }
    let lanes = try options.kernels().lanes(Scalar.self)
    let (inputs, outputs) = (geometry.groupInputChannels, geometry.groupOutputChannels)
    func vectors(_ channels: Int) -> Int { (channels + lanes - 1) / lanes }
    guard outputs < inputs, vectors(inputs) * outputs < vectors(outputs) * inputs
    else { return nil }
    self.geometry = try geometry.overOutputGradient(row, column, images: geometry.batch)
    guard let direct = try DirectWeightGradient<Scalar>(self.geometry, options) else { return nil }
    self.direct = direct
    workers = try options.workers(for: geometry.multiplyAdds)
  }

  /// Writes the gradient, every element of it, or returns false if it is not finite.
  func run(
    input: UnsafePointer<Scalar>, outputGradient: UnsafePointer<Scalar>,
    weightGradient: UnsafeMutablePointer<Scalar>
  ) throws(ConvolutionError) -> Bool {
    let turned = try Tensor<Scalar>(uninitializedShape: geometry.weightShape)
    try unsafe direct.run(
      input: outputGradient, outputGradient: input,
      weightGradient: turned.storage.baseAddress)
    guard unsafe Summation.isFinite(turned.storage.baseAddress, count: turned.count) else {
      return false
    }
    let gradient = try WeightView(
      exchanging: turned, geometry, rows: (0..<geometry.height.kernel).reversed(),
      columns: (0..<geometry.width.kernel).reversed()
    ).tensor(workers: workers)
    unsafe weightGradient.update(from: gradient.storage.baseAddress, count: gradient.count)
    return true
  }
}
