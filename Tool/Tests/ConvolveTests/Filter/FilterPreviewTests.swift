// FilterPreviewTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pictures
import Testing

/// What `convolve filter --preview` shows in a terminal.
@Suite struct FilterPreviewTests {
  #if os(Linux)
  @Test(
    "Half blocks in the colors of two rows, without a file, or with one", arguments: [false, true])
  func blocks(isWritten: Bool) throws {
    let folder = try TemporaryDirectory()
    // Red above, blue below, and one row more.
    let samples: [[Float]] = [[1, 0, 0.2], [0, 0, 0.4], [0, 1, 0.6]]
    try Picture(samples: .init(shape: [3, 3, 1], elements: Array(samples.joined())))
      .write(to: folder("in.png"))
    let terminal = try #require(Terminal())
    let run = try Program.run(
      ["filter", "in.png"] + (isWritten ? ["out.png"] : []) + [
        "--filter", "identity", "--preview",
      ],
      in: folder, output: terminal.program)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
    let escape = "\u{1B}["
    // The terminal makes a return and a line feed of a line feed.
    let expected =
      "\(escape)38;2;255;0;0m\(escape)48;2;0;0;255m\u{2580}\(escape)0m\r\n"
      + "\(escape)38;2;51;102;153m\(escape)49m\u{2580}\(escape)0m\r\n"
    #expect(terminal.read() == expected)
    #expect(try folder.contents() == (isWritten ? ["in.png", "out.png"] : ["in.png"]))
  }
  #endif
}

#if os(Linux)
/// A terminal that nobody sits at.
private struct Terminal {
  private let own: Int32
  /// What a program writes to.
  let program: FileHandle

  init?() {
    own = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // Linux's requests to unlock the other side, and for its number.
    var (isLocked, number): (Int32, Int32) = (0, 0)
    guard own >= 0, ioctl(own, 0x4004_5431, &isLocked) == 0,
      ioctl(own, 0x8004_5430, &number) == 0
    else { return nil }
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard other >= 0 else { return nil }
    program = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  /// What was written so far, a few thousand bytes at most.
  func read() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(own, &bytes, bytes.count)
    close(own)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
#endif
