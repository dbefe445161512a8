// Command.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Other programs, run from a test.
enum Command {
  /// What a command prints, and its status.
  ///
  /// On a thread of its own: one takes half a minute, and threads that tests share are as few as
  /// processors.
  static func run(_ command: [String]) async throws -> (output: String, status: Int32) {
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
