// InterleavedTimerTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Testing

struct InterleavedTimerTests {
  private func timer(_ clock: ManualClock, rounds: Int) -> InterleavedTimer<ManualClock> {
    InterleavedTimer(clock: clock, rounds: rounds, sampleDuration: .milliseconds(5))
  }

  @Test func reportsTheShortestSample() throws {
    let clock = ManualClock()
    // A warm-up, a calibrating run, and three rounds.
    var durations = [30, 20, 12, 11, 13]
    let times = try timer(clock, rounds: 3).times([
      .init { clock.advance(by: .milliseconds(durations.removeFirst())) }
    ])
    #expect(times == [.milliseconds(11)])
    #expect(durations.isEmpty)
  }

  @Test func longWorkNeedsNoCalibration() throws {
    let clock = ManualClock()
    // A warm-up, and two rounds.
    var durations = [90, 30, 20]
    let times = try timer(clock, rounds: 2).times([
      .init { clock.advance(by: .milliseconds(durations.removeFirst())) }
    ])
    #expect(times == [.milliseconds(20)])
    #expect(durations.isEmpty)
  }

  @Test func repeatsShortWorkWithinASample() throws {
    let clock = ManualClock()
    var runs = 0
    let times = try timer(clock, rounds: 1).times([
      .init {
        runs += 1
        clock.advance(by: .microseconds(100))
      }
    ])
    #expect(times == [.microseconds(100)])
    // One to warm up, then 1, 10 and 50 to calibrate, and 50 in the round.
    #expect(runs == 112)
  }

  @Test func contendersTakeTurns() throws {
    let clock = ManualClock()
    var log = ""
    func work(_ letter: String) -> InterleavedTimer<ManualClock>.Work {
      .init {
        log += letter
        clock.advance(by: .milliseconds(10))
      }
    }
    _ = try timer(clock, rounds: 3).times([work("a"), work("b")])
    #expect(log == "aabb" + "ababab")
  }

  @Test func slowWorkIsDoneOnce() throws {
    let clock = ManualClock()
    var runs = 0
    let times = try timer(clock, rounds: 5).times([
      .init(onceAbove: .seconds(1)) {
        runs += 1
        clock.advance(by: .seconds(2))
      },
      .init { clock.advance(by: .seconds(2)) },
    ])
    #expect(times == [.seconds(2), .seconds(2)])
    #expect(runs == 1)
  }

  @Test func workThatTakesNoTimeEnds() throws {
    let clock = ManualClock()
    var runs = 0
    let times = try timer(clock, rounds: 1).times([
      .init {
        runs += 1
        if runs > 1000 { clock.advance(by: .microseconds(1)) }
      }
    ])
    #expect(times == [.microseconds(1)])
  }
}

/// A clock that stands still until it is told to advance.
private final class ManualClock: Clock, @unchecked Sendable {
  typealias Duration = Swift.Duration

  struct Instant: InstantProtocol {
    var elapsed: Duration

    func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
    func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
    static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
  }

  private(set) var now = Instant(elapsed: .zero)
  let minimumResolution = Duration.nanoseconds(1)

  func advance(by duration: Duration) { now = now.advanced(by: duration) }
  func sleep(until deadline: Instant, tolerance: Duration?) async throws { now = deadline }
}
