// VerifyFileTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Foundation
import Testing

/// The paths of `convolve verify`, its lines, and their sum.
@Suite struct VerifyFileTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test("An operation that the library does not have is skipped, by name")
  func unsupported() throws {
    let contents = try HandmadeCase.right().setting("op", to: "Transmogrify")
    let verification = try Verification(contents)
    #expect(verification.skipped, "\(verification.run)")
    #expect(verification.line.hasSuffix("  Transmogrify is not an operation of this library"))
    #expect(try Verification(contents.removing("input")).skipped)
  }

  @Test("A file without an operation fails")
  func noOperation() throws {
    let verification = try Verification(HandmadeCase.right().setting("op", to: nil))
    #expect(verification.failed, "\(verification.run)")
    #expect(verification.line.contains("the metadata has no \"op\""))
  }

  @Test("Folders are searched in order of names, also those within, and counted")
  func folders() throws {
    try folder.makeFolder("cases/inner")
    let right = try HandmadeCase.right()
    try SafetensorsFile.write(right, to: folder("cases/b.safetensors"))
    try SafetensorsFile.write(right.removing("output"), to: folder("cases/a.safetensors"))
    try SafetensorsFile.write(right, to: folder("cases/inner/c.safetensors"))
    try SafetensorsFile.write(
      right.setting("op", to: "Other"), to: folder("cases/d.safetensors"))
    try folder.write("not a case", to: "cases/README.md")
    let run = try Program.run(["verify", "cases"], in: folder)
    #expect(run.status == 1 && run.errors.isEmpty, "\(run)")
    let starts = [
      "FAIL  cases/a.safetensors  ", "ok    cases/b.safetensors  ", "skip  cases/d.safetensors  ",
      "ok    cases/inner/c.safetensors  ",
    ]
    try #require(run.lines.count == 5, "\(run)")
    for (line, start) in zip(run.lines, starts) { #expect(line.hasPrefix(start), "\(line)") }
    #expect(run.lines[4] == "2 passed, 1 failed, 1 skipped")
  }

  @Test("Several paths, in the order given")
  func severalPaths() throws {
    try folder.makeFolder("cases")
    for name in ["cases/a.safetensors", "z.safetensors"] {
      try SafetensorsFile.write(HandmadeCase.right(), to: folder(name))
    }
    let run = try Program.run(["verify", "z.safetensors", "cases"], in: folder)
    #expect(run.isClean, "\(run)")
    let names = run.lines.dropLast().map { $0.split(separator: " ")[1] }
    #expect(names == ["z.safetensors", "cases/a.safetensors"])
    #expect(run.lines.last == "2 passed, 0 failed, 0 skipped")
  }

  @Test("A folder with a slash behind its name, and a link to one")
  func folderSpellings() throws {
    try folder.makeFolder("cases")
    try SafetensorsFile.write(HandmadeCase.right(), to: folder("cases/a.safetensors"))
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: "cases")
    let slash = try Program.run(["verify", "cases/"], in: folder)
    #expect(slash.isClean && slash.output.hasPrefix("ok    cases/a.safetensors  "), "\(slash)")
    let link = try Program.run(["verify", "link"], in: folder)
    #expect(link.isClean && link.output.hasPrefix("ok    link/a.safetensors  "), "\(link)")
  }

  @Test("Files that hold no tensors fail, each with its reason")
  func noTensors() throws {
    try folder.write("These are notes, not tensors.", to: "text.safetensors")
    try folder.write("", to: "empty.safetensors")
    let right = try SafetensorsFile.encode(HandmadeCase.right())
    try folder.newFile("cut.safetensors").write(contentsOf: right.dropLast(3))
    try folder.makeFolder("folder.safetensors")
    let names = ["text.safetensors", "empty.safetensors", "cut.safetensors"]
    let run = try Program.run(["verify"] + names, in: folder)
    #expect(run.status == 1 && run.errors.isEmpty, "\(run)")
    try #require(run.lines.count == 4)
    for (line, name) in zip(run.lines, names) {
      #expect(line.hasPrefix("FAIL  \(name)  "), "\(line)")
      #expect(line.count { $0 == "/" } == 0 && line.split(separator: "  ").count == 3, "\(line)")
    }
    #expect(run.lines[3] == "0 passed, 3 failed, 0 skipped")
  }

  @Test("The name of a file stands in its line once")
  func nameOnce() throws {
    try folder.write("These are notes, not tensors.", to: "text.safetensors")
    let run = try Program.run(["verify", "text.safetensors"], in: folder)
    #expect(run.lines.first?.components(separatedBy: "text.safetensors").count == 2, "\(run)")
  }

  @Test("Paths that lead to nothing are errors, before any case is computed")
  func nothing() throws {
    try SafetensorsFile.write(HandmadeCase.right(), to: folder("a.safetensors"))
    try folder.makeFolder("empty")
    let missing = try Program.run(["verify", "a.safetensors", "none"], in: folder)
    #expect(missing.status != 0 && missing.output.isEmpty, "\(missing)")
    #expect(missing.errors.hasPrefix("Error: there is no file or folder none\n"))
    let empty = try Program.run(["verify", "empty"], in: folder)
    #expect(empty.status != 0 && empty.output.isEmpty, "\(empty)")
    #expect(empty.errors.hasPrefix("Error: no .safetensors file under empty\n"))
    #expect(try Program.run(["verify"], in: folder).isRefused(status: 64))
  }
}
