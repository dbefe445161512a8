// SafetensorsHeader.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What the header of a `.safetensors` file says: a JSON object such as
/// `{"__metadata__":{"made by":"hand"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`,
/// behind its length in 8 bytes.
///
/// Source: the format's description at <https://github.com/huggingface/safetensors>.
struct SafetensorsHeader {
  /// What the header says of one tensor, not yet checked against anything.
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    /// Where the bytes of the tensor are, counted from the end of the header.
    var begin: Int
    var end: Int
  }

  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// The longest header that is read or written: that of the reference implementation.
  static let lengthLimit = 100_000_000

  /// The key of the notes, which no tensor can have as its name.
  static let metadataKey = "__metadata__"

  /// The header at the start of `source`, and the offset of the data behind it.
  ///
  /// - Throws: The ``FileFormatError`` of the first rule that the header breaks.
  static func read(
    from source: borrowing some ByteSource & ~Copyable
  ) throws(FileFormatError) -> (header: SafetensorsHeader, dataOffset: Int) {
    guard source.count > 0 else { throw .empty }
    let lengthSize = 8
    let length = try source.bytes(from: 0, count: lengthSize, part: "header length")
      .reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let text = try source.header(from: lengthSize, length: length, limit: lengthLimit)
    return (try SafetensorsHeader(parsing: text), lengthSize + text.count)
  }
}
