// NPYRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

@Suite("npy, malformed")
struct NPYRejectionTests {
  @Test("refuses", arguments: framing + types + shapes + dictionaries)
  func refuses(_ file: MalformedFile) {
    file.expectRefused { _ = try NPYFile.decode($0) }
  }

  // The numbers are the rows of Tests/BadInputs.md: 64 to 70 are about this format.

  static let framing: [MalformedFile] = [
    MalformedFile(
      "#64 header length 0xFFFFFFF0 in a file of 12 bytes",
      npy("", version: 2, length: 0xFFFF_FFF0),
      .headerTooLong(length: 0xFFFF_FFF0, limit: 65536)),
    MalformedFile(
      "#64 header length one beyond the limit", npy("", version: 3, length: 65537),
      .headerTooLong(length: 65537, limit: 65536)),
    MalformedFile(
      "#65 header length past the end", npy("{}", length: 118),
      .headerBeyondFile(length: 118, available: 2)),
    MalformedFile(
      "#65 header length one past the end, version 2", npy("{}", version: 2, length: 3),
      .headerBeyondFile(length: 3, available: 2)),
    MalformedFile("#80 no bytes", [], .empty),
    MalformedFile(
      "half of the magic string", [0x93, 0x4E, 0x55],
      .truncated(part: "version", expected: 8, actual: 3)),
    MalformedFile(
      "no version", Array(npy("").prefix(6)), .truncated(part: "version", expected: 8, actual: 6)),
    MalformedFile(
      "half a header length", Array(npy("").prefix(9)),
      .truncated(part: "header length", expected: 10, actual: 9)),
    MalformedFile(
      "half a header length, version 2", Array(npy("", version: 2).prefix(11)),
      .truncated(part: "header length", expected: 12, actual: 11)),
    MalformedFile(
      "another format", Array("PK\u{3}\u{4}123456".utf8),
      .notNPY(found: Array("PK\u{3}\u{4}12".utf8))),
    MalformedFile("one wrong byte", [0x92], .notNPY(found: [0x92])),
    MalformedFile(
      "version 0.0", npy("", version: 0), .unsupportedNPYVersion(major: 0, minor: 0)),
    MalformedFile(
      "version 4.0", npy("", version: 4), .unsupportedNPYVersion(major: 4, minor: 0)),
    MalformedFile(
      "version 1.1", [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 1, 0, 0],
      .unsupportedNPYVersion(major: 1, minor: 1)),
    MalformedFile(
      "#70 one byte of data missing", npy(shape: "(2, 3)", dataSize: 23),
      .dataSizeMismatch(tensor: nil, shape: [2, 3], expected: 24, actual: 23)),
    MalformedFile(
      "#70 no data", npy(type: "'>f8'", shape: "(3,)"),
      .dataSizeMismatch(tensor: nil, shape: [3], expected: 24, actual: 0)),
    MalformedFile(
      "#70 one byte of garbage behind", npy(shape: "(2, 3)", dataSize: 25),
      .dataSizeMismatch(tensor: nil, shape: [2, 3], expected: 24, actual: 25)),
    MalformedFile(
      "#70 garbage behind an empty array", npy(shape: "(0,)", dataSize: 1),
      .dataSizeMismatch(tensor: nil, shape: [0], expected: 0, actual: 1)),
    MalformedFile(
      "#70 a number without data", npy(shape: "()"),
      .dataSizeMismatch(tensor: nil, shape: [], expected: 4, actual: 0)),
  ]

