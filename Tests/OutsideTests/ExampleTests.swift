// ExampleTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The packages under `Examples/` link the library from outside, as users do: each must build and
/// print what stands in its `Expected.txt`.
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

  @Test(arguments: examples)
  func buildsRunsAndPrintsWhatIsExpected(example: String) async throws {
    let folder = Self.root.appending(path: "Examples").appending(path: example)
    let expected = try String(contentsOf: folder.appending(path: "Expected.txt"), encoding: .utf8)
    // A build from nothing, as in a fresh clone.
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let (output, status) = try await run([
      "swift", "run", "--quiet", "--package-path", folder.path, "--scratch-path", scratch.path,
      example,
    ])
    #expect(status == 0)
    #expect(output == expected)
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
