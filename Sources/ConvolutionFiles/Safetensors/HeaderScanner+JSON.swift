// HeaderScanner+JSON.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// As much of JSON (RFC 8259) as the header of a `.safetensors` file has: objects, arrays of whole
// numbers, and strings. The caller says what comes next, so that whatever nests deeper than the
// header may is refused at its first bracket.

extension HeaderScanner {
  /// An object; `member` reads the value of each key.
  ///
  /// - Throws: ``FileFormatError/duplicateKey(key:object:)``, with `name` for the object;
  ///   ``FileFormatError/headerSyntax(offset:expected:found:)``; and what `member` throws.
  mutating func jsonObject(
    _ name: String,
    _ member: (inout HeaderScanner, _ key: String) throws(FileFormatError) -> Void
  ) throws(FileFormatError) {
    try require("{")
    if take("}") { return }
    var keys: Set<String> = []
    repeat {
      let key = try jsonString()
      guard keys.insert(key).inserted else { throw .duplicateKey(key: key, object: name) }
      try require(":")
      try member(&self, key)
    } while take(",")
    try require("}")
  }

  /// An array of whole numbers.
  ///
  /// - Throws: ``FileFormatError/headerSyntax(offset:expected:found:)``,
  ///   ``FileFormatError/integerOutOfRange(offset:digits:)``, and `tooMany` beyond `limit` of them.
  mutating func jsonIntegers(
    atMost limit: Int, else tooMany: () -> FileFormatError
  ) throws(FileFormatError) -> [Int] {
    try require("[")
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat {
      guard numbers.count < limit else { throw tooMany() }
      numbers.append(try integer())
    } while take(",")
    try require("]")
    return numbers
  }

  /// A string, its escapes replaced by what they stand for.
  ///
  /// - Throws: ``FileFormatError/headerSyntax(offset:expected:found:)``.
  mutating func jsonString() throws(FileFormatError) -> String {
    skipBlanks()
    guard next == UInt8(ascii: "\"") else { throw syntaxError(expected: "a string") }
    _ = take()
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else {
        throw syntaxError(expected: "a character that needs no escape, or the end of a string")
      }
      _ = take()
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: try jsonEscape().utf8)
      } else {
        text.append(byte)
      }
    }
    guard take() != nil else { throw syntaxError(expected: "the end of a string") }
    return String(decoding: text, as: UTF8.self)
  }

  /// What stands behind a backslash.
  private mutating func jsonEscape() throws(FileFormatError) -> Character {
    let escape = next
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      _ = take()
      return Character(Unicode.Scalar(escape ?? 0))
    case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"):
      _ = take()
      return switch escape {
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      default: "\t"
      }
    case UInt8(ascii: "u"):
      _ = take()
      return Character(try jsonUnicodeEscape())
    default:
      throw syntaxError(expected: "an escape that JSON knows")
    }
  }

  /// The character of four hexadecimal digits, or of two times four that UTF-16 pairs.
  private mutating func jsonUnicodeEscape() throws(FileFormatError) -> Unicode.Scalar {
    let first = try hexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take() == UInt8(ascii: "\\"), take() == UInt8(ascii: "u") else {
      throw syntaxError(expected: "the second half of a surrogate pair")
    }
    let second = try hexadecimalDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw syntaxError(expected: "the second half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimalDigits() throws(FileFormatError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw syntaxError(expected: "four hexadecimal digits")
      }
      _ = take()
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// The offset of the first byte that is not UTF-8, nil when all are.
  static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
