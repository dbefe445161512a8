// ConformanceVector+ONNX.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// How ONNX writes what goes by the axes: one number for each.
extension ConformanceVector {
  /// A tensor with one spatial axis as one of height 1.
  func planar(_ name: String) throws -> Tensor<Float> {
    let tensor: Tensor<Float> = try tensor(name)
    guard tensor.rank == 3 else { return tensor }
    return try tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], 1, tensor.shape[2]])
  }

  /// A height and a width; an axis that there is not has the default.
  func size(_ name: String, default standard: Int) throws -> Size2D {
    guard let numbers = try numbers(name) else {
      return Size2D(height: standard, width: standard)
    }
    return numbers.count == 1
      ? Size2D(height: standard, width: numbers[0])
      : Size2D(height: numbers[0], width: numbers[1])
  }

  /// ONNX writes all begins before all ends.
  func padding() throws -> Padding {
    switch contents.metadata["auto_pad"] {
    case "SAME_UPPER": return .same
    case "SAME_LOWER": return .sameLower
    case "VALID": return .valid
    default: break
    }
    let pads = try numbers("pads") ?? [0, 0, 0, 0]
    return pads.count == 2
      ? .sides(top: 0, left: pads[0], bottom: 0, right: pads[1])
      : .sides(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
  }
}
