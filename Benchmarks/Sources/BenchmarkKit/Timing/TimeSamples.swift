// TimeSamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What was measured of one piece of work.
struct TimeSamples {
  /// Runs in a sample.
  let repetitions: Int
  /// Whether there will be no more samples.
  let isFinal: Bool
  /// The shortest time of a run so far.
  private(set) var minimum: Duration

  init(repetitions: Int) {
    self.repetitions = repetitions
    isFinal = false
    minimum = .seconds(Int64.max)
  }

  /// A single run, never to be repeated.
  init(only duration: Duration) {
    repetitions = 1
    isFinal = true
    minimum = duration
  }

  mutating func add(_ elapsed: Duration) {
    minimum = min(minimum, elapsed / repetitions)
  }
}

extension Duration {
  var milliseconds: Double { self / .milliseconds(1) }
}
