// PathTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Paths that lead to no file of tensors: row 80 of Tests/BadInputs.md.
///
/// The time limits are for what would wait for ever. They are long, as the time counts in which other
/// tests have the processors: half an hour under a sanitizer.
@Suite("paths")
struct PathTests {
  let directory = TemporaryDirectory()

  /// Expects that both formats refuse to read `path`, with the same error.
  private func expectUnreadable(_ path: String, _ error: FileFormatError) {
    #expect(throws: error) { try NPYFile.read(path) }
    #expect(throws: error) { try NPYFile.read(path, as: Double.self) }
    #expect(throws: error) { try SafetensorsFile.read(path) }
  }

  /// Expects that both formats refuse to write `path`, with the same error, and leave nothing.
  private func expectUnwritable(_ path: String, _ error: FileFormatError) {
    let before = directory.names
    #expect(throws: error) { try NPYFile.write([1] as Tensor<Float>, to: path) }
    #expect(throws: error) { try SafetensorsFile.write(NamedTensors(), to: path) }
    #expect(directory.names == before)
  }

  @Test("#80 an empty file")
  func emptyFile() {
    let path = directory.file("empty")
    makeFile(path, [])
    expectUnreadable(path, .inFile(path: path, .empty))
  }

  @Test("#80 a missing file")
  func missingFile() {
    expectUnreadable(directory.file("none"), .fileNotFound(path: directory.file("none")))
    expectUnreadable("", .fileNotFound(path: ""))
  }

  @Test("#80 a directory")
  func directoryPath() {
    expectUnreadable(directory.path, .isDirectory(path: directory.path))
    expectUnwritable(directory.path, .isDirectory(path: directory.path))
  }

  @Test("#80 a FIFO that nobody writes or reads", .timeLimit(.minutes(60)))
  func fifo() {
    let path = directory.file("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    expectUnreadable(path, .notRegularFile(path: path, kind: "FIFO"))
    expectUnwritable(path, .notRegularFile(path: path, kind: "FIFO"))
  }

  @Test("#80 a device")
  func device() {
    let error = FileFormatError.notRegularFile(path: "/dev/null", kind: "character device")
    expectUnreadable("/dev/null", error)
    expectUnwritable("/dev/null", error)
  }

  @Test("#80 a NUL in the path")
  func nul() {
    let path = directory.file("a\0b")
    expectUnreadable(path, .pathContainsNUL(path: path))
    expectUnwritable(path, .pathContainsNUL(path: path))
  }

  @Test("a file used as a directory, and a name that is too long")
  func systemErrors() {
    makeFile(directory.file("file"), [])
    let inside = directory.file("file/inside")
    expectUnreadable(inside, .systemCallFailed(call: "open", path: inside, code: ENOTDIR))
    expectUnwritable(inside, .systemCallFailed(call: "open", path: inside, code: ENOTDIR))
    let long = directory.file(String(repeating: "x", count: 300))
    expectUnreadable(long, .systemCallFailed(call: "open", path: long, code: ENAMETOOLONG))
    // Here the temporary file is there already, and has to go.
    expectUnwritable(long, .systemCallFailed(call: "rename", path: long, code: ENAMETOOLONG))
  }

  @Test("a directory that does not exist")
  func missingDirectory() {
    let path = directory.file("none/a.npy")
    expectUnreadable(path, .fileNotFound(path: path))
    expectUnwritable(path, .directoryNotFound(path: path))
  }

  @Test("a malformed file is named")
  func malformed() {
    let path = directory.file("bad.npy")
    makeFile(path, npy(shape: "(2, 3)", dataSize: 23))
    let error = FileFormatError.inFile(
      path: path, .dataSizeMismatch(tensor: nil, shape: [2, 3], expected: 24, actual: 23))
    #expect(throws: error) { try NPYFile.read(path) }
    #expect(
      error.description == "\(path): the array has 23 bytes of data; its shape [2, 3] takes 24")
  }

  @Test("#80 a file that changes its size while it is read", .timeLimit(.minutes(60)))
  func changingFile() async throws {
    // Another task cuts the file and lets it grow again until a reader was caught in between. Every
    // outcome but that and the two states of the file is a failure.
    let path = directory.file("changing.npy")
    try NPYFile.write(Tensor<Float>.ones([1 << 20]), to: path)
    let whole = try #require(contents(of: path)).count
    let cut = whole - 4096
    let writer = Task.detached {
      while !Task.isCancelled {
        truncate(path, off_t(cut))
        truncate(path, off_t(whole))
      }
    }
    var wasCaught = false
    while !wasCaught {
      switch Result(catching: { () throws(FileFormatError) in try NPYFile.read(path) }) {
      case .success:
        break
      case .failure(.changedWhileReading(_, let expected, let actual)):
        #expect(expected != actual)
        wasCaught = true
      case .failure(let error):
        #expect(
          error
            == .inFile(
              path: path,
              .dataSizeMismatch(
                tensor: nil, shape: [1 << 20], expected: 1 << 22, actual: 1 << 22 - 4096)))
      }
    }
    writer.cancel()
    await writer.value
  }

  @Test("writing replaces a file, keeps its permissions and follows a link")
  func replacing() throws {
    let path = directory.file("a.npy")
    let link = directory.file("link.npy")
    makeFile(path, [1, 2, 3])
    chmod(path, 0o640)
    symlink("a.npy", link)
    try NPYFile.write([1, 2] as Tensor<Double>, to: link)
    #expect(try NPYFile.read(path) == .double([1, 2]))
    #expect(directory.names == ["a.npy", "link.npy"])
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test("a path without a directory is one in the current directory")
  func relativePath() throws {
    // The tests share one current directory, so only an error is safe to provoke.
    let path = String(repeating: "x", count: 300)
    expectUnwritable(path, .systemCallFailed(call: "rename", path: path, code: ENAMETOOLONG))
  }
}
