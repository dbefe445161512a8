// FaultTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pictures
import Testing

/// The program when the system gives up on it: the old file stays, nothing lies beside it, and one
/// line says why.
@Suite struct FaultTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try Picture.random(channels: 3, height: 120, width: 160, seed: 31).write(to: folder("in.png"))
  }

  /// A limit on the size of files stands for a disk that is full: it can be set by anybody.
  @Test("A disk that is full", arguments: ["png", "jpg"])
  func fullDisk(format: String) throws {
    try folder.write("old", to: "out." + format)
    let run = try Program.run(
      ["filter", "in.png", "out." + format, "--kernel", "1"], in: folder,
      script: #"ulimit -f 8; exec "$0" "$@""#)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.hasPrefix("Error: out.\(format): cannot be written: "), "\(run)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run)")
    try expectUntouched("out." + format)
  }

  @Test("A disk that is full, for the kernel that was learned")
  func fullDiskForKernel() throws {
    try folder.write("old", to: "out.npy")
    let run = try Program.run(
      ["learn", "in.png", "in.png", "--size", "21x21", "--output", "out.npy"], in: folder,
      script: #"ulimit -f 2; exec "$0" "$@" >/dev/null"#)
    #expect(run.status == 1, "\(run)")
    #expect(run.errors.hasPrefix("Error: ") && run.errors.contains("out.npy"), "\(run)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run)")
    try expectUntouched("out.npy")
  }

  @Test("A folder that cannot be written to", .enabled(if: geteuid() != 0, "root may always"))
  func unwritableFolder() throws {
    try folder.makeFolder("closed")
    chmod(folder("closed"), 0o555)
    defer { chmod(folder("closed"), 0o755) }
    let run = try Program.run(
      ["filter", "in.png", "closed/out.png", "--kernel", "1"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: closed/out.png: cannot be written: Permission denied\n")
  }

  /// A folder of which even root may not make files.
  @Test(
    "A folder that takes no files", .enabled(if: FileManager.default.fileExists(atPath: "/proc")))
  func folderOfSystem() throws {
    let run = try Program.run(["filter", "in.png", "/proc/out.png", "--kernel", "1"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors.hasPrefix("Error: /proc/out.png: cannot be written: "), "\(run)")
  }

  @Test("An output that is a device", arguments: ["/dev/full", "/dev/null"])
  func device(path: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder("out.png"), withDestinationPath: path)
    let run = try Program.run(["filter", "in.png", "out.png", "--kernel", "1"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    #expect(run.errors == "Error: out.png: is a device; give the name of a regular file\n")
  }

  @Test(
    "Ctrl-C and its relatives remove what was written", arguments: [SIGINT, SIGTERM, SIGHUP])
  func interrupted(signal: Int32) throws {
    try Picture.constant([40, 90, 200], height: 1500, width: 2000).write(to: folder("in.png"))
    try folder.write("old", to: "out.png")
    // The program may be done before the signal comes; it seldom is.
    for _ in 1...5 {
      let run = try Program.run(
        ["filter", "in.png", "out.png", "--filter", "motion:length=61,angle=30"], in: folder
      ) { process in
        while process.isRunning, try folder.contents().count < 3 { usleep(500) }
        kill(process.processIdentifier, signal)
      }
      if run.status == 0 { continue }
      #expect(run.status == -signal && run.output.isEmpty, "\(run)")
      #expect(try folder.contents() == ["in.png", "out.png"])
      return
    }
    Issue.record("the program was always done before signal \(signal)")
  }

  @Test("An input that is gone, or cut while nobody looks")
  func vanished() throws {
    try folder.write("old", to: "out.png")
    let bytes = try folder.bytes("in.png")
    try folder.newFile("in.png").write(contentsOf: bytes.prefix(40))
    let cut = try Program.run(["filter", "in.png", "out.png", "--kernel", "1"], in: folder)
    #expect(cut.isRefused(status: 1), "\(cut)")
    try FileManager.default.removeItem(atPath: folder("in.png"))
    let gone = try Program.run(["filter", "in.png", "out.png", "--kernel", "1"], in: folder)
    #expect(gone.isRefused(status: 1), "\(gone)")
    #expect(try folder.contents() == ["out.png"])
    #expect(try folder.text("out.png") == "old")
  }

  @Test(
    "Standard output that takes nothing",
    arguments: [
      (["doctor"], #"exec "$0" "$@" >/dev/full"#, "No space left on device"),
      (["--help"], #"exec "$0" "$@" >/dev/full"#, "No space left on device"),
      (["doctor"], #"mkfifo p; (exec <p) & exec "$0" "$@" >p"#, "Broken pipe"),
    ])
  func standardOutput(arguments: [String], script: String, reason: String) throws {
    let run = try Program.run(arguments, in: folder, script: script)
    #expect(run.status == 1, "\(run)")
    #expect(run.errors == "Error: standard output: cannot be written: \(reason)\n", "\(run)")
  }

  @Test("A reader that leaves keeps no file from being written")
  func brokenPipe() throws {
    let run = try Program.run(
      ["learn", "in.png", "in.png", "--size", "3", "--output", "k.npy"], in: folder,
      script: #"mkfifo p; (exec <p) & exec "$0" "$@" >p"#)
    #expect(run.status == 1, "\(run)")
    #expect(try folder.contents().contains("k.npy"), "\(run)")
  }

  private func expectUntouched(_ name: String) throws {
    #expect(try folder.text(name) == "old")
    #expect(try folder.contents() == ["in.png", name].sorted())
  }
}
