// SafetensorsHeader+Parsing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension SafetensorsHeader {
  /// The header that `text` spells.
  ///
  /// - Throws: The ``FileFormatError`` of the first rule that the text breaks.
  init(parsing text: [UInt8]) throws(FileFormatError) {
    if let offset = HeaderScanner.firstInvalidUTF8(text) { throw .notUTF8(offset: offset) }
    var scanner = HeaderScanner(text)
    // The format wants the brace in front, and blanks only behind.
    guard scanner.next == UInt8(ascii: "{") else { throw scanner.syntaxError(expected: "'{'") }
    try scanner.jsonObject("the header") { scanner, key throws(FileFormatError) in
      if key == Self.metadataKey {
        metadata = try scanner.metadata()
      } else {
        entries.append(try scanner.entry(named: key))
      }
    }
    try scanner.requireEnd()
  }
}

extension HeaderScanner {
  /// An object of strings.
  fileprivate mutating func metadata() throws(FileFormatError) -> [String: String] {
    var notes: [String: String] = [:]
    skipBlanks()
    guard next == UInt8(ascii: "{") else { throw .metadataNotString(key: nil, found: found) }
    try jsonObject(SafetensorsHeader.metadataKey) { scanner, key throws(FileFormatError) in
      scanner.skipBlanks()
      guard scanner.next == UInt8(ascii: "\"") else {
        throw .metadataNotString(key: key, found: scanner.found)
      }
      notes[key] = try scanner.jsonString()
    }
    return notes
  }

  /// An object of a type, a shape and two offsets.
  fileprivate mutating func entry(
    named name: String
  ) throws(FileFormatError) -> SafetensorsHeader.Entry {
    let object = "tensor \(name.debugDescription)"
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try jsonObject(object) { scanner, key throws(FileFormatError) in
      switch key {
      case "dtype":
        type = try scanner.jsonString()
      case "shape":
        let limit = TensorBytes.rankLimit
        shape = try scanner.jsonIntegers(atMost: limit) {
          .tooManyAxes(tensor: name, limit: limit)
        }
      case "data_offsets":
        offsets = try scanner.jsonIntegers(atMost: 2) {
          Self.wrongOffsets("more than two numbers", object)
        }
      default:
        throw .unexpectedKey(
          key: key, object: object, accepted: #""dtype", "shape", "data_offsets""#)
      }
    }
    guard let type else { throw .missingKey(key: "dtype", object: object) }
    guard let shape else { throw .missingKey(key: "shape", object: object) }
    guard let offsets else { throw .missingKey(key: "data_offsets", object: object) }
    guard let begin = offsets.first, let end = offsets.dropFirst().first else {
      throw Self.wrongOffsets("\(offsets)", object)
    }
    return SafetensorsHeader.Entry(name: name, type: type, shape: shape, begin: begin, end: end)
  }

  private static func wrongOffsets(_ value: String, _ object: String) -> FileFormatError {
    .invalidValue(
      key: "data_offsets of \(object)", value: value, accepted: "two numbers, begin and end")
  }
}
