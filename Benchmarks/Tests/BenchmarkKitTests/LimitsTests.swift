// LimitsTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct LimitsTests {
  /// 100 GFLOP/s; 10 GB/s from 1 MiB, 5 from 4 MiB, 2 from beyond.
  static let limits = Limits(
    threads: 1, instructionSet: .baseline, gflops: 100,
    memories: [
      Limits.Memory(name: "L2", capacity: 1 << 20, gigabytesPerSecond: 10),
      Limits.Memory(name: "L3", capacity: 4 << 20, gigabytesPerSecond: 5),
      Limits.Memory(name: "DRAM", capacity: nil, gigabytesPerSecond: 2),
    ])

  private func bound(_ text: String) throws -> Limits.Bound {
    Self.limits.bound(try Problem(argument: text, source: "test").geometry())
  }

  @Test func arithmeticBounds() throws {
    // 2 x 64 x 64 x 9 x 3136 operations.
    let bound = try bound("1x64x56x56 k64 3x3 p1")
    #expect(bound.resource == "FMA")
    #expect(abs(bound.milliseconds - 2.31211008) < 1e-9)
  }

  @Test(arguments: [
    ("1x1x100x100 k1 1x1", "L2", 80_004.0 / 10e6),
    ("1x1x500x500 k1 1x1", "L3", 2_000_004.0 / 5e6),
    ("1x1x1000x1000 k1 1x1", "DRAM", 8_000_004.0 / 2e6),
  ])
  func theNearestMemoryThatHoldsAllBounds(
    text: String, resource: String, milliseconds: Double
  ) throws {
    let bound = try bound(text)
    #expect(bound.resource == resource)
    #expect(abs(bound.milliseconds - milliseconds) < 1e-9)
  }

  @Test func measuresThisMachine() {
    let limits = Limits.measured(threads: 1, rounds: 1)
    #expect(limits.gflops > 0)
    #expect(limits.memories.map(\.name) == ["L2", "L3", "DRAM"])
    #expect(limits.memories.allSatisfy { $0.gigabytesPerSecond > 0 })
    #expect(limits.memories.last?.capacity == nil)
  }
}
