// FitMoments.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What least squares needs of the data of one group: the sums over all output pixels of the
/// products of what is there,
///
///     [patch, 1, outputs]ᵀ [patch, 1, outputs]
///
/// where the patch is the input under the taps. Of the symmetric matrix the upper triangle is kept,
/// and of the outputs' products with each other only the squares mean anything.
struct FitMoments: Sendable {
  let taps: Int
  let outputs: Int
  /// `[size, size]`, with indices as in `patch`, `one`, `output(_:)`.
  private(set) var products: Tensor<Double>

  var size: Int { taps + 1 + outputs }
  /// The index of the 1.
  var one: Int { taps }
  /// The index of an output channel of the group.
  func output(_ channel: Int) -> Int { taps + 1 + channel }

  /// Sums of nothing.
  ///
  /// - Throws: `sizeOverflow` or `outOfMemory` for more taps than there is memory for.
  init(taps: Int, outputs: Int) throws(ConvolutionError) {
    let (rest, overflow) = outputs.addingReportingOverflow(1)
    let (size, overflowAgain) = taps.addingReportingOverflow(rest)
    guard !overflow, !overflowAgain else { throw .sizeOverflow(name: "the matrix of \(taps) taps") }
    self.taps = taps
    self.outputs = outputs
    products = try Tensor.zeros([size, size])
  }

  /// The product of `row` and `column`, `row` being at most `column`.
  subscript(row: Int, column: Int) -> Double { products[row, column] }

  /// Whether every sum is a finite number.
  var isFinite: Bool { products.span.indices.allSatisfy { products.span[$0].isFinite } }

  /// Adds sums over other pixels.
  mutating func add(_ other: FitMoments) {
    unsafe withUnsafeMutableProducts { sums in
      unsafe other.products.withUnsafeBufferPointer { others in
        for index in 0..<others.count { unsafe sums[index] += others[index] }
      }
    }
  }

  /// Calls `body` with the products in row-major order.
  mutating func withUnsafeMutableProducts(_ body: (UnsafeMutablePointer<Double>) -> Void) {
    products.makeUnique()
    unsafe body(products.storage.baseAddress)
  }
}

/// What is subtracted from the data before they are multiplied.
///
/// With a bias the fit does not depend on it, except through rounding: with numbers around 0 little
/// is left to cancel when the mean is taken out. Without a bias it is 0.
struct FitOffsets: Sendable {
  /// One number for every input channel, and one for every output channel.
  let input: [Double]
  let output: [Double]

  /// No offsets.
  init(_ geometry: ConvolutionGeometry) {
    input = [Double](repeating: 0, count: geometry.inputChannels)
    output = [Double](repeating: 0, count: geometry.outputChannels)
  }

  /// The means of the channels, rounded to `Scalar`: of a constant picture exactly its constant.
  init<Scalar>(
    meansOf input: Tensor<Scalar>, _ output: Tensor<Scalar>, _ geometry: ConvolutionGeometry
  ) {
    self.input = Self.means(input, channels: geometry.inputChannels)
    self.output = Self.means(output, channels: geometry.outputChannels)
  }

  private static func means<Scalar>(_ tensor: Tensor<Scalar>, channels: Int) -> [Double] {
    let pixels = tensor.shape.suffix(2).reduce(1, *)
    let images = tensor.count / max(1, channels * pixels)
    return (0..<channels).map { channel in
      var sum = 0.0
      for image in 0..<images {
        sum += unsafe Summation.sum(
          tensor.storage.baseAddress + (image * channels + channel) * pixels, count: pixels)
      }
      let mean = Double(Scalar(sum / Double(max(1, images * pixels))))
      // What is not finite is found, and named, where the products are.
      return mean.isFinite ? mean : 0
    }
  }
}
