// OutputFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CPictureCodecs

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that appears under its name only when it is complete.
///
/// It is written under another name in the same directory, and renamed in the end: a failure
/// leaves the old file as it was, and a reader never meets half of the new one. A signal that ends
/// the program, such as that of ctrl-C, removes what was written.
struct OutputFile {
  let path: String
  /// Open for writing; who writes the file closes it.
  let descriptor: Int32
  private let temporaryPath: String
  /// What the temporary file is remembered by until it has its name.
  private let reminder: Int32

  init(path: String) throws(PictureError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    var status = stat()
    let isReplacement = unsafe stat(path, &status) == 0
    if isReplacement, let kind = kindOfSpecialFile(mode: status.st_mode) {
      throw .notAFile(path: path, kind: kind)
    }
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    temporaryPath =
      directory + ".picture-" + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
    reminder = unsafe pc_temporary_file_remember(temporaryPath)
    descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let code = errno
      pc_temporary_file_forget(reminder)
      throw .cannotWrite(path: path, reason: systemReason(code))
    }
    self.path = path
    // Who could not read the old file shall not read the new one.
    if isReplacement { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// Puts the file, which must be complete, under its name.
  func commit() throws(PictureError) {
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
    pc_temporary_file_forget(reminder)
  }

  /// Removes what was written.
  func discard() {
    unsafe unlink(temporaryPath)
    pc_temporary_file_forget(reminder)
  }
}
