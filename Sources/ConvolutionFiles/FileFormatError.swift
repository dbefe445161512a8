// FileFormatError.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A rule that a file, a path or the tensors to be written broke.
///
/// There is a case for each rule. Its description says what was wrong, what was given, and what
/// would be accepted. A file is judged by its header and its size: nothing large is allocated for
/// a file that is refused.
public enum FileFormatError: Error, Hashable, Sendable {
  // MARK: Paths and files
  /// A problem with the contents of the file at `path`.
  indirect case inFile(path: String, FileFormatError)
  /// A path that the system would cut at its NUL.
  case pathContainsNUL(path: String)
  /// No file where one was to be read.
  case fileNotFound(path: String)
  /// No directory for a file that was to be written.
  case directoryNotFound(path: String)
  /// A directory where a file was expected.
  case isDirectory(path: String)
  /// A pipe, device or socket where a file was expected.
  case notRegularFile(path: String, kind: String)
  /// A file that had another size after it was read than before.
  case changedWhileReading(path: String, expected: Int, actual: Int)
  /// A call of the operating system that failed, and its `errno`.
  case systemCallFailed(call: String, path: String, code: Int32)
  /// More memory than the system gives.
  case outOfMemory(bytes: Int)

  // MARK: Sizes in the file
  /// No bytes at all.
  case empty
  /// Bytes that end within the part of the file before its header.
  case truncated(part: String, expected: Int, actual: Int)
  /// A header longer than any that is read or written.
  case headerTooLong(length: UInt64, limit: Int)
  /// A header that would end after the file does.
  case headerBeyondFile(length: UInt64, available: Int)

  // MARK: Text of a header
  /// A byte outside of ASCII in a header that has to be ASCII.
  case notASCII(offset: Int, byte: UInt8)
  /// A header that is not UTF-8.
  case notUTF8(offset: Int)
  /// A header that does not follow the grammar of its format.
  case headerSyntax(offset: Int, expected: String, found: String)
  /// A number in a header that does not fit in an `Int`.
  case integerOutOfRange(offset: Int, digits: String)
  /// A key that has to be there.
  case missingKey(key: String, object: String)
  /// A key that is there twice, or two that Unicode regards as the same.
  case duplicateKey(key: String, object: String)
  /// A key that does not belong.
  case unexpectedKey(key: String, object: String, accepted: String)
  /// A value of the right form with the wrong content.
  case invalidValue(key: String, value: String, accepted: String)

  // MARK: Tensors; `tensor` is nil for the only one of an `.npy` file
  /// An element type that is not read.
  case unsupportedType(tensor: String?, type: String)
  /// A shape with an axis below zero.
  case negativeDimension(tensor: String?, shape: [Int])
  /// A shape of more axes than are read or written.
  case tooManyAxes(tensor: String?, limit: Int)
  /// A shape whose elements cannot be counted, or their bytes addressed, with an `Int`.
  case sizeOverflow(tensor: String?, shape: [Int])
  /// Another number of bytes than the shape calls for.
  case dataSizeMismatch(tensor: String?, shape: [Int], expected: Int, actual: Int)

  // MARK: .npy
  /// Bytes that do not start as an `.npy` file does.
  case notNPY(found: [UInt8])
  /// A version of the format that is not known.
  case unsupportedNPYVersion(major: UInt8, minor: UInt8)

  // MARK: .safetensors
  /// A note in `__metadata__` that is not a string; `key` is nil when the notes are no object.
  case metadataNotString(key: String?, found: String)
  /// Offsets of which the second is below the first, or the first below zero.
  case invalidOffsets(tensor: String, begin: Int, end: Int)
  /// Two tensors that share bytes of the file.
  case overlap(tensor: String, begin: Int, other: String, otherEnd: Int)
  /// Bytes of the data that belong to no tensor.
  case unusedBytes(begin: Int, end: Int)
  /// A tensor whose bytes would end after the file does.
  case dataBeyondFile(tensor: String, end: Int, available: Int)
  /// An integer that no `Double` equals.
  case integerNotExact(tensor: String, value: String)
  /// A name that the format keeps for itself.
  case reservedName(name: String)
  /// A name that no tensor has.
  case tensorNotFound(name: String, available: [String])
}
