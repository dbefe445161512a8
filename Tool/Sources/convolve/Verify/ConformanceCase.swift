// ConformanceCase.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// One case: tensors by name, and what to compute from them.
struct ConformanceCase {
  let tensors: NamedTensors
  let operation: String

  init(_ tensors: NamedTensors) throws {
    guard let operation = tensors.metadata["op"] else {
      throw ConformanceError(description: "the metadata has no \"op\" that says what to compute")
    }
    self.tensors = tensors
    self.operation = operation
  }

  /// Computes the case in the precision of its input.
  func verify() throws -> Verdict {
    switch tensors["input"] {
    case .float: try verify(Float.self)
    // An operation that needs an input will say that it is missing.
    case .double, nil: try verify(Double.self)
    }
  }

  private func verify<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    switch operation {
    case "Conv": try verifyONNXConv(Scalar.self)
    case "ConvTranspose": try verifyONNXConvTranspose(Scalar.self)
    case "Col2Im": try verifyONNXCol2Im(Scalar.self)
    case "conv2d": try verifyPyTorchConv2D(Scalar.self)
    case "MaxPool": try verifyONNXMaxPool(Scalar.self)
    case "AveragePool": try verifyONNXAveragePool(Scalar.self)
    case "GlobalAveragePool": try verifyONNXGlobalAveragePool(Scalar.self)
    case "max_pool2d": try verifyPyTorchMaxPool2D(Scalar.self)
    case "avg_pool2d": try verifyPyTorchAveragePool2D(Scalar.self)
    case "conv_transpose2d": try verifyPyTorchConvTranspose2D(Scalar.self)
    case "correlate2d", "convolve2d": try verifySciPySignal(Scalar.self)
    case "ndimage.correlate", "filter2D": try verifyFilter(Scalar.self)
    case "Sobel", "Laplacian", "GaussianBlur", "blur": try verifyNamedFilter(Scalar.self)
    case "learn": try verifyLearn(Scalar.self)
    default: .skipped("\(operation) is not an operation of this library")
    }
  }
}

// MARK: - Reading

extension ConformanceCase {
  func tensor<Scalar: TensorScalar>(_ name: String, _: Scalar.Type) throws -> Tensor<Scalar> {
    guard let tensor = tensors[name] else {
      throw ConformanceError(description: "\(operation) needs a tensor \"\(name)\"")
    }
    return tensor.converted(to: Scalar.self)
  }

  func optionalTensor<Scalar: TensorScalar>(
    _ name: String, _: Scalar.Type
  ) -> Tensor<Scalar>? {
    tensors[name]?.converted(to: Scalar.self)
  }

  func attribute(_ name: String) throws -> String {
    guard let value = tensors.metadata[name] else {
      throw ConformanceError(description: "\(operation) needs an attribute \"\(name)\"")
    }
    return value
  }

  /// A list of integers, `1,2`.
  func integers(_ name: String, count: Int, default standard: [Int]? = nil) throws -> [Int] {
    if let standard, tensors.metadata[name] == nil { return standard }
    let text = try attribute(name)
    let entries = text.split(separator: ",", omittingEmptySubsequences: false)
    let integers = entries.compactMap { Int($0) }
    guard entries.count == count, integers.count == count else {
      throw ConformanceError(
        description: "attribute \"\(name)\" is \"\(text)\"; expected \(count) integers")
    }
    return integers
  }

  func number(_ name: String) throws -> Double {
    let text = try attribute(name)
    guard let number = Double(text) else {
      throw ConformanceError(description: "attribute \"\(name)\" is \"\(text)\"; expected a number")
    }
    return number
  }

  /// A height and a width, `1,2`.
  func size(_ name: String) throws -> Size2D {
    let integers = try integers(name, count: 2)
    return Size2D(height: integers[0], width: integers[1])
  }

  /// PyTorch's `padding`, `1,2`: rows at top and bottom, columns left and right.
  func symmetricPadding() throws -> Padding {
    let size = try size("padding")
    return .sides(top: size.height, left: size.width, bottom: size.height, right: size.width)
  }

  /// The element of `choices` that an attribute names.
  func choice<Value>(_ name: String, _ choices: [String: Value]) throws -> Value {
    let text = try attribute(name)
    guard let value = choices[text] else {
      throw ConformanceError(
        description: "attribute \"\(name)\" is \"\(text)\"; known are "
          + choices.keys.sorted().joined(separator: ", "))
    }
    return value
  }
}
