// SafetensorsRejectionTests+Layout.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles

// Where the tensors lie, and how large they are.

extension SafetensorsRejectionTests {
  static let offsets: [MalformedFile] = [
    MalformedFile(
      "#73 overlap",
      safetensors(
        entries: entry("a", shape: "[2]", offsets: "[0,8]"),
        entry("b", shape: "[2]", offsets: "[4,12]"),
        dataSize: 12), .overlap(tensor: "b", begin: 4, other: "a", otherEnd: 8)),
    MalformedFile(
      "#73 the same bytes twice",
      safetensors(
        entries: entry("a", shape: "[1]", offsets: "[0,4]"),
        entry("b", shape: "[1]", offsets: "[0,4]"),
        dataSize: 4), .overlap(tensor: "b", begin: 0, other: "a", otherEnd: 4)),
    MalformedFile(
      "#73 an empty tensor inside of another",
      safetensors(
        entries: entry("a", shape: "[2]", offsets: "[0,8]"),
        entry("b", shape: "[0]", offsets: "[4,4]"),
        dataSize: 8), .overlap(tensor: "b", begin: 4, other: "a", otherEnd: 8)),
    MalformedFile(
      "#73 a hole in front",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[4,8]"), dataSize: 8),
      .unusedBytes(begin: 0, end: 4)),
    MalformedFile(
      "#73 a hole between",
      safetensors(
        entries: entry("a", shape: "[1]", offsets: "[0,4]"),
        entry("b", shape: "[1]", offsets: "[8,12]"),
        dataSize: 12), .unusedBytes(begin: 4, end: 8)),
    MalformedFile(
      "#73 garbage behind",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[0,4]"), dataSize: 5),
      .unusedBytes(begin: 4, end: 5)),
    MalformedFile(
      "#73 data without tensors", safetensors("{}", dataSize: 1),
      .unusedBytes(begin: 0, end: 1)),
    MalformedFile(
      "#73 data cut off",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[0,4]"), dataSize: 3),
      .dataBeyondFile(tensor: "a", end: 4, available: 3)),
    MalformedFile(
      "#73 end before begin",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[4,0]"), dataSize: 4),
      .invalidOffsets(tensor: "a", begin: 4, end: 0)),
    MalformedFile(
      "#73 negative begin",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[-4,0]"), dataSize: 4),
      .invalidOffsets(tensor: "a", begin: -4, end: 0)),
    MalformedFile(
      "#73 least and greatest Int",
      safetensors(
        entries: entry("a", shape: "[1]", offsets: "[-9223372036854775808,9223372036854775807]")),
      .invalidOffsets(tensor: "a", begin: .min, end: .max)),
    MalformedFile(
      "#73 an offset beyond Int",
      safetensors(entries: entry("a", shape: "[1]", offsets: "[0,18446744073709551616]")),
      .integerOutOfRange(offset: 50, digits: "18446744073709551616")),
    MalformedFile(
      "#73 one offset", safetensors(entries: entry("a", shape: "[1]", offsets: "[0]")),
      .invalidValue(
        key: "data_offsets of tensor \"a\"", value: "[0]", accepted: "two numbers, begin and end")),
    MalformedFile(
      "#73 three offsets", safetensors(entries: entry("a", shape: "[1]", offsets: "[0,4,8]")),
      .invalidValue(
        key: "data_offsets of tensor \"a\"", value: "more than two numbers",
        accepted: "two numbers, begin and end")),
    MalformedFile(
      "#73 a fraction", safetensors(entries: entry("a", shape: "[1]", offsets: "[0.0,4]")),
      .headerSyntax(offset: 49, expected: "the end of a whole number", found: "'.'")),
    MalformedFile(
      "#73 an exponent", safetensors(entries: entry("a", shape: "[1]", offsets: "[0,4E0]")),
      .headerSyntax(offset: 51, expected: "the end of a whole number", found: "'E'")),
  ]

  static let sizes: [MalformedFile] = [
    MalformedFile(
      "#74 too few bytes for the shape",
      safetensors(entries: entry("a", shape: "[2,2]", offsets: "[0,12]"), dataSize: 12),
      .dataSizeMismatch(tensor: "a", shape: [2, 2], expected: 16, actual: 12)),
    MalformedFile(
      "#74 bytes of another type",
      safetensors(entries: entry("a", "F64", shape: "[2]", offsets: "[0,8]"), dataSize: 8),
      .dataSizeMismatch(tensor: "a", shape: [2], expected: 16, actual: 8)),
    MalformedFile(
      "#74 rank 0 without bytes", safetensors(entries: entry("a", shape: "[]", offsets: "[0,0]")),
      .dataSizeMismatch(tensor: "a", shape: [], expected: 4, actual: 0)),
    MalformedFile(
      "#74 product overflows",
      safetensors(
        entries: entry("a", shape: "[4294967296,4294967296]", offsets: "[0,4]"), dataSize: 4),
      .sizeOverflow(tensor: "a", shape: [1 << 32, 1 << 32])),
    MalformedFile(
      "#74 product overflows beside a zero",
      safetensors(
        entries: entry("a", shape: "[0,4294967296,4294967296]", offsets: "[0,4]"), dataSize: 4),
      .sizeOverflow(tensor: "a", shape: [0, 1 << 32, 1 << 32])),
    MalformedFile(
      "#74 huge shape, little data",
      safetensors(entries: entry("a", shape: "[1099511627776]", offsets: "[0,4398046511104]")),
      .dataBeyondFile(tensor: "a", end: 1 << 42, available: 0)),
    MalformedFile(
      "#74 negative size",
      safetensors(entries: entry("a", shape: "[-1,-1]", offsets: "[0,4]"), dataSize: 4),
      .negativeDimension(tensor: "a", shape: [-1, -1])),
    MalformedFile(
      "#74 a size of minus zero",
      safetensors(entries: entry("a", shape: "[-0]", offsets: "[0,0]")),
      .headerSyntax(
        offset: 29, expected: "a whole number without leading zeros", found: "'-'")),
    MalformedFile(
      "#74 65 axes",
      safetensors(
        entries: entry("a", shape: "[1\(String(repeating: ",1", count: 64))]", offsets: "[0,4]"),
        dataSize: 4), .tooManyAxes(tensor: "a", limit: 64)),
  ]
}
