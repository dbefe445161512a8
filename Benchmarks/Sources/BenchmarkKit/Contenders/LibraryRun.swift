// LibraryRun.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A convolution by the library, into an output that is allocated once.
package final class LibraryRun {
  private let operands: Operands
  private let options: ConvolutionOptions
  /// NaN until the first run: what a run forgets to write is noticed.
  package private(set) var output: Tensor<Float>

  package init(_ operands: Operands, _ options: ConvolutionOptions) throws(ConvolutionError) {
    self.operands = operands
    self.options = options
    output = try Tensor(shape: operands.geometry.outputShape, repeating: .nan)
  }

  package func run() throws(ConvolutionError) {
    try conv2D(
      operands.input, weight: operands.weight, geometry: operands.geometry, into: &output,
      options: options)
  }
}