  static let types: [MalformedFile] =
    [
      "|O", "<f2", ">f2", "<f16", "<i8", "<i4", "|i1", "|u1", "|b1", "<c8", "<U3", "|S5", "<M8[ns]",
      "|V8", "f4", "=f4", "<F4", "<f44", "",
    ].map { type in
      MalformedFile(
        "#68 element type '\(type)'", npy(type: "'\(type)'", shape: "(0,)"),
        .unsupportedType(tensor: nil, type: "\"\(type)\""))
    } + [
      MalformedFile(
        "#68 structured type", npy(type: "[('a', '<f4'), ('b', '<i4', (2,))]", shape: "(0,)"),
        .unsupportedType(tensor: nil, type: "[('a', '<f4'), ('b', '<i4', (2,))]")),
      MalformedFile(
        "#68 subarray type", npy(type: "('<f4', (2, 2))", shape: "(0,)"),
        .unsupportedType(tensor: nil, type: "('<f4', (2, 2))")),
      MalformedFile(
        "#68 unterminated type", npy("{'descr': [('a'"),
        .unsupportedType(tensor: nil, type: "[('a'")),
      MalformedFile(
        "#68 type of 60000 nested lists",
        npy(type: String(repeating: "[", count: 60000), shape: "(0,)"),
        .unsupportedType(tensor: nil, type: String(repeating: "[", count: 77) + "...")),
      MalformedFile(
        "#68 fortran_order 1", npy(fortran: "1", shape: "(0,)"),
        .invalidValue(key: "fortran_order", value: "1", accepted: "True, False")),
      MalformedFile(
        "#68 fortran_order None", npy(fortran: "None", shape: "(0,)"),
        .invalidValue(key: "fortran_order", value: "None", accepted: "True, False")),
      MalformedFile(
        "#68 fortran_order 'True'", npy(fortran: "'True'", shape: "(0,)"),
        .headerSyntax(offset: 34, expected: "True or False", found: "'''")),
    ]

  static let shapes: [MalformedFile] = [
    MalformedFile(
      "#66 product overflows", npy(shape: "(4294967296, 4294967296)", dataSize: 4),
      .sizeOverflow(tensor: nil, shape: [1 << 32, 1 << 32])),
    MalformedFile(
      "#66 bytes overflow", npy(shape: "(4611686018427387904,)", dataSize: 4),
      .sizeOverflow(tensor: nil, shape: [1 << 62])),
    MalformedFile(
      "#66 product overflows beside a zero",
      npy(shape: "(0, 4294967296, 4294967296)", dataSize: 4),
      .sizeOverflow(tensor: nil, shape: [0, 1 << 32, 1 << 32])),
    MalformedFile(
      "#66 huge and little data", npy(shape: "(1099511627776,)", dataSize: 8),
      .dataSizeMismatch(
        tensor: nil, shape: [1 << 40], expected: 1 << 42, actual: 8)),
    MalformedFile(
      "#66 a size beyond Int", npy(shape: "(9223372036854775808,)"),
      .integerOutOfRange(offset: 51, digits: "9223372036854775808")),
    MalformedFile(
      "#66 65 axes", npy(shape: "(" + String(repeating: "1,", count: 65) + ")", dataSize: 4),
      .tooManyAxes(tensor: nil, limit: 64)),
    MalformedFile(
      "#67 negative size", npy(shape: "(2, -3)"),
      .negativeDimension(tensor: nil, shape: [2, -3])),
    MalformedFile(
      "#67 two negative sizes", npy(shape: "(-2, -3)", dataSize: 24),
      .negativeDimension(tensor: nil, shape: [-2, -3])),
    MalformedFile(
      "#67 least Int", npy(shape: "(-9223372036854775808,)"),
      .negativeDimension(tensor: nil, shape: [Int.min])),
    MalformedFile(
      "#69 a number for a shape", npy(shape: "(3)"),
      .invalidValue(key: "shape", value: "(3)", accepted: "a tuple, as in (3,)")),
    MalformedFile(
      "#69 a bare number for a shape", npy(shape: "3"),
      .headerSyntax(offset: 50, expected: "'('", found: "'3'")),
    MalformedFile(
      "#69 a list for a shape", npy(shape: "[3]"),
      .headerSyntax(offset: 50, expected: "'('", found: "'['")),
    MalformedFile(
      "#69 a fraction in the shape", npy(shape: "(3.0,)"),
      .headerSyntax(offset: 52, expected: "the end of a whole number", found: "'.'")),
    MalformedFile(
      "#69 a leading zero in the shape", npy(shape: "(03,)"),
      .headerSyntax(
        offset: 51, expected: "a whole number without leading zeros", found: "'0'")),
    MalformedFile(
      "#69 a word in the shape", npy(shape: "(True,)"),
      .headerSyntax(offset: 51, expected: "a whole number", found: "'T'")),
    MalformedFile(
      "#69 a comma alone in the shape", npy(shape: "(,)"),
      .headerSyntax(offset: 51, expected: "a whole number", found: "','")),
    MalformedFile(
      "#69 a minus alone in the shape", npy(shape: "(-,)"),
      .headerSyntax(offset: 52, expected: "a whole number", found: "','")),
    MalformedFile(
      "#69 a nested shape", npy(shape: "((((3,),),),)"),
      .headerSyntax(offset: 51, expected: "a whole number", found: "'('")),
  ]

