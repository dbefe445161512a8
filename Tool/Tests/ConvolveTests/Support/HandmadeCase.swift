// HandmadeCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Cases small enough to be worked out by hand.
enum HandmadeCase {
  /// One row correlated with `[1, 2]`: every output is `left + 2 right`.
  static func row<Scalar: TensorScalar>(_ input: [Scalar], output: [Scalar]) throws -> NamedTensors
  {
    NamedTensors(
      tensors: [
        "input": AnyTensor(try Tensor(shape: [1, input.count], elements: input)),
        "weight": AnyTensor([[1, 2]] as Tensor<Scalar>),
        "output": AnyTensor(try Tensor(shape: [1, output.count], elements: output)),
      ],
      metadata: ["op": "correlate2d", "mode": "valid", "boundary": "fill"])
  }

  /// A right one.
  static func right() throws -> NamedTensors { try row([1, 2, 3] as [Float], output: [5, 8]) }
}
