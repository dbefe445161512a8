// SafetensorsTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

@Suite("safetensors")
struct SafetensorsTests {
  @Test("reads what the reference writes", arguments: ReferenceFile<NamedTensors>.safetensors)
  func reads(_ file: ReferenceFile<NamedTensors>) throws {
    let contents = try SafetensorsFile.decode(file.bytes)
    #expect(contents == file.contents)
  }

  @Test("writes the bytes of the reference", arguments: ReferenceFile<NamedTensors>.safetensors)
  func writes(_ file: ReferenceFile<NamedTensors>) throws {
    #expect(try SafetensorsFile.encode(file.contents) == file.bytes)
  }

  @Test("random tensors survive a round trip", arguments: [1, 2, 3, 4] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for round in 0..<30 {
      let contents = try randomContents(using: &generator)
      let again = try SafetensorsFile.decode(SafetensorsFile.encode(contents))
      expectSame(again, contents, "seed \(seed), round \(round)")
    }
  }

  @Test("random tensors survive a round trip through a file")
  func fileRoundTrip() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("tensors.safetensors")
    var generator = SplitMix64(seed: 5)
    for round in 0..<10 {
      let contents = try randomContents(using: &generator)
      try SafetensorsFile.write(contents, to: path)
      expectSame(try SafetensorsFile.read(path), contents, "seed 5, round \(round)")
    }
    #expect(directory.names == ["tensors.safetensors"])
  }

  @Test("equal contents make equal bytes, in the order of UTF-8")
  func order() throws {
    // "\u{1F600}" comes before "\u{FF5E}" in UTF-16, and a decomposed é after "f" nowhere but in
    // bytes.
    let names = ["\u{1F600}", "\u{FF5E}", "f", "e\u{301}", "", "a.10", "a.9", "Z"]
    var contents = NamedTensors()
    for name in names { contents[name] = .float([1]) }
    #expect(contents.names == ["", "Z", "a.10", "a.9", "e\u{301}", "f", "\u{FF5E}", "\u{1F600}"])
    let bytes = try SafetensorsFile.encode(contents)
    var reversed = NamedTensors()
    for name in names.reversed() { reversed[name] = .float([1]) }
    #expect(try SafetensorsFile.encode(reversed) == bytes)
    #expect(try SafetensorsFile.decode(bytes) == contents)
  }

  @Test("a tensor is found by name, in the type asked for")
  func lookup() throws {
    let contents = NamedTensors(tensors: ["w": .double([0.1, 2]), "b": .float([1])])
    #expect(try contents.tensor("w", as: Float.self) == [0.1, 2])
    #expect(try contents.tensor("b", as: Double.self) == [1])
    #expect(throws: FileFormatError.tensorNotFound(name: "v", available: ["b", "w"])) {
      try contents.tensor("v", as: Float.self)
    }
  }

  static let accepted: [(String, [UInt8], shapes: [String: [Int]])] = [
    (
      "#75 rank 0", safetensors(entries: entry("a", shape: "[]", offsets: "[0,4]"), dataSize: 4),
      ["a": []]
    ),
    (
      "#75 axes of size 0",
      safetensors(entries: entry("a", "F64", shape: "[3,0,2]", offsets: "[0,0]")), ["a": [3, 0, 2]]
    ),
    (
      "#75 empty tensors between and behind others",
      safetensors(
        entries: entry("d", shape: "[0]", offsets: "[4,4]"),
        entry("c", shape: "[1]", offsets: "[4,8]"), entry("b", shape: "[0]", offsets: "[8,8]"),
        entry("a", shape: "[1]", offsets: "[0,4]"), dataSize: 8),
      ["a": [1], "b": [0], "c": [1], "d": [0]]
    ),
    ("no tensors", safetensors("{}"), [:]),
    ("no notes", safetensors(#"{"__metadata__":{}}"#), [:]),
    (
      "blanks between and behind",
      safetensors(
        "{ \"a\" : {\"shape\":\t[ 0 , 2 ],\n\"data_offsets\":[ 0,0 ],\r\"dtype\": \"F32\" } }  \n"),
      ["a": [0, 2]]
    ),
    (
      "data that is not aligned",
      safetensors("{\(entry("a", "F64", shape: "[1]", offsets: "[0,8]"))}   ", dataSize: 8),
      ["a": [1]]
    ),
    (
      "escapes in a name", safetensors(entries: entry(#"\u0078"#, shape: "[0]", offsets: "[0,0]")),
      ["x": [0]]
    ),
    (
      "a surrogate pair in a name",
      safetensors(entries: entry(#"\ud83d\uDE00\/"#, shape: "[0]", offsets: "[0,0]")),
      ["\u{1F600}/": [0]]
    ),
  ]

  @Test("accepts every form of a header that means something", arguments: accepted)
  func accepts(_ name: String, _ bytes: [UInt8], shapes: [String: [Int]]) throws {
    #expect(try SafetensorsFile.decode(bytes).tensors.mapValues(\.shape) == shapes)
  }

  private func randomContents(using generator: inout SplitMix64) throws -> NamedTensors {
    var contents = NamedTensors()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      contents[randomText(using: &generator)] = try randomTensor(using: &generator)
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      contents.metadata[randomText(using: &generator)] = randomText(using: &generator)
    }
    return contents
  }

  /// Text of any characters, with those that have to be escaped more often than others.
  private func randomText(using generator: inout SplitMix64) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let range: ClosedRange<UInt32> = Bool.random(using: &generator) ? 0...0x7F : 0...0x10FFFF
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private func expectSame(_ actual: NamedTensors, _ expected: NamedTensors, _ problem: String) {
    #expect(actual.metadata == expected.metadata, "\(problem)")
    #expect(actual.names == expected.names, "\(problem)")
    for (name, tensor) in expected.tensors {
      let same = actual[name].map { sameBits($0, tensor) } ?? false
      #expect(same, "\(problem), tensor \(name.debugDescription)")
    }
  }
}
