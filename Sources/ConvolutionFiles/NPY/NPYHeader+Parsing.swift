// NPYHeader+Parsing.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// The text of the header is a Python literal. NumPy evaluates it; this reads only the one
// dictionary that the format describes: its three keys once each, in any order, and values that are
// a string, `True` or `False`, and a tuple of whole numbers. What is written as any other
// expression is refused where it starts.

extension NPYHeader {
  private static let keys = "'descr', 'fortran_order', 'shape'"

  /// The header that `text` spells.
  ///
  /// - Throws: The ``FileFormatError`` of the first rule that the text breaks.
  init(parsing text: [UInt8]) throws(FileFormatError) {
    if let offset = text.firstIndex(where: { $0 >= 0x80 }) {
      // Version 3.0 allows UTF-8, but only for the field names of structured types, none of which
      // are read.
      throw .notASCII(offset: offset, byte: text[offset])
    }
    var type: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    var scanner = HeaderScanner(text)
    try scanner.require("{")
    while !scanner.take("}") {
      let key = try scanner.pythonString()
      try scanner.require(":")
      switch key {
      case "descr":
        try Self.requireFirst(type, key)
        type = try scanner.elementType()
      case "fortran_order":
        try Self.requireFirst(isFortranOrder, key)
        isFortranOrder = try scanner.pythonBool(key)
      case "shape":
        try Self.requireFirst(shape, key)
        shape = try scanner.pythonTuple(key)
      default:
        throw .unexpectedKey(key: key, object: "the header", accepted: Self.keys)
      }
      if !scanner.take(",") {
        try scanner.require("}")
        break
      }
    }
    try scanner.requireEnd()
    let typeName = try Self.required(type, "descr")
    (element, order) = try Self.element(named: typeName)
    self.isFortranOrder = try Self.required(isFortranOrder, "fortran_order")
    self.shape = try Self.required(shape, "shape")
  }

  private static func element(
    named type: String
  ) throws(FileFormatError) -> (Element, ByteOrder) {
    switch type {
    case "<f4": (.float, .little)
    case "<f8": (.double, .little)
    case ">f4": (.float, .big)
    case ">f8": (.double, .big)
    default: throw .unsupportedType(tensor: nil, type: type.debugDescription)
    }
  }

  private static func requireFirst<Value>(
    _ value: Value?, _ key: String
  ) throws(FileFormatError) {
    if value != nil { throw .duplicateKey(key: key, object: "the header") }
  }

  private static func required<Value>(
    _ value: Value?, _ key: String
  ) throws(FileFormatError) -> Value {
    guard let value else { throw .missingKey(key: key, object: "the header") }
    return value
  }
}

extension HeaderScanner {
  /// A string in single or double quotes.
  ///
  /// The names of keys and types need no escapes, so none are taken.
  fileprivate mutating func pythonString() throws(FileFormatError) -> String {
    skipBlanks()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw syntaxError(expected: "a string in quotes")
    }
    _ = take()
    var text: [UInt8] = []
    while let byte = next, byte != quote {
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else {
        throw syntaxError(expected: "a plain character or the closing quote")
      }
      text.append(byte)
      _ = take()
    }
    guard take() == quote else { throw syntaxError(expected: "the closing quote of a string") }
    return String(decoding: text, as: UTF8.self)
  }

  /// The name of an element type.
  ///
  /// - Throws: ``FileFormatError/unsupportedType(tensor:type:)`` for the lists and tuples that
  ///   describe structured types, with the start of their text as name.
  fileprivate mutating func elementType() throws(FileFormatError) -> String {
    skipBlanks()
    let start = position
    guard next == UInt8(ascii: "[") || next == UInt8(ascii: "(") else {
      return try pythonString()
    }
    var depth = 0
    while let byte = take() {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { break }
    }
    throw .unsupportedType(tensor: nil, type: excerpt(from: start))
  }

  fileprivate mutating func pythonBool(_ key: String) throws(FileFormatError) -> Bool {
    let word = pythonWord()
    switch word {
    case "True": return true
    case "False": return false
    case "": throw syntaxError(expected: "True or False")
    default: throw .invalidValue(key: key, value: word, accepted: "True, False")
    }
  }

  /// The letters, digits and underscores that follow.
  private mutating func pythonWord() -> String {
    skipBlanks()
    let start = position
    while let byte = next {
      let character = Character(Unicode.Scalar(byte))
      guard character == "_" || character.isLetter || character.isNumber else { break }
      _ = take()
    }
    return excerpt(from: start)
  }

  /// A tuple of whole numbers: `()`, `(3,)`, `(3, 4)`, `(3, 4,)`, but not `(3)`, which is a number.
  fileprivate mutating func pythonTuple(_ key: String) throws(FileFormatError) -> [Int] {
    var values: [Int] = []
    try require("(")
    while !take(")") {
      values.append(try integer())
      // Python 2 wrote its long integers with an L behind.
      if next == UInt8(ascii: "L") { _ = take() }
      if !take(",") {
        try require(")")
        if values.count == 1 {
          throw .invalidValue(
            key: key, value: "(\(values[0]))", accepted: "a tuple, as in (\(values[0]),)")
        }
        break
      }
    }
    return values
  }
}
