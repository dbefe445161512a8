// FileDescriptor.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An open file, closed at the end of its life.
///
/// The only caller of the system's reading and writing.
struct FileDescriptor: ~Copyable {
  /// One call moves at most this much: systems refuse or shorten calls of 2 GiB and more.
  private static let largestTransfer = 1 << 30

  /// The system's number for the file, nil when it was closed.
  private var number: Int32?

  /// The path that errors name: the one that the user gave, not that of a temporary file.
  private let reportedPath: String

  /// Opens the file at `path`, with `permissions` if that creates it.
  ///
  /// - Throws: `missing` if there is nothing at `path`, or no directory for it, and
  ///   ``FileFormatError/systemCallFailed(call:path:code:)``.
  init(
    opening path: String, _ flags: Int32, permissions: mode_t = 0, reportedAs reportedPath: String,
    missing: FileFormatError
  ) throws(FileFormatError) {
    self.reportedPath = reportedPath
    let result = Self.retrying { unsafe open(path, flags | O_CLOEXEC, permissions) }
    guard result >= 0 else {
      if errno == ENOENT { throw missing }
      throw .systemCallFailed(call: "open", path: reportedPath, code: errno)
    }
    number = result
  }

  deinit {
    if let number { _ = systemClose(number) }
  }

  /// Closes the file, to learn of writes that failed late; the end of its life would not tell.
  mutating func close() throws(FileFormatError) {
    guard let open = number.take() else { return }
    // A failed close leaves nothing open that a second call could close.
    guard systemClose(open) == 0 else { throw failure("close") }
  }

  /// What the system knows of the file.
  borrowing func status() throws(FileFormatError) -> stat {
    var status = stat()
    guard unsafe fstat(number ?? -1, &status) == 0 else { throw failure("fstat") }
    return status
  }

  /// Reads some bytes from `offset`, and returns how many; 0 at the end of the file.
  borrowing func read(
    from offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFormatError) -> Int {
    let size = min(buffer.count, Self.largestTransfer)
    let count = Self.retrying {
      unsafe pread(number ?? -1, buffer.baseAddress, size, off_t(offset))
    }
    guard count >= 0 else { throw failure("pread") }
    return count
  }

  /// Writes all bytes behind those that were written before.
  borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(FileFormatError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let size = min(rest.count, Self.largestTransfer)
      let count = Self.retrying { unsafe systemWrite(number ?? -1, rest.baseAddress, size) }
      guard count >= 0 else { throw failure("write") }
      done += count
    }
  }

  /// Sets the permissions of the file.
  borrowing func setPermissions(_ permissions: mode_t) throws(FileFormatError) {
    guard fchmod(number ?? -1, permissions) == 0 else { throw failure("fchmod") }
  }

  private borrowing func failure(_ call: String) -> FileFormatError {
    .systemCallFailed(call: call, path: reportedPath, code: errno)
  }

  /// The result of `call`, made again when a signal interrupted it.
  private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

// Inside of the type these names are its own methods.

private func systemClose(_ number: Int32) -> Int32 {
  close(number)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, bytes, count)
}
