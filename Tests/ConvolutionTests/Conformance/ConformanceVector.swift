// ConformanceVector.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation
import Testing

/// What another library computed: operands, results, and the attributes of the operation.
struct ConformanceVector: Sendable {
  /// The name of the file, without its ending.
  let name: String
  let contents: NamedTensors

  /// The vectors of one operation, in the order of their names.
  static func all(_ suite: String, operation: String) throws -> [ConformanceVector] {
    try all(in: "Conformance/\(suite)").filter { $0.contents.metadata["op"] == operation }
  }

  /// All vectors in a folder of the resources, in the order of their names.
  static func all(in folder: String) throws -> [ConformanceVector] {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/\(folder)")
    return try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "safetensors" }
    .map { file in
      ConformanceVector(
        name: file.deletingPathExtension().lastPathComponent,
        contents: try SafetensorsFile.read(file.path, otherTypes: .convertIntegers))
    }
    .sorted { $0.name < $1.name }
  }

  /// Whether the results are of type `Double`.
  var isDouble: Bool {
    if case .double = contents["output"] { true } else { false }
  }

  func has(_ tensor: String) -> Bool { contents[tensor] != nil }

  func tensor<Scalar: TensorScalar>(
    _ name: String, as type: Scalar.Type = Scalar.self
  ) throws -> Tensor<Scalar> {
    try contents.tensor(name)
  }

  /// An attribute that has to be there.
  func attribute(_ name: String) throws -> String {
    try #require(contents.metadata[name], "\(self.name) says nothing of \(name)")
  }

  /// The numbers of an attribute, nil where there is none.
  func numbers(_ name: String) throws -> [Int]? {
    try contents.metadata[name]?.split(separator: ",").map { number in
      try #require(Int(number), "\(self.name): \(name) is \(number)")
    }
  }
}

extension ConformanceVector: CustomTestStringConvertible {
  var testDescription: String { name }
}