  static let dictionaries: [MalformedFile] = [
    MalformedFile(
      "#69 no descr", npy("{'fortran_order': False, 'shape': (0,), }"),
      .missingKey(key: "descr", object: "the header")),
    MalformedFile(
      "#69 no fortran_order", npy("{'descr': '<f4', 'shape': (0,), }"),
      .missingKey(key: "fortran_order", object: "the header")),
    MalformedFile(
      "#69 no shape", npy("{'descr': '<f4', 'fortran_order': False}"),
      .missingKey(key: "shape", object: "the header")),
    MalformedFile(
      "#69 nothing in the dictionary", npy("{}"),
      .missingKey(key: "descr", object: "the header")),
    MalformedFile(
      "#69 descr twice", npy("{'descr': '<f4', 'descr': '<f8'}"),
      .duplicateKey(key: "descr", object: "the header")),
    MalformedFile(
      "#69 fortran_order twice", npy("{'fortran_order': False, 'fortran_order': False}"),
      .duplicateKey(key: "fortran_order", object: "the header")),
    MalformedFile(
      "#69 shape twice", npy("{'shape': (0,), 'shape': (1,)}"),
      .duplicateKey(key: "shape", object: "the header")),
    MalformedFile(
      "#69 another key",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), 'more': 1}"),
      .unexpectedKey(
        key: "more", object: "the header", accepted: "'descr', 'fortran_order', 'shape'")),
    MalformedFile(
      "#69 unterminated dictionary",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0,)"),
      .headerSyntax(offset: 54, expected: "'}'", found: "its end")),
    MalformedFile(
      "#69 unterminated string", npy("{'descr': '<f4"),
      .headerSyntax(offset: 14, expected: "the closing quote of a string", found: "its end")),
    MalformedFile(
      "#69 unterminated shape", npy("{'shape': (1, 2"),
      .headerSyntax(offset: 15, expected: "')'", found: "its end")),
    MalformedFile(
      "#69 a line end in a string", npy("{'descr': '<f4\n"),
      .headerSyntax(
        offset: 14, expected: "a plain character or the closing quote", found: "the byte 0x0A")),
    MalformedFile(
      "#69 an escape in a string", npy(#"{'descr': '\x3cf4'}"#),
      .headerSyntax(
        offset: 11, expected: "a plain character or the closing quote", found: #"'\'"#)),
    MalformedFile(
      "#69 non-ASCII in Latin-1", npy("{'descr': '", length: 12, data: [0xE9]),
      .notASCII(offset: 11, byte: 0xE9)),
    MalformedFile(
      "#69 non-ASCII in UTF-8", npy("{'descr': 'é'}", version: 3),
      .notASCII(offset: 11, byte: 0xC3)),
    MalformedFile(
      "#69 a function call",
      npy("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (0,)}"),
      .headerSyntax(offset: 10, expected: "a string in quotes", found: "'_'")),
    MalformedFile(
      "#69 a function call for a bool", npy(fortran: "__import__('os')", shape: "(0,)"),
      .invalidValue(key: "fortran_order", value: "__import__", accepted: "True, False")),
    MalformedFile(
      "#69 a function call in front", npy("__import__('os')"),
      .headerSyntax(offset: 0, expected: "'{'", found: "'_'")),
    MalformedFile(
      "#69 an expression behind",
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0,)} or 1"),
      .headerSyntax(offset: 56, expected: "nothing but spaces", found: "'o'")),
    MalformedFile(
      "#69 an empty header", npy(""),
      .headerSyntax(offset: 0, expected: "'{'", found: "its end")),
    MalformedFile(
      "#69 a key without quotes", npy("{descr: '<f4'}"),
      .headerSyntax(offset: 1, expected: "a string in quotes", found: "'d'")),
    MalformedFile(
      "#69 no colon", npy("{'descr' '<f4'}"),
      .headerSyntax(offset: 9, expected: "':'", found: "'''")),
    MalformedFile(
      "#69 no comma", npy("{'descr': '<f4' 'shape': (0,)}"),
      .headerSyntax(offset: 16, expected: "'}'", found: "'''")),
    MalformedFile(
      "#69 two commas", npy("{'descr': '<f4',, 'shape': (0,)}"),
      .headerSyntax(offset: 16, expected: "a string in quotes", found: "','")),
    MalformedFile(
      "#69 NUL bytes", npy("\0\0\0\0"),
      .headerSyntax(offset: 0, expected: "'{'", found: "the byte 0x00")),
  ]
}
