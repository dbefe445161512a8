// InterleavedTimer.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Times pieces of work against each other.
///
/// The pieces take turns, round by round, so that a machine that slows down meanwhile slows all of
/// them down; ratios can be trusted where times cannot. The time of a piece is its shortest sample:
/// what disturbs a run only ever makes it longer. Every sample repeats the work until it has lasted
/// `sampleDuration`, far above what the clock resolves. Caches are warm: every run of a piece
/// follows another on the same memory.
package struct InterleavedTimer<C: Clock> where C.Duration == Duration {
  package let clock: C
  package let rounds: Int
  package let sampleDuration: Duration

  package init(clock: C, rounds: Int, sampleDuration: Duration = .milliseconds(5)) {
    self.clock = clock
    self.rounds = rounds
    self.sampleDuration = sampleDuration
  }

  /// A piece of work.
  package struct Work {
    let run: () throws -> Void
    let onceAbove: Duration?

    /// - Parameter onceAbove: Work that lasts longer than this is done once, its first run being
    ///   the only sample. For work so slow that neither noise nor a cold cache matters.
    package init(onceAbove: Duration? = nil, _ run: @escaping () throws -> Void) {
      self.run = run
      self.onceAbove = onceAbove
    }
  }

  /// The time that one run takes, for each of the pieces.
  package func times(_ pieces: [Work]) throws -> [Duration] {
    var samples: [TimeSamples] = []
    for piece in pieces { samples.append(try calibrated(piece)) }
    for _ in 0..<rounds {
      for index in pieces.indices where !samples[index].isFinal {
        let elapsed = try elapsed(pieces[index], repetitions: samples[index].repetitions)
        samples[index].add(elapsed)
      }
    }
    return samples.map(\.minimum)
  }

  /// Warms up, and finds out how many repetitions make a sample.
  private func calibrated(_ piece: Work) throws -> TimeSamples {
    let first = try elapsed(piece, repetitions: 1)
    if let limit = piece.onceAbove, first > limit { return TimeSamples(only: first) }
    // A cold run is slower than the next, but not by that much.
    if first >= sampleDuration * 10 { return TimeSamples(repetitions: 1) }
    var repetitions = 1
    while true {
      let elapsed = try elapsed(piece, repetitions: repetitions)
      if elapsed >= sampleDuration { return TimeSamples(repetitions: repetitions) }
      // Aim at the target, but by steps: the first of very short samples say little.
      let missing = elapsed > .zero ? (sampleDuration / elapsed).rounded(.up) : 10
      repetitions = max(repetitions + 1, repetitions * Int(min(missing, 10)))
    }
  }

  private func elapsed(_ piece: Work, repetitions: Int) throws -> Duration {
    try clock.measure {
      for _ in 0..<repetitions { try piece.run() }
    }
  }
}
