// SafetensorsRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

@Suite("safetensors, malformed")
struct SafetensorsRejectionTests {
  @Test("refuses", arguments: framing + text + offsets + sizes + keys)
  func refuses(_ file: MalformedFile) {
    file.expectRefused { _ = try SafetensorsFile.decode($0) }
  }

  // The numbers are the rows of Tests/BadInputs.md: 71 to 75 are about this format.

  static let framing: [MalformedFile] = [
    MalformedFile("#80 no bytes", [], .empty),
    MalformedFile(
      "#71 7 bytes", [2, 0, 0, 0, 0, 0, 0],
      .truncated(part: "header length", expected: 8, actual: 7)),
    MalformedFile(
      "#71 header one byte longer than the file", safetensors("{}", length: 3),
      .headerBeyondFile(length: 3, available: 2)),
    MalformedFile(
      "#71 header as long as accepted, file short", safetensors("{}", length: 100_000_000),
      .headerBeyondFile(length: 100_000_000, available: 2)),
    MalformedFile(
      "#71 header one byte longer than accepted", safetensors("{}", length: 100_000_001),
      .headerTooLong(length: 100_000_001, limit: 100_000_000)),
    MalformedFile(
      "#71 header of 2^63 bytes", safetensors("{}", length: 1 << 63),
      .headerTooLong(length: 1 << 63, limit: 100_000_000)),
    MalformedFile(
      "#71 header of 2^64 - 1 bytes", safetensors("{}", length: .max),
      .headerTooLong(length: .max, limit: 100_000_000)),
  ]

