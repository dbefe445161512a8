// Program.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The program under test, run as its users run it.
enum Program {
  /// Runs `convolve` with `arguments` in a folder, so that relative names in its messages are short.
  ///
  /// What the environment tells OpenBLAS is taken away, and `environment` is added: a test must not
  /// depend on the shell that it was started from.
  ///
  /// - Parameters:
  ///   - output: What standard output goes to, if it is not for the result.
  ///   - script: What a shell is to run in its place; `"$0" "$@"` is the program in it.
  ///   - body: Runs while the program does.
  static func run(
    _ arguments: [String], in folder: TemporaryDirectory, environment: [String: String] = [:],
    output: FileHandle? = nil, script: String? = nil,
    while body: (Process) throws -> Void = { _ in }
  ) throws -> Run {
    // Files, not pipes: nobody has to read them for the program to go on.
    let streams = try TemporaryDirectory()
    let process = Process()
    let program = try executable()
    process.executableURL = script == nil ? program : URL(fileURLWithPath: "/bin/sh")
    process.arguments = (script.map { ["-c", $0, program.path] } ?? []) + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = inherited.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let file = try streams.newFile("output")
    process.standardOutput = output ?? file
    process.standardError = try streams.newFile("errors")
    try withSignals { try process.run() }
    try body(process)
    process.waitUntilExit()
    let code = process.terminationStatus
    return Run(
      arguments: arguments, status: process.terminationReason == .exit ? code : -code,
      output: try streams.text("output"), errors: try streams.text("errors"))
  }

  /// Starts a process that receives signals: threads of tests block them, and processes that they
  /// start would too.
  private static func withSignals(_ start: () throws -> Void) rethrows {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try start()
  }

  private static var inherited: [String: String] {
    ProcessInfo.processInfo.environment.filter { name, _ in
      !["OPENBLAS_", "GOTO_", "OMP_", "CONVOLUTION_"].contains { name.hasPrefix($0) }
    }
  }

  /// The program lies where the tests were built to: beside the test bundle, or, where the tests
  /// are a plain executable, beside that.
  private static func executable() throws -> URL {
    let bundles = [Bundle.main] + Bundle.allBundles
    let places = bundles.flatMap {
      [$0.bundleURL, $0.bundleURL.deletingLastPathComponent()]
    }
    let candidates = places.map { $0.appendingPathComponent("convolve") }
    return try #require(
      candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "no program convolve beside the tests")
  }
}
