// StreamTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Pictures
import Testing

/// Standard output is for what the program has to say; C libraries have no part in it.
@Suite struct StreamTests {
  /// What makes OpenBLAS talk.
  private static let loud = ["OPENBLAS_VERBOSE": "2"]

  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test("OpenBLAS does not write to standard output")
  func openBLAS() throws {
    try SafetensorsFile.write(HandmadeCase.right(), to: folder("a.safetensors"))
    let run = try Program.run(["verify", "a.safetensors"], in: folder, environment: Self.loud)
    #expect(run.status == 0)
    #expect(run.lines.count == 2 && run.output.hasPrefix("ok    a.safetensors  "), "\(run)")
  }

  @Test("A filter that works says nothing", arguments: ["png", "jpg"])
  func filter(format: String) throws {
    try Picture.random(channels: 3, seed: 1).write(to: folder("in." + format))
    let run = try Program.run(
      ["filter", "in." + format, "out." + format, "--kernel", "1"], in: folder)
    #expect(run.isClean && run.output.isEmpty, "\(run)")
  }

  @Test("The decoders of damaged pictures say nothing themselves", arguments: ["png", "jpg"])
  func damagedPicture(format: String) throws {
    let picture = try Picture.random(channels: 3, height: 40, width: 40, seed: 1)
    try picture.write(to: folder("in." + format))
    let bytes = try folder.bytes("in." + format)
    try folder.newFile("in." + format).write(contentsOf: bytes.dropLast(bytes.count / 3))
    let run = try Program.run(
      ["filter", "in." + format, "out.png", "--kernel", "1"], in: folder)
    #expect(run.isRefused(status: 1), "\(run)")
    // One line, from the program.
    #expect(run.errors.split(separator: "\n").count == 1, "\(run)")
  }
}