  static let text: [MalformedFile] = [
    MalformedFile(
      "#72 a byte that is not UTF-8", littleEndian(UInt64(4)) + [0x7B, 0x22, 0xFF, 0x22],
      .notUTF8(offset: 2)),
    MalformedFile(
      "#72 a surrogate in UTF-8", littleEndian(UInt64(4)) + [0x7B, 0xED, 0xA0, 0x80],
      .notUTF8(offset: 1)),
    MalformedFile(
      "#72 half a character", littleEndian(UInt64(3)) + [0x7B, 0x22, 0xC3],
      .notUTF8(offset: 2)),
    MalformedFile(
      "#72 no text", safetensors(""),
      .headerSyntax(offset: 0, expected: "'{'", found: "its end")),
    MalformedFile(
      "#72 no JSON", safetensors("not JSON"),
      .headerSyntax(offset: 0, expected: "'{'", found: "'n'")),
    MalformedFile(
      "#72 an array", safetensors("[]"),
      .headerSyntax(offset: 0, expected: "'{'", found: "'['")),
    MalformedFile(
      "#72 a blank in front", safetensors(" {}"),
      .headerSyntax(offset: 0, expected: "'{'", found: "' '")),
    MalformedFile(
      "#72 a byte order mark in front", safetensors("\u{FEFF}{}"),
      .headerSyntax(offset: 0, expected: "'{'", found: "the byte 0xEF")),
    MalformedFile(
      "#72 two objects", safetensors("{}{}"),
      .headerSyntax(offset: 2, expected: "nothing but spaces", found: "'{'")),
    MalformedFile(
      "#72 NUL behind", safetensors("{}\0"),
      .headerSyntax(offset: 2, expected: "nothing but spaces", found: "the byte 0x00")),
    MalformedFile(
      "#72 unterminated object", safetensors("{"),
      .headerSyntax(offset: 1, expected: "a string", found: "its end")),
    MalformedFile(
      "#72 unterminated string", safetensors(#"{"a"#),
      .headerSyntax(offset: 3, expected: "the end of a string", found: "its end")),
    MalformedFile(
      "#72 a comma behind the last key", safetensors(#"{"__metadata__":{},}"#),
      .headerSyntax(offset: 19, expected: "a string", found: "'}'")),
    MalformedFile(
      "#72 a control character in a string", safetensors("{\"a\n\":{}}"),
      .headerSyntax(
        offset: 3, expected: "a character that needs no escape, or the end of a string",
        found: "the byte 0x0A")),
    MalformedFile(
      "#72 an unknown escape", safetensors(#"{"\x41":{}}"#),
      .headerSyntax(offset: 3, expected: "an escape that JSON knows", found: "'x'")),
    MalformedFile(
      "#72 an escape of three digits", safetensors(#"{"\u123":{}}"#),
      .headerSyntax(offset: 7, expected: "four hexadecimal digits", found: "'\"'")),
    MalformedFile(
      "#72 half a surrogate pair", safetensors(#"{"\ud83d":{}}"#),
      .headerSyntax(offset: 9, expected: "the second half of a surrogate pair", found: "':'")),
    MalformedFile(
      "#72 a surrogate pair in reverse", safetensors(#"{"\ude00\ud83d":{}}"#),
      .headerSyntax(offset: 8, expected: "the second half of a surrogate pair", found: "'\\'")),
    MalformedFile(
      "#72 a key without quotes", safetensors("{a:{}}"),
      .headerSyntax(offset: 1, expected: "a string", found: "'a'")),
  ]

  static let keys: [MalformedFile] = [
    MalformedFile(
      "#75 a tensor twice",
      safetensors(
        entries: entry("a", shape: "[0]", offsets: "[0,0]"),
        entry("a", shape: "[0]", offsets: "[0,0]")),
      .duplicateKey(key: "a", object: "the header")),
    MalformedFile(
      "#75 a tensor twice, once escaped",
      safetensors(
        entries: entry("a", shape: "[0]", offsets: "[0,0]"),
        entry(#"\u0061"#, shape: "[0]", offsets: "[0,0]")),
      .duplicateKey(key: "a", object: "the header")),
    MalformedFile(
      "#75 names that Unicode regards as the same",
      safetensors(
        entries: entry("\u{E9}", shape: "[0]", offsets: "[0,0]"),
        entry("e\u{301}", shape: "[0]", offsets: "[0,0]")),
      .duplicateKey(key: "\u{E9}", object: "the header")),
    MalformedFile(
      "#75 __metadata__ twice", safetensors(#"{"__metadata__":{},"__metadata__":{}}"#),
      .duplicateKey(key: "__metadata__", object: "the header")),
    MalformedFile(
      "#75 a note twice", safetensors(#"{"__metadata__":{"k":"1","k":"2"}}"#),
      .duplicateKey(key: "k", object: "__metadata__")),
    MalformedFile(
      "#75 dtype twice", safetensors(#"{"a":{"dtype":"F32","dtype":"F32"}}"#),
      .duplicateKey(key: "dtype", object: "tensor \"a\"")),
    MalformedFile(
      "#75 another key", safetensors(#"{"a":{"dtype":"F32","strides":[1]}}"#),
      .unexpectedKey(
        key: "strides", object: "tensor \"a\"", accepted: #""dtype", "shape", "data_offsets""#)),
    MalformedFile(
      "#75 no dtype", safetensors(#"{"a":{"shape":[0],"data_offsets":[0,0]}}"#),
      .missingKey(key: "dtype", object: "tensor \"a\"")),
    MalformedFile(
      "#75 no shape", safetensors(#"{"a":{"dtype":"F32","data_offsets":[0,0]}}"#),
      .missingKey(key: "shape", object: "tensor \"a\"")),
    MalformedFile(
      "#75 no data_offsets", safetensors(#"{"a":{"dtype":"F32","shape":[0]}}"#),
      .missingKey(key: "data_offsets", object: "tensor \"a\"")),
    MalformedFile(
      "#75 a number among the notes", safetensors(#"{"__metadata__":{"k":1}}"#),
      .metadataNotString(key: "k", found: "'1'")),
    MalformedFile(
      "#75 an object among the notes", safetensors(#"{"__metadata__":{"k":{}}}"#),
      .metadataNotString(key: "k", found: "'{'")),
    MalformedFile(
      "#75 null for the notes", safetensors(#"{"__metadata__":null}"#),
      .metadataNotString(key: nil, found: "'n'")),
    MalformedFile(
      "#75 a string for the notes", safetensors(#"{"__metadata__":"k"}"#),
      .metadataNotString(key: nil, found: "'\"'")),
    MalformedFile(
      "#75 a tensor as an array", safetensors(#"{"a":["F32",[0],[0,0]]}"#),
      .headerSyntax(offset: 5, expected: "'{'", found: "'['")),
    MalformedFile(
      "#75 dtype a number", safetensors(#"{"a":{"dtype":32}}"#),
      .headerSyntax(offset: 14, expected: "a string", found: "'3'")),
    MalformedFile(
      "#75 shape null", safetensors(#"{"a":{"shape":null}}"#),
      .headerSyntax(offset: 14, expected: "'['", found: "'n'")),
    MalformedFile(
      "#75 100000 nested objects",
      safetensors(String(repeating: #"{"a":"#, count: 100_000)),
      .unexpectedKey(
        key: "a", object: "tensor \"a\"", accepted: #""dtype", "shape", "data_offsets""#)),
    MalformedFile(
      "#75 100000 nested arrays",
      safetensors(#"{"a":{"shape":"# + String(repeating: "[", count: 100_000)),
      .headerSyntax(offset: 15, expected: "a whole number", found: "'['")),
  ]

  @Test("what cannot be read again is not written")
  func writing() throws {
    var contents = NamedTensors()
    contents["__metadata__"] = .float([1])
    #expect(throws: FileFormatError.reservedName(name: "__metadata__")) {
      try SafetensorsFile.encode(contents)
    }
    let shape = [Int](repeating: 1, count: 65)
    let tensor = AnyTensor(try Tensor<Float>.ones(shape))
    #expect(throws: FileFormatError.tooManyAxes(tensor: "t", limit: 64)) {
      try SafetensorsFile.encode(NamedTensors(tensors: ["t": tensor]))
    }
    #expect(throws: FileFormatError.tooManyAxes(tensor: nil, limit: 64)) {
      try NPYFile.encode(tensor)
    }
  }
}
