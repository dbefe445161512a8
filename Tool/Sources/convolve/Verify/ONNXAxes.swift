// ONNXAxes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The spatial axes of an ONNX operation and the attributes that go by them. One axis is the
/// height-1 case of two.
struct ONNXAxes {
  private let count: Int
  private let conformanceCase: ConformanceCase

  init(_ count: Int, of conformanceCase: ConformanceCase) {
    self.count = count
    self.conformanceCase = conformanceCase
  }

  var areSupported: Bool { count == 1 || count == 2 }

  var refusal: Verdict {
    .skipped(
      "\(conformanceCase.operation) over \(count) axes is not an operation of this library")
  }

  /// A number for every axis, such as `strides`.
  func size(_ name: String, default standard: Int? = nil) throws -> Size2D {
    try size(
      conformanceCase.integers(
        name, count: count, default: standard.map { [Int](repeating: $0, count: count) }),
      heightOfOne: standard ?? 1)
  }

  /// The numbers of axes as a height and a width.
  func size(_ numbers: [Int], heightOfOne height: Int = 1) throws -> Size2D {
    guard numbers.count == count else {
      throw ConformanceError(description: "\(numbers) are not \(count) numbers, one for each axis")
    }
    return Size2D(height: count == 1 ? height : numbers[0], width: numbers[count - 1])
  }

  /// `pads`, all begins before all ends, unless `auto_pad` says otherwise.
  func padding() throws -> Padding {
    let explicit = try explicitPadding()
    guard conformanceCase.tensors.metadata["auto_pad"] != nil else { return explicit }
    return try conformanceCase.choice(
      "auto_pad",
      ["NOTSET": explicit, "VALID": .valid, "SAME_UPPER": .same, "SAME_LOWER": .sameLower])
  }

  func explicitPadding() throws -> Padding {
    let pads = try conformanceCase.integers(
      "pads", count: 2 * count, default: [Int](repeating: 0, count: 2 * count))
    return count == 1
      ? .sides(top: 0, left: pads[0], bottom: 0, right: pads[1])
      : .sides(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
  }

  /// A tensor with a height of 1 put in where it has only a width.
  func planes<Scalar: TensorScalar>(_ name: String) throws -> Tensor<Scalar> {
    let tensor = try conformanceCase.tensor(name, Scalar.self)
    guard tensor.rank == 3 else { return tensor }
    return try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], 1, tensor.shape[2]])
  }
}
