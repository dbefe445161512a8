// BLASThreadCountTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// OpenBLAS has one number of threads for the whole process. The library changes it while it works,
/// and puts back what it found.
///
/// Each test has a process of its own: the tests around it change the setting too.
@Suite("OpenBLAS's number of threads")
struct BLASThreadCountTests {
  /// What the setting is once it was set to `count`: a serial build has one thread, whatever it is told.
  static func setting(_ count: Int) -> Int { BLASRuntime.parallelism == .serial ? 1 : count }

  private static let workload: Problem = "mb2_ic24_ih20_iw19_oc40_kh3_ph1"

  @Test("Is what it was set to")
  func set() async {
    await #expect(processExitsWith: .success) {
      for count in [1, 2, 3] {
        try BLASRuntime.setThreadCount(count)
        #expect(BLASRuntime.threadCount == Self.setting(count))
      }
      #expect(throws: ConvolutionError.self) { try BLASRuntime.setThreadCount(0) }
      #expect(BLASRuntime.threadCount == Self.setting(3))
    }
  }

  @Test("Is the same after a call as before")
  func oneCaller() async {
    await #expect(processExitsWith: .success) {
      for options in ConvolutionOptions.everyThreading {
        try BLASRuntime.setThreadCount(2)
        _ = try Results(of: Operands<Float>.reals(Self.workload, seed: 51), options: options)
        #expect(BLASRuntime.threadCount == Self.setting(2), "\(options.testDescription)")
      }
    }
  }

  @Test("Is the same after a call that throws")
  func throwing() async {
    await #expect(processExitsWith: .success) {
      try BLASRuntime.setThreadCount(2)
      let pixel: Tensor<Float> = [[[[1]]]]
      #expect(throws: ConvolutionError.self) {
        try conv2D(pixel, weight: pixel, options: ConvolutionOptions(threads: 0))
      }
      #expect(BLASRuntime.threadCount == Self.setting(2))
    }
  }

  /// The first caller saves the setting and the last one restores it, in whatever order they come
  /// and go.
  @Test("Is the same after overlapping calls")
  func overlappingCallers() async {
    await #expect(processExitsWith: .success) {
      try BLASRuntime.setThreadCount(2)
      let operands = try Operands<Float>.reals(Self.workload, seed: 52)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask {
            for _ in 0...task {
              _ = try conv2D(operands.input, weight: operands.weight, padding: 1)
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(BLASRuntime.threadCount == Self.setting(2))
    }
  }
}
