// SoakTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Foundation
import Testing

@Suite struct SoakTests {
  @Test("A second of everything finds nothing")
  func everything() throws {
    let outcome = try Soak(seconds: 1, tasks: 4, jobs: SoakJob.all(threads: 2)).run()
    #expect(outcome.results >= 4)
    #expect(outcome.mistakes.isEmpty)
  }

  @Test("OpenBLAS's threads are as many afterwards as before")
  func threads() async {
    // In a process of its own: other tests change the number.
    await #expect(processExitsWith: .success) {
      let outcome = try Soak(seconds: 0.5, tasks: 4, jobs: SoakJob.all(threads: 2)).run()
      #expect(outcome.threadsAfter == outcome.threadsBefore)
    }
  }

  @Test("A result that changes is found, and one that throws")
  func mistakes() throws {
    struct Failure: Error {}
    let counter = Counter()
    let jobs = [
      SoakJob("changing") { [UInt32(counter.next() > 2 ? 1 : 0)] },
      SoakJob("throwing") {
        if counter.next() > 2 { throw Failure() }
        return []
      },
    ]
    let outcome = try Soak(seconds: 0.2, tasks: 2, jobs: jobs).run()
    #expect(!outcome.isGood)
    #expect(outcome.mistakes.contains { $0.hasSuffix("changing: other bits") })
    #expect(outcome.mistakes.contains { $0.hasSuffix("throwing: Failure()") })
    #expect(outcome.mistakes.count <= 20)
  }

  @Test(
    "Growth is counted from the most of the first minute", arguments: [(17, false), (15, true)])
  func growth(mebibytes: Int, isGood: Bool) {
    let outcome = Soak.Outcome(
      results: 1, mistakes: [],
      samples: [(1, 90 << 20), (59, 100 << 20), (61, 80 << 20), (300, (100 + mebibytes) << 20)],
      threadsBefore: 2, threadsAfter: 2)
    #expect(outcome.growth == mebibytes << 20 && outcome.isGood == isGood)
  }

  @Test("The pages of statm")
  func statm() throws {
    let page = try #require(ResidentMemory.bytes(inStatm: "5 1 2 3\n"))
    #expect(ResidentMemory.bytes(inStatm: "9000 1234 800 1 0 5 0\n") == 1234 * page)
    #expect(ResidentMemory.bytes(inStatm: "") == nil)
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0
  func next() -> Int {
    lock.withLock {
      value += 1
      return value
    }
  }
}
