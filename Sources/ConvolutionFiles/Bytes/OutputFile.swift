// OutputFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that appears under its name when it is complete.
///
/// The bytes go to a temporary file in the same directory, which then takes the name: whoever opens
/// the name sees the old file or the new one, and never a part of one.
struct OutputFile: ByteSink, ~Copyable {
  private var descriptor: FileDescriptor

  private init(descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFormatError) {
    try unsafe descriptor.write(bytes)
  }

  /// Writes what `encode` appends to the file at `path`.
  ///
  /// A file that is there is replaced and its permissions kept; a symbolic link is followed.
  ///
  /// - Throws: An error of its own for a path with a NUL, a directory, anything else that is no
  ///   regular file, and a directory that does not exist; the system's error with its text; and
  ///   what `encode` throws. What was at `path` is then as it was.
  static func write(
    to path: String, _ encode: (inout OutputFile) throws(FileFormatError) -> Void
  ) throws(FileFormatError) {
    guard !path.utf8.contains(0) else { throw .pathContainsNUL(path: path) }
    let existing = try existingFile(at: path)
    let target = existing?.path ?? path
    let temporary = temporaryPath(beside: target)
    // O_EXCL: never through a file or a link that someone else put there.
    var file = OutputFile(
      descriptor: try FileDescriptor(
        opening: temporary, O_WRONLY | O_CREAT | O_EXCL, permissions: 0o666, reportedAs: path,
        missing: .directoryNotFound(path: path)))
    do throws(FileFormatError) {
      if let existing { try file.descriptor.setPermissions(existing.permissions) }
      try encode(&file)
      try file.descriptor.close()
      guard unsafe rename(temporary, target) == 0 else {
        throw .systemCallFailed(call: "rename", path: path, code: errno)
      }
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  /// The file that `path` leads to, if there is one: where it is, links followed, and the
  /// permissions that it has.
  private static func existingFile(
    at path: String
  ) throws(FileFormatError) -> (path: String, permissions: mode_t)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    try FileKind(mode: status.st_mode).requireRegular(path: path)
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe (String(cString: resolved), status.st_mode & 0o7777)
  }

  /// A name in the directory of `path` that no other writer picks.
  private static func temporaryPath(beside path: String) -> String {
    let directory = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return directory + ".convolution-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  }
}
