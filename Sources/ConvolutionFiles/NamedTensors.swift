// NamedTensors.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Tensors by name, and notes about them: what a `.safetensors` file holds.
///
/// ```swift
/// var parameters = NamedTensors()
/// parameters["weight"] = AnyTensor(layer.weight)
/// parameters.metadata["source"] = "digits, 20 epochs"
/// try SafetensorsFile.write(parameters, to: "layer.safetensors")
/// ```
public struct NamedTensors: Sendable, Equatable {
  /// The tensors by name.
  public var tensors: [String: AnyTensor]

  /// Free text by key: where the tensors come from, how they were made.
  public var metadata: [String: String]

  /// A collection of `tensors` with `metadata`.
  public init(tensors: [String: AnyTensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The names in the order of their UTF-8 bytes.
  public var names: [String] { tensors.keys.sorted(by: String.precedesInUTF8) }

  /// The tensor of a name, nil when there is none.
  public subscript(name: String) -> AnyTensor? {
    get { tensors[name] }
    set { tensors[name] = newValue }
  }

  /// The tensor of a name, with elements of the type asked for; a `Double` tensor asked for as
  /// `Float` is rounded.
  ///
  /// - Throws: ``FileFormatError/tensorNotFound(name:available:)``.
  public func tensor<Scalar: TensorScalar>(
    _ name: String, as type: Scalar.Type = Scalar.self
  ) throws(FileFormatError) -> Tensor<Scalar> {
    guard let tensor = tensors[name] else {
      throw .tensorNotFound(name: name, available: names)
    }
    return tensor.converted(to: type)
  }
}

extension String {
  /// The order of UTF-8 bytes, which file formats sort by.
  ///
  /// `<` compares after Unicode normalization, which they do not.
  static func precedesInUTF8(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
