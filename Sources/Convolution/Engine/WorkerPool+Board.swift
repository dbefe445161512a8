// WorkerPool+Board.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension WorkerPool {
  /// Where a caller posts a job, and workers join it.
  ///
  /// The caller posts the job, opens places, takes part, and closes; workers join, take part, and
  /// leave. Who has joined has been counted, and has the job's context until it leaves.
  ///
  /// The iterations are in as many parts as workers may come. Each worker carries out its own in
  /// order, and then helps with the others: what a run leaves in the caches of a core is what the same
  /// core works on in the next run, or in the next layer. Compared with workers that take whatever is
  /// next, depthwise layers of MobileNet take two cores 0.87 to 1 of the time, others as long.
  @safe final class Board: @unchecked Sendable {
    private let isTaken = Atomic(false)
    /// Written by the caller while there are no places.
    private var job: Job?
    private var places = 0
    private let openPlaces = Atomic(0)
    private let left = Atomic(0)
    /// How far every part is. The caller's part is the first.
    private let cursors: [Cursor]

    /// A cache line of its own: each is mostly one worker's.
    private final class Cursor: @unchecked Sendable {
      let next = Atomic(0)
      /// Written as the job is.
      var end = 0
      private let padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
    }

    init(workers: Int) {
      cursors = (0..<workers).map { _ in Cursor() }
    }

    var isFree: Bool { !isTaken.load(ordering: .relaxed) }

    /// Whether a worker may join.
    var hasPlaces: Bool { openPlaces.load(ordering: .sequentiallyConsistent) > 0 }

    /// Posts a job for the caller and `places` workers, unless somebody else was faster.
    func post(_ job: Job, places: Int) -> Bool {
      guard !isTaken.exchange(true, ordering: .acquiring) else { return false }
      unsafe self.job = job
      self.places = places
      let (size, longer) = unsafe job.count.quotientAndRemainder(dividingBy: places + 1)
      var start = 0
      for part in 0...places {
        let indices = start..<start + size + (part < longer ? 1 : 0)
        cursors[part].next.store(indices.lowerBound, ordering: .relaxed)
        cursors[part].end = indices.upperBound
        start = indices.upperBound
      }
      left.store(0, ordering: .relaxed)
      return true
    }

    /// Lets the workers join.
    func open() {
      openPlaces.store(places, ordering: .sequentiallyConsistent)
    }

    /// The job, and the number of this worker, if there is a place left.
    func join() -> (Job, worker: Int)? {
      var open = openPlaces.load(ordering: .relaxed)
      while open > 0 {
        let (isDone, original) = openPlaces.weakCompareExchange(
          expected: open, desired: open - 1, successOrdering: .acquiring,
          failureOrdering: .relaxed)
        if isDone { return unsafe job.map { unsafe ($0, places - open + 1) } }
        open = original
      }
      return nil
    }

    /// Carries out the next iteration of the worker's part, or else of another; false if there is none.
    func step(_ job: Job, worker: Int) -> Bool {
      for turn in 0...places {
        let part = (worker + turn) % (places + 1)
        let end = cursors[part].end
        guard cursors[part].next.load(ordering: .relaxed) < end else { continue }
        let index = cursors[part].next.add(1, ordering: .relaxed).oldValue
        guard index < end else { continue }
        unsafe job.body(job.context, worker, index)
        return true
      }
      return false
    }

    /// Ends the part of a worker that has joined.
    func leave() {
      left.add(1, ordering: .releasing)
    }

    /// Waits for the workers that have joined, and lets others post.
    func close() {
      let joined = places - openPlaces.exchange(0, ordering: .relaxed)
      var looks = 0
      while left.load(ordering: .acquiring) < joined {
        // One that has been put aside by the system needs the processor more than this loop.
        looks += 1
        if looks < 10_000 { ck_pause() } else { sched_yield() }
      }
      unsafe job = nil
      isTaken.store(false, ordering: .releasing)
    }
  }
}
