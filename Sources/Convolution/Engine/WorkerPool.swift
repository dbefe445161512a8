// WorkerPool.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

internal import CConvolutionKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The threads that work for whoever has something to share out.
///
/// A layer of a network takes a few hundred microseconds, and the next one follows at once. Threads
/// that sleep in between are awake when half of that is over, so these look out for a job for a
/// while before they sleep. A caller does not wait for them to come: it begins, and whoever comes
/// until the end takes part.
///
/// No more threads are at work than there are processors: a worker joins a job, and stays, only
/// while no caller needs its processor. Callers never wait for each other.
///
/// After a `fork` the child has none of the threads, and its callers work alone.
final class WorkerPool: @unchecked Sendable {
  /// Iterations that are independent of each other.
  @unsafe struct Job {
    let count: Int
    let context: UnsafeRawPointer
    let body: (_ context: UnsafeRawPointer, _ worker: Int, _ index: Int) -> Void
  }

  static let shared = WorkerPool(threads: Machine.processorCount - 1)

  /// How long a worker looks out for a job, in nanoseconds: longer than what lies between the layers
  /// of a network.
  private static let patience: UInt64 = 200_000

  private let threads: Int
  /// As many as there are processors: more callers than that need no help.
  private let boards: [Board]
  private let callers = Atomic(0)
  private let helpers = Atomic(0)
  private let sleepers = Atomic(0)
  private let wakeUp = DispatchSemaphore(value: 0)

  private init(threads: Int) {
    self.threads = threads
    boards = (0...threads).map { _ in Board(workers: threads + 1) }
    for _ in 0..<threads { startThread() }
  }

  /// Calls the body for every index, on this thread and up to `workers` - 1 others.
  func run(_ job: Job, workers: Int) {
    callers.add(1, ordering: .relaxed)
    defer { callers.subtract(1, ordering: .relaxed) }
    let places = min(workers - 1, threads)
    guard let board = boards.first(where: { $0.isFree }), unsafe board.post(job, places: places)
    else {
      for index in unsafe 0..<job.count { unsafe job.body(job.context, 0, index) }
      return
    }
    board.open()
    // Either a worker that goes to sleep sees the places, or it is seen sleeping here.
    let asleep = sleepers.load(ordering: .sequentiallyConsistent)
    for _ in 0..<min(asleep, places) { wakeUp.signal() }
    while unsafe board.step(job, worker: 0) {}
    board.close()
  }
}

// MARK: - The threads

extension WorkerPool {
  private func startThread() {
    // The signals of the program are for its own threads.
    var (all, previous) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        let pool: UnsafeMutableRawPointer? = unsafe argument
        if let pool = unsafe pool {
          unsafe Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().serve()
        }
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    // Where the system grants no thread there is one less: nobody waits for those that do not come.
    if result == 0 { detach(thread) }
  }

  private func detach(_ thread: pthread_t?) {
    if let thread { pthread_detach(thread) }
  }

  /// Takes part in one job after the other.
  private func serve() -> Never {
    while true {
      lookOut()
      guard let board = boards.first(where: \.hasPlaces), enter() else { continue }
      var staysOn = true
      if let (job, worker) = unsafe board.join() {
        while staysOn, unsafe board.step(job, worker: worker) { staysOn = !leavesForCaller() }
        board.leave()
      }
      if staysOn { helpers.subtract(1, ordering: .relaxed) }
    }
  }

  /// Waits until there is a job to join, or somebody says so.
  private func lookOut() {
    let start = DispatchTime.now().uptimeNanoseconds
    while DispatchTime.now().uptimeNanoseconds &- start < Self.patience {
      for _ in 0..<32 {
        if isWanted { return }
        ck_pause()
      }
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    if !isWanted { wakeUp.wait() }
    sleepers.subtract(1, ordering: .relaxed)
  }

  private var isWanted: Bool { hasProcessor && boards.contains(where: \.hasPlaces) }

  // A worker among the `threads` + 1 processors; callers come first.
  private var hasProcessor: Bool {
    callers.load(ordering: .relaxed) + helpers.load(ordering: .relaxed) <= threads
  }

  /// Counts this thread among those at work, if there is a processor for it.
  private func enter() -> Bool {
    change(by: 1) { $0 <= threads }
  }

  /// Stops counting it, if a caller needs the processor.
  private func leavesForCaller() -> Bool {
    change(by: -1) { $0 > threads + 1 }
  }

  private func change(by difference: Int, if condition: (_ atWork: Int) -> Bool) -> Bool {
    var count = helpers.load(ordering: .relaxed)
    while condition(callers.load(ordering: .relaxed) + count) {
      let (isDone, original) = helpers.weakCompareExchange(
        expected: count, desired: count + difference, ordering: .relaxed)
      if isDone { return true }
      count = original
    }
    return false
  }
}
