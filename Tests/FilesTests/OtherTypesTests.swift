// OtherTypesTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

@Suite("safetensors, other element types")
struct OtherTypesTests {
  /// A file of one `F32` tensor, and one of `type` with `data`.
  private func file(_ type: String, _ data: [UInt8], shape: String) -> [UInt8] {
    let header =
      "{\(entry("x", shape: "[1]", offsets: "[0,4]")),"
      + "\(entry("n", type, shape: shape, offsets: "[4,\(4 + data.count)]"))}"
    return safetensors(header, dataSize: 4) + data
  }

  @Test(
    "are refused, with the names of tensor and type",
    arguments: ["F16", "BF16", "I64", "U8", "BOOL", "F8_E4M3", "f32", ""])
  func refused(type: String) {
    #expect(throws: FileFormatError.unsupportedType(tensor: "n", type: "\"\(type)\"")) {
      try SafetensorsFile.decode(file(type, [], shape: "[0]"))
    }
  }

  @Test("are left out on request", arguments: ["F16", "BF16", "I16", "U16"])
  func skipped(type: String) throws {
    let bytes = file(type, [1, 2], shape: "[1]")
    #expect(try SafetensorsFile.decode(bytes, otherTypes: .skip).names == ["x"])
  }

  static let integers: [(type: String, data: [UInt8], values: [Double])] = [
    ("I8", littleEndian(Int8(-128)) + littleEndian(Int8(127)), [-128, 127]),
    ("U8", [0, 255], [0, 255]),
    ("I16", littleEndian(Int16.min) + littleEndian(Int16(258)), [-32768, 258]),
    ("U16", littleEndian(UInt16.max) + littleEndian(UInt16(258)), [65535, 258]),
    ("I32", littleEndian(Int32.min) + littleEndian(Int32(66051)), [-2_147_483_648, 66051]),
    ("U32", littleEndian(UInt32.max) + littleEndian(UInt32(66051)), [4_294_967_295, 66051]),
    ("I64", littleEndian(Int64.min) + littleEndian(Int64(1) << 53), [-0x1p63, 0x1p53]),
    ("U64", littleEndian(UInt64(1) << 63) + littleEndian(UInt64(3)), [0x1p63, 3]),
  ]

  @Test("whole numbers are converted on request", arguments: integers)
  func converted(type: String, data: [UInt8], values: [Double]) throws {
    let contents = try SafetensorsFile.decode(
      file(type, data, shape: "[2,1]"), otherTypes: .convertIntegers)
    #expect(try contents.tensor("n", as: Double.self) == Tensor(shape: [2, 1], elements: values))
    #expect(contents.names == ["n", "x"])
  }

  @Test("a whole number that no Double equals is refused")
  func inexact() {
    let odd = Int64(1) << 53 + 1
    #expect(throws: FileFormatError.integerNotExact(tensor: "n", value: "9007199254740993")) {
      try SafetensorsFile.decode(
        file("I64", littleEndian(odd), shape: "[]"), otherTypes: .convertIntegers)
    }
  }

  @Test("half precision is no whole number")
  func halfPrecision() {
    #expect(throws: FileFormatError.unsupportedType(tensor: "n", type: "\"F16\"")) {
      try SafetensorsFile.decode(
        file("F16", [0, 0], shape: "[1]"), otherTypes: .convertIntegers)
    }
  }

  @Test("what is skipped still has to tile the data")
  func skippedOverlap() {
    let bytes = safetensors(
      entries: entry("x", shape: "[1]", offsets: "[0,4]"),
      entry("n", "F16", shape: "[1]", offsets: "[2,4]"),
      dataSize: 4)
    #expect(throws: FileFormatError.overlap(tensor: "n", begin: 2, other: "x", otherEnd: 4)) {
      try SafetensorsFile.decode(bytes, otherTypes: .skip)
    }
  }
}
