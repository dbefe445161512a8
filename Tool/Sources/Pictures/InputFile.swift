// InputFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file, open for reading at its start, whose format is known.
struct InputFile {
  let descriptor: Int32
  let format: PictureFormat

  init(path: String) throws(PictureError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    // Without O_NONBLOCK, opening a pipe waits for somebody to write to it.
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotRead(path: path, reason: systemReason(errno)) }
    do throws(PictureError) {
      format = try Self.format(descriptor: descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  private static func format(
    descriptor: Int32, path: String
  ) throws(PictureError) -> PictureFormat {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .cannotRead(path: path, reason: systemReason(errno))
    }
    if let kind = kindOfSpecialFile(mode: status.st_mode) {
      throw .notAFile(path: path, kind: kind)
    }
    var signature = [UInt8](repeating: 0, count: PictureFormat.signatureLength)
    // At an offset, so that the decoder finds the file at its start.
    let count = unsafe pread(descriptor, &signature, signature.count, 0)
    guard count >= 0 else { throw .cannotRead(path: path, reason: systemReason(errno)) }
    guard count > 0 else { throw .emptyFile(path: path) }
    guard let format = PictureFormat(signature: Array(signature.prefix(count))) else {
      throw .unknownFormat(path: path)
    }
    return format
  }
}

/// What a file is if it is not a regular one, with an article.
func kindOfSpecialFile(mode: mode_t) -> String? {
  switch mode & S_IFMT {
  case S_IFREG: nil
  case S_IFDIR: "a directory"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  default: "a device"
  }
}

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
