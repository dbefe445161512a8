// DoctorCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Convolution
import Foundation

/// `convolve doctor`: what runs on this machine, and whether it computes correctly.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what the library and OpenBLAS chose on this machine, and check the products.")

  func run() throws {
    print("processor      \(Machine.processorName), \(Machine.processorCount) online")
    print("instructions   \(Machine.instructionSet.rawValue)")
    print("OpenBLAS       \(BLASRuntime.configuration)")
    print("core           \(BLASRuntime.coreName)")
    print("threads        \(BLASRuntime.threadCount) (\(BLASRuntime.parallelism.rawValue))")
    print("environment    \(Self.environment())")
    let checks = try BLASRuntime.selfCheck()
    let wrong = checks.filter { !$0.passed }
    print("matrix product \(checks.count - wrong.count) of \(checks.count) products exact")
    for check in wrong { print("  \(check)") }
    if let warning = BLASRuntime.warning { print("warning: \(warning)") }
    if !wrong.isEmpty { throw ExitCode(1) }
  }

  /// The variables that change which code runs, or on how many threads.
  private static let variables = [
    "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS",
    "OPENBLAS_L2_SIZE",
  ]

  private static func environment() -> String {
    let environment = ProcessInfo.processInfo.environment
    let set = variables.compactMap { name in environment[name].map { "\(name)=\($0)" } }
    return set.isEmpty
      ? "none of \(variables.joined(separator: ", ")) is set" : set.joined(separator: " ")
  }
}
