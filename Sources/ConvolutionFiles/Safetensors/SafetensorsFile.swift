// SafetensorsFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// `.safetensors` files: tensors by name, and notes.
///
/// ```swift
/// let model = try SafetensorsFile.read("model.safetensors")
/// let weight = try model.tensor("conv1.weight", as: Float.self)
/// ```
///
/// Tensors of type `F32` and `F64` are read and written. A file with a tensor of another type is
/// refused, with the names of both, unless ``OtherTypes`` says differently.
///
/// A file is judged by its header and its size before memory is taken for its tensors. The header
/// may have 100 000 000 bytes, as in the reference implementation, and no more than the file. The
/// rules of the format hold to the letter: every key once, tensors that cover the data without
/// overlap, gap or rest, notes that are strings. Whatever breaks one is a ``FileFormatError`` of
/// its own.
public enum SafetensorsFile {
  /// What becomes of tensors with elements that are neither `F32` nor `F64`.
  public enum OtherTypes: Sendable {
    /// The file is refused, with the name of the first such tensor and its type.
    case refuse
    /// They are left out.
    case skip
    /// Whole numbers (`I8` to `I64`, `U8` to `U64`) become tensors of `Double`, the same to the
    /// last digit or refused. Other types are refused.
    case convertIntegers
  }

  // MARK: Reading

  /// The tensors and notes of the file at `path`.
  ///
  /// - Throws: A ``FileFormatError`` with the path.
  public static func read(
    _ path: String, otherTypes: OtherTypes = .refuse
  ) throws(FileFormatError) -> NamedTensors {
    try InputFile.read(path) { file throws(FileFormatError) in
      try decode(from: file, otherTypes: otherTypes)
    }
  }

  /// The tensors and notes of a file whose bytes are in memory.
  ///
  /// - Throws: A ``FileFormatError``.
  public static func decode(
    _ bytes: [UInt8], otherTypes: OtherTypes = .refuse
  ) throws(FileFormatError) -> NamedTensors {
    try decode(from: ByteArraySource(bytes: bytes), otherTypes: otherTypes)
  }

  // MARK: Writing

  /// Writes tensors and notes to the file at `path`.
  ///
  /// Equal contents make equal bytes: `F64` before `F32`, names and keys in the order of their
  /// UTF-8 bytes, the data starting at a multiple of 8. The file takes its name when it is
  /// complete, in place of one that has it: there is never half a file at `path`.
  ///
  /// - Throws: A ``FileFormatError`` for a path that cannot be written, a tensor named
  ///   `__metadata__` or of more than 64 axes, and a header beyond what is read.
  public static func write(
    _ contents: NamedTensors, to path: String
  ) throws(FileFormatError) {
    let (header, tensors) = try SafetensorsHeader.encode(contents)
    try OutputFile.write(to: path) { file throws(FileFormatError) in
      try file.append(header)
      for tensor in tensors { try file.append(tensor) }
    }
  }

  /// The bytes of a file of tensors and notes.
  ///
  /// - Throws: A ``FileFormatError`` for a tensor named `__metadata__` or of more than 64 axes, and
  ///   a header beyond what is read.
  public static func encode(_ contents: NamedTensors) throws(FileFormatError) -> [UInt8] {
    let (header, tensors) = try SafetensorsHeader.encode(contents)
    var bytes = ByteArraySink()
    try bytes.append(header)
    for tensor in tensors { try bytes.append(tensor) }
    return bytes.bytes
  }
}

extension SafetensorsFile {
  private static func decode(
    from source: borrowing some ByteSource & ~Copyable, otherTypes: OtherTypes
  ) throws(FileFormatError) -> NamedTensors {
    let (header, offset) = try SafetensorsHeader.read(from: source)
    // All entries are checked before the first tensor is made.
    let readable = try header.checkedEntries(
      dataSize: source.count - offset, otherTypes: otherTypes)
    var contents = NamedTensors(metadata: header.metadata)
    for (entry, element) in readable {
      contents[entry.name] = try entry.tensor(of: element, from: source, dataOffset: offset)
    }
    return contents
  }
}
