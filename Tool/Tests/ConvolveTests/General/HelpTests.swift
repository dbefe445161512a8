// HelpTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the program says about itself.
@Suite struct HelpTests {
  private static let commands = ["demo", "filter", "convert", "learn", "verify", "doctor"]

  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test("Help for every command", arguments: commands)
  func help(command: String) throws {
    let run = try Program.run([command, "--help"], in: folder)
    #expect(run.isClean, "\(run)")
    #expect(run.output.hasPrefix("OVERVIEW: "))
    #expect(run.output.contains("\nUSAGE: convolve \(command)"))
    #expect(try Program.run(["help", command], in: folder).output == run.output)
  }

  @Test(
    "Help names every option",
    arguments: [
      ("demo", ["--image", "--output"]),
      (
        "filter",
        [
          "<pictures>", "--filter", "--kernel", "--border", "--flip", "--bias", "--scale",
          "--clamp",
          "--absolute", "--normalize", "--luminance", "--depth", "--quality", "--compression",
          "--format", "--threads", "--pixel-budget", "--output-folder", "--suffix", "--preview",
        ]
      ), ("convert", ["<input>", "<output>", "--depth", "--quality", "--compression"]),
      (
        "learn",
        [
          "<before>", "<after>", "--size", "--method", "--color", "--bias", "--crop", "--border",
          "--ignore-clipped", "--steps", "--output", "--picture", "--residual",
        ]
      ),
      ("verify", ["<paths>"]), ("doctor", []),
    ])
  func options(command: String, names: [String]) throws {
    let text = try Program.run([command, "--help"], in: folder).output
    for name in names { #expect(text.contains("\n  \(name) "), "\(name)") }
  }

  @Test("Tables and examples in the help keep their lines", arguments: commands)
  func wrapping(command: String) throws {
    let text = try Program.run([command, "--help"], in: folder).output
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // What belongs to an indented line and is torn off lands at the margin below it.
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  ") {
      #expect(next.isEmpty || next.hasPrefix("  "), "\(next)")
    }
  }

  @Test("The commands are listed", arguments: [["--help"], ["-h"], ["help"], []])
  func overview(arguments: [String]) throws {
    let run = try Program.run(arguments, in: folder)
    #expect(run.isClean, "\(run)")
    for command in Self.commands { #expect(run.output.contains("\n  \(command) ")) }
  }

  @Test("The version is a version")
  func version() throws {
    let run = try Program.run(["--version"], in: folder)
    #expect(run.isClean && run.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(run)")
  }

  @Test(
    "What is unknown is refused",
    arguments: [["bogus"], ["--bogus"], ["demo", "bogus"], ["doctor", "bogus"]]
      + [["filter", "in.png", "out.png", "--kernel", "1"], ["verify", "."]].map { $0 + ["--bogus"] }
  )
  func unknown(arguments: [String]) throws {
    let run = try Program.run(arguments, in: folder)
    #expect(run.status == 64, "\(run)")
    #expect(run.output.isEmpty && run.errors.contains("bogus"), "\(run)")
  }

  @Test("Errors of use show how the command is used", arguments: commands)
  func usage(command: String) throws {
    let run = try Program.run([command, "--bogus"], in: folder)
    #expect(run.errors.contains("Usage: convolve \(command)"), "\(run)")
  }

  @Test("Paths that lead to nothing are no errors of use of the whole program")
  func pathUsage() throws {
    let run = try Program.run(["verify", "none"], in: folder)
    #expect(!run.errors.contains("Usage: convolve <subcommand>"), "\(run)")
  }
}
