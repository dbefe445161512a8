// NamedTensors+Tampering.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

extension NamedTensors {
  /// The same, with one element of a tensor changed.
  func replacing(
    _ name: String, at index: Int, by change: (Double) -> Double
  ) throws -> NamedTensors {
    var contents = self
    switch self[name] {
    case .float(let tensor):
      contents[name] = .float(
        try tensor.replacing(at: index) { Float(change(Double($0))) })
    case .double(let tensor):
      contents[name] = .double(try tensor.replacing(at: index, by: change))
    case nil:
      throw FileFormatError.tensorNotFound(name: name, available: names)
    }
    return contents
  }

  func replacingOutput(at index: Int, by change: (Double) -> Double) throws -> NamedTensors {
    try replacing("output", at: index, by: change)
  }

  /// The same, without a tensor.
  func removing(_ name: String) -> NamedTensors {
    var contents = self
    contents[name] = nil
    return contents
  }

  /// The same, with another attribute; nil takes it away.
  func setting(_ attribute: String, to value: String?) -> NamedTensors {
    var contents = self
    contents.metadata[attribute] = value
    return contents
  }
}

extension Tensor {
  fileprivate func replacing(at index: Int, by change: (Scalar) -> Scalar) throws -> Tensor {
    var elements = Array(elements)
    elements[index] = change(elements[index])
    return try Tensor(shape: shape, elements: elements)
  }
}
