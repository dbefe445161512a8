// Soak.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// Many callers that compute for a long time what they have computed before.
package struct Soak: Sendable {
  /// What the memory may grow by after the first minute: the pages that the system's allocator
  /// keeps for each of the callers.
  package static let allowance = 16 << 20

  package let seconds: Double
  package let tasks: Int
  package let jobs: [SoakJob]

  package init(seconds: Double, tasks: Int = 8, jobs: [SoakJob]) {
    self.seconds = seconds
    self.tasks = tasks
    self.jobs = jobs
  }

  /// What came of it.
  package struct Outcome: Sendable {
    package let results: Int
    /// A line for each result that was another than at the start, or an error.
    package let mistakes: [String]
    /// Seconds since the start, and the memory that was resident then.
    package let samples: [(seconds: Double, bytes: Int)]
    package let threadsBefore: Int
    package let threadsAfter: Int

    package init(
      results: Int, mistakes: [String], samples: [(seconds: Double, bytes: Int)],
      threadsBefore: Int, threadsAfter: Int
    ) {
      self.results = results
      self.mistakes = mistakes
      self.samples = samples
      self.threadsBefore = threadsBefore
      self.threadsAfter = threadsAfter
    }
  }

  /// Computes every job once alone, and then all of them in every task, in an order of its own.
  ///
  /// - Parameter onSample: Called about every ten seconds.
  package func run(onSample: (Double, Int) -> Void = { _, _ in }) throws -> Outcome {
    let expected = try jobs.map { try $0.run() }
    let threadsBefore = BLASRuntime.threadCount
    let tally = Tally()
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let threads = (0..<tasks).map { task in
      let thread = Thread {
        var generator = SplitMix64(seed: UInt64(task))
        while ContinuousClock.now < end {
          let index = Int.random(in: jobs.indices, using: &generator)
          do {
            let isSame = try jobs[index].run() == expected[index]
            tally.count(isSame ? nil : "task \(task): \(jobs[index].name): other bits")
          } catch {
            tally.count("task \(task): \(jobs[index].name): \(error)")
          }
        }
      }
      // The default of 512 KiB is less than a program's first thread has.
      thread.stackSize = 8 << 20
      thread.start()
      return thread
    }
    var samples: [(seconds: Double, bytes: Int)] = []
    var lastShown = -10.0
    while threads.contains(where: { !$0.isFinished }) {
      Thread.sleep(forTimeInterval: 0.5)
      guard let bytes = ResidentMemory.current else { continue }
      let now = (ContinuousClock.now - start) / .seconds(1)
      samples.append((now, bytes))
      if now - lastShown >= 10 {
        onSample(now, bytes)
        lastShown = now
      }
    }
    return Outcome(
      results: tally.results, mistakes: tally.mistakes, samples: samples,
      threadsBefore: threadsBefore, threadsAfter: BLASRuntime.threadCount)
  }

  /// Counts results of all tasks.
  private final class Tally: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var results = 0
    private(set) var mistakes: [String] = []

    func count(_ mistake: String?) {
      lock.withLock {
        results += 1
        // A thousand lines would say no more than the first ones.
        if let mistake, mistakes.count < 20 { mistakes.append(mistake) }
      }
    }
  }
}

extension Soak.Outcome {
  /// What the memory grew by from the most of the first minute, or of the first fifth of a shorter
  /// run, to the most after it; nil where the system does not tell.
  package var growth: Int? {
    guard let last = samples.last else { return nil }
    let warm = min(60, last.seconds / 5)
    guard let before = samples.filter({ $0.seconds <= warm }).map(\.bytes).max(),
      let after = samples.filter({ $0.seconds > warm }).map(\.bytes).max()
    else { return nil }
    return after - before
  }

  package var isGood: Bool {
    mistakes.isEmpty && threadsBefore == threadsAfter && (growth ?? 0) <= Soak.allowance
  }
}
