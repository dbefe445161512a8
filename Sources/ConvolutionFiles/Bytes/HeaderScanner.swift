// HeaderScanner.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A position in the text of a header, and what the grammars of both formats share.
///
/// Both headers are far smaller languages than the JSON and the Python they are written in, and
/// stricter: every key once, no others, whole numbers only. The scanner knows bytes, blanks and
/// whole numbers; the formats read their own strings and structures with it, by the shape that they
/// expect. Nothing recurses, so no nesting of brackets can exhaust the stack.
struct HeaderScanner {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The byte at the position, nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes the byte at the position, nil at the end.
  mutating func take() -> UInt8? {
    guard let byte = next else { return nil }
    position += 1
    return byte
  }

  /// Takes the next byte that is not blank if it is `character`.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Takes the next byte that is not blank, which must be `character`.
  ///
  /// - Throws: ``FileFormatError/headerSyntax(offset:expected:found:)``.
  mutating func require(_ character: Unicode.Scalar) throws(FileFormatError) {
    guard take(character) else { throw syntaxError(expected: "'\(character)'") }
  }

  /// Skips spaces, tabs and line ends, which both languages allow between words.
  mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  /// - Throws: ``FileFormatError/headerSyntax(offset:expected:found:)`` unless only blanks follow.
  mutating func requireEnd() throws(FileFormatError) {
    skipBlanks()
    if next != nil { throw syntaxError(expected: "nothing but spaces") }
  }

  /// Takes a whole number in decimal digits, without leading zeros; a minus sign is allowed.
  ///
  /// - Throws: ``FileFormatError/headerSyntax(offset:expected:found:)`` or
  ///   ``FileFormatError/integerOutOfRange(offset:digits:)``.
  mutating func integer() throws(FileFormatError) -> Int {
    skipBlanks()
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let firstDigit = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let digits = bytes[firstDigit..<position]
    guard let first = digits.first else { throw syntaxError(expected: "a whole number") }
    guard first != UInt8(ascii: "0") || position - start == 1 else {
      position = start
      throw syntaxError(expected: "a whole number without leading zeros")
    }
    if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      throw syntaxError(expected: "the end of a whole number")
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(text) else {
      throw .integerOutOfRange(offset: start, digits: Self.shortened(text))
    }
    return value
  }

  /// The text from `start` to the position, shortened for a message.
  func excerpt(from start: Int) -> String {
    Self.shortened(String(decoding: bytes[start..<position].prefix(400), as: UTF8.self))
  }

  /// The error of finding something else at the position than `expected`.
  func syntaxError(expected: String) -> FileFormatError {
    .headerSyntax(offset: position, expected: expected, found: found)
  }

  /// What lies at the position, as messages show it.
  var found: String {
    guard let next else { return "its end" }
    return (0x20..<0x7F).contains(next)
      ? "'\(Unicode.Scalar(next))'" : "the byte \(Self.hexadecimal(next))"
  }

  /// A byte as messages show it: `0x0A`.
  static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16, uppercase: true)
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 80 ? text : text.prefix(77) + "..."
  }
}
