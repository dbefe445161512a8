// ExampleTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The packages under `Examples/` link the library from outside, as users do: each must build, and
/// print what stands in its `Expected.txt` or, as the digits of a long training are not the same on
/// every machine, learn what it sets out to.
@Suite struct ExampleTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let examples: [String] = {
    let folder = root.appending(path: "Examples")
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }()

  @Test func thereAreExamples() {
    #expect(!Self.examples.isEmpty)
  }

  @Test(arguments: examples.filter { $0 != "Digits" })
  func buildsRunsAndPrintsWhatIsExpected(example: String) async throws {
    let expected = try String(
      contentsOf: Self.folder(example).appending(path: "Expected.txt"), encoding: .utf8)
    let (output, status) = try await runExample(example)
    #expect(status == 0)
    #expect(output == expected)
  }

  @Test func digitsAreLearned() async throws {
    // Debug code would learn for minutes.
    let (output, status) = try await runExample("Digits", configuration: "release")
    #expect(status == 0)
    let lines = output.split(separator: "\n")
    #expect(lines.first == "1437 digits to learn from, 360 to be tested on")
    let epochs = lines.dropFirst(2).map { $0.split(separator: " ") }
    try #require(epochs.count == 20 && epochs.allSatisfy { $0.count == 5 }, "\(output)")
    let losses = epochs.compactMap { Double($0[1]) }
    let right = epochs.compactMap { Int($0[2]) }
    // A guess costs log 10 and is right once in ten.
    #expect(losses[0] > 1 && losses[19] < 0.05, "\(output)")
    #expect(right[19] >= 339, "94 % of 360, \(output)")
  }

  private static func folder(_ example: String) -> URL {
    root.appending(path: "Examples").appending(path: example)
  }

  /// Builds an example from nothing, as in a fresh clone, and runs it.
  private func runExample(
    _ example: String, configuration: String = "debug"
  ) async throws -> (output: String, status: Int32) {
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // The compiler's driver leaves folders of its own behind, and locks beside the scratch path.
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    return try await run([
      "TMPDIR=\(scratch.path)", "swift", "run", "--quiet", "-c", configuration, "--package-path",
      Self.folder(example).path, "--scratch-path", scratch.appending(path: "build").path, example,
    ])
  }

  /// Runs a command on a thread of its own: the build takes a minute, and threads that tests share
  /// are as few as processors.
  private func run(_ command: [String]) async throws -> (output: String, status: Int32) {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = command
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            // Read before waiting: a full pipe would block the process for ever.
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (String(decoding: output, as: UTF8.self), process.terminationStatus)
          })
      }
    }
  }
}
