// InputFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file, open for reading.
struct InputFile: ByteSource, ~Copyable {
  private let descriptor: FileDescriptor
  private let path: String

  /// The size when the file was opened, which everything in it is judged by.
  let count: Int

  private init(descriptor: consuming FileDescriptor, path: String, count: Int) {
    self.descriptor = descriptor
    self.path = path
    self.count = count
  }

  /// The file at `path`, opened.
  ///
  /// - Throws: An error of its own for a path with a NUL, a missing file, a directory, and
  ///   anything else that is no regular file.
  private static func open(_ path: String) throws(FileFormatError) -> InputFile {
    guard !path.utf8.contains(0) else { throw .pathContainsNUL(path: path) }
    // O_NONBLOCK: opening a FIFO would otherwise wait for a writer, perhaps forever.
    let descriptor = try FileDescriptor(
      opening: path, O_RDONLY | O_NONBLOCK, reportedAs: path, missing: .fileNotFound(path: path))
    let status = try descriptor.status()
    try FileKind(mode: status.st_mode).requireRegular(path: path)
    return InputFile(descriptor: descriptor, path: path, count: Int(status.st_size))
  }

  /// The result of `decode` on the file at `path`.
  ///
  /// - Throws: What opening and reading the file throw, and what `decode` throws with the path.
  static func read<Result>(
    _ path: String, _ decode: (borrowing InputFile) throws(FileFormatError) -> Result
  ) throws(FileFormatError) -> Result {
    let file = try open(path)
    let result: Result
    do throws(FileFormatError) {
      result = try decode(file)
    } catch {
      // What looks like a malformed file may be one that was just being written.
      try file.requireUnchanged()
      throw error.naming(path)
    }
    try file.requireUnchanged()
    return result
  }

  private borrowing func requireUnchanged() throws(FileFormatError) {
    let size = Int(try descriptor.status().st_size)
    guard size == count else {
      throw .changedWhileReading(path: path, expected: count, actual: size)
    }
  }

  borrowing func copy(
    from offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFormatError) {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let step = try unsafe descriptor.read(from: offset + done, into: rest)
      guard step > 0 else {
        throw .changedWhileReading(path: path, expected: count, actual: offset + done)
      }
      done += step
    }
  }
}

extension FileFormatError {
  /// The error with the path of the file it is about.
  fileprivate func naming(_ path: String) -> FileFormatError {
    switch self {
    case .changedWhileReading, .systemCallFailed: self
    default: .inFile(path: path, self)
    }
  }
}
