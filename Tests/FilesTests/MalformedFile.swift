// MalformedFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Testing

/// A malformed file and the error it has to be refused with.
struct MalformedFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let error: FileFormatError

  init(_ description: String, _ bytes: [UInt8], _ error: FileFormatError) {
    testDescription = description
    self.bytes = bytes
    self.error = error
  }

  /// Checks that `decode` refuses the file with the error, whose description has every number, shape
  /// and name that the error carries. `DescriptionTests` has the sentences around them.
  func expectRefused(
    by decode: ([UInt8]) throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) { try decode(bytes) }
    for word in essentialWords {
      // A byte may also be written in hexadecimal digits, as "0x0A".
      let byte = UInt8(word).map {
        "0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16).uppercased()
      }
      #expect(
        error.description.contains(word) || byte.map(error.description.contains) == true,
        "no \"\(word)\" in \"\(error)\"",
        sourceLocation: sourceLocation)
    }
  }

  private var essentialWords: [String] {
    guard let payload = Mirror(reflecting: error).children.first?.value else { return [] }
    let values = Mirror(reflecting: payload).children.map(\.value)
    return (values.isEmpty ? [payload] : values).compactMap { value in
      switch value {
      case let text as String: text
      case let shape as [Int]: "\(shape)"
      case let number as any FixedWidthInteger: "\(number)"
      default: nil
      }
    }
  }
}
