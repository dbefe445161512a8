// DescriptionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Testing

@Suite("descriptions of errors")
struct DescriptionTests {
  static let descriptions: [(FileFormatError, String)] = [
    (
      .inFile(path: "a.npy", .empty), "a.npy: there are no bytes; a file starts with its header"
    ),
    (
      .pathContainsNUL(path: "a\0b"),
      #"the path "a\0b" contains a NUL character; paths must not"#
    ),
    (
      .fileNotFound(path: "a"),
      #"there is no file at "a"; the path must name one that exists"#
    ),
    (
      .systemCallFailed(call: "open", path: "a", code: 13),
      #"open failed for "a": Permission denied (errno 13)"#
    ),
    (
      .headerTooLong(length: 0xFFFF_FFF0, limit: 65536),
      "the header has 4294967280 bytes; at most 65536 are accepted"
    ),
    (
      .headerBeyondFile(length: 118, available: 2),
      "the header has 118 bytes, but only 2 follow; "
        + "the file is cut off or its header length wrong"
    ),
    (
      .truncated(part: "version", expected: 8, actual: 3),
      "the version ends at byte 8, but there are only 3 bytes"
    ),
    (
      .headerSyntax(offset: 10, expected: "a string in quotes", found: "'_'"),
      "the header has '_' at byte 10; expected a string in quotes"
    ),
    (
      .missingKey(key: "shape", object: "tensor \"a\""), #"tensor "a" lacks the key "shape""#
    ),
    (
      .unsupportedType(tensor: nil, type: "\"|O\""),
      #"the array has element type "|O"; accepted: <f4, <f8, >f4, >f8"#
    ),
    (
      .unsupportedType(tensor: "n", type: "\"BF16\""),
      #"tensor "n" has element type "BF16"; accepted: F32, F64"#
    ),
    (
      .negativeDimension(tensor: nil, shape: [2, -3]),
      "the array has shape [2, -3]; every axis must be 0 or more"
    ),
    (
      .notNPY(found: [0x50, 0x4B, 3]),
      "the file starts with 0x50 0x4B 0x03; an .npy file starts with 0x93 NUMPY"
    ),
    (
      .overlap(tensor: "b", begin: 4, other: "a", otherEnd: 8),
      #"tensor "b" starts at byte 4, before tensor "a" ends at 8; tensors must not overlap"#
    ),
    (
      .tensorNotFound(name: "v", available: ["b", "w"]),
      #"there is no tensor "v"; there are: "b", "w""#
    ),
    (.tensorNotFound(name: "v", available: []), #"there is no tensor "v"; there are none"#),
  ]

  @Test("say what was wrong, what was given and what is accepted", arguments: descriptions)
  func description(_ error: FileFormatError, _ text: String) {
    #expect(error.description == text)
  }
}
