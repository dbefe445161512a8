// ByteSource.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Where the bytes of a file come from: the file, or an array.
///
/// The formats read a small header first and then each tensor straight into its memory: no byte
/// of data is copied twice.
protocol ByteSource: ~Copyable {
  /// The number of bytes.
  var count: Int { get }

  /// Fills `buffer` with the bytes from `offset`. The caller made sure that there are as many.
  func copy(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileFormatError)
}

extension ByteSource where Self: ~Copyable {
  /// The `length` bytes from `offset`, which are the `part` of the file that errors name.
  ///
  /// - Throws: ``FileFormatError/truncated(part:expected:actual:)``, before anything is allocated.
  func bytes(from offset: Int, count length: Int, part: String) throws(FileFormatError) -> [UInt8] {
    guard offset <= count, length <= count - offset else {
      throw .truncated(part: part, expected: offset + length, actual: count)
    }
    var bytes = [UInt8](repeating: 0, count: length)
    try unsafe bytes.withUnsafeMutableBufferPointer { buffer throws(FileFormatError) in
      try unsafe copy(from: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
    return bytes
  }

  /// The `length` bytes of a header that starts at `offset`, once its length is known to be sound.
  ///
  /// - Throws: ``FileFormatError/headerTooLong(length:limit:)`` and
  ///   ``FileFormatError/headerBeyondFile(length:available:)``, before anything is allocated.
  func header(
    from offset: Int, length: UInt64, limit: Int
  ) throws(FileFormatError) -> [UInt8] {
    guard let size = Int(exactly: length), size <= limit else {
      throw .headerTooLong(length: length, limit: limit)
    }
    guard size <= count - offset else {
      throw .headerBeyondFile(length: length, available: count - offset)
    }
    return try bytes(from: offset, count: size, part: "header")
  }
}

/// Bytes that are in memory already.
struct ByteArraySource: ByteSource {
  let bytes: [UInt8]

  var count: Int { bytes.count }

  func copy(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileFormatError) {
    unsafe bytes.withUnsafeBytes { bytes in
      let part = unsafe bytes[offset..<offset + buffer.count]
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
    }
  }
}
