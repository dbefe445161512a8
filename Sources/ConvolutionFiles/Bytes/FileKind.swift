// FileKind.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What kind of thing a path leads to.
enum FileKind: Equatable {
  case regular
  case directory
  case other(String)

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .directory
    case S_IFIFO: self = .other("FIFO")
    case S_IFCHR: self = .other("character device")
    case S_IFBLK: self = .other("block device")
    case S_IFSOCK: self = .other("socket")
    default: self = .other("special file")
    }
  }

  /// - Throws: ``FileFormatError/isDirectory(path:)`` or
  ///   ``FileFormatError/notRegularFile(path:kind:)``.
  func requireRegular(path: String) throws(FileFormatError) {
    switch self {
    case .regular: return
    case .directory: throw .isDirectory(path: path)
    case .other(let kind): throw .notRegularFile(path: path, kind: kind)
    }
  }
}
