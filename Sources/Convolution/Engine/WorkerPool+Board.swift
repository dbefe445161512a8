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
  @safe final class Board: @unchecked Sendable {
    private let isTaken = Atomic(false)
    /// Written by the caller while there are no places.
    private var job: Job?
    private var places = 0
    private let openPlaces = Atomic(0)
    private let nextIndex = Atomic(0)
    private let left = Atomic(0)

    var isFree: Bool { !isTaken.load(ordering: .relaxed) }

    /// Whether a worker may join.
    var hasPlaces: Bool { openPlaces.load(ordering: .sequentiallyConsistent) > 0 }

    /// Posts a job, unless somebody else was faster.
    func post(_ job: Job) -> Bool {
      guard !isTaken.exchange(true, ordering: .acquiring) else { return false }
      unsafe self.job = job
      nextIndex.store(0, ordering: .relaxed)
      left.store(0, ordering: .relaxed)
      return true
    }

    /// Lets `places` workers join.
    func open(_ places: Int) {
      self.places = places
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

    /// Carries out the next iteration; false if there is none.
    func step(_ job: Job, worker: Int) -> Bool {
      let index = nextIndex.add(1, ordering: .relaxed).oldValue
      guard unsafe index < job.count else { return false }
      unsafe job.body(job.context, worker, index)
      return true
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
