// MatrixTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Testing

private enum Expected {
  /// The threads of OpenBLAS, which uses no more than there are processors.
  static let threads: Int? =
    ProcessInfo.processInfo.environment["CONVOLUTION_EXPECT_THREADS"].flatMap { Int($0) }
    .map { min($0, Machine.processorCount) }
}

/// That what runs is what `make test-matrix` set out to run; without its variables everything is
/// expected.
@Suite("What runs")
struct MatrixTests {
  private let environment = ProcessInfo.processInfo.environment

  @Test("Is what is expected")
  func expected() {
    // The number of threads is held at 1 while other tests run.
    let threads = BLASRuntime.threadCount
    print(
      "runs: \(Machine.instructionSet.rawValue), \(BLASRuntime.coreName), "
        + "\(BLASRuntime.parallelism.rawValue), \(threads) threads")
    if let warning = BLASRuntime.warning { print("warning: \(warning)") }
    expect("ISA", Machine.instructionSet.rawValue)
    expect("CORE", BLASRuntime.coreName)
    let builds: [BLASRuntime.Parallelism: String] = [
      .serial: "serial", .posixThreads: "pthread", .openMP: "openmp",
    ]
    expect("BUILD", builds[BLASRuntime.parallelism])
  }

  @Test("On as many threads as are expected", .enabled(if: Expected.threads != nil))
  func threads() async {
    // In a process of its own: other tests change the number.
    await #expect(processExitsWith: .success) {
      let expected = try #require(Expected.threads)
      #expect(BLASRuntime.threadCount == BLASThreadCountTests.setting(expected))
    }
  }

  private func expect(_ name: String, _ actual: String?) {
    guard let expected = environment["CONVOLUTION_EXPECT_" + name] else { return }
    #expect(actual?.lowercased() == expected.lowercased(), "\(name)")
  }
}
