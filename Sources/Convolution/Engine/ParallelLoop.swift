// ParallelLoop.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A loop whose iterations are shared out to worker threads.
enum ParallelLoop {
  /// Calls `body` once for every index below `count`, on up to `workers` threads at once, and
  /// returns when all are done.
  ///
  /// Workers take the next index as they become free, so that one that is held up by the system
  /// delays nothing else. Iterations must be independent of each other: which worker runs which is
  /// not repeatable.
  ///
  /// Dispatch runs no more threads than there are processors, however many callers there are, and
  /// the calling thread is one of the workers: with one worker there is no other thread.
  ///
  /// - Parameter body: Receives the worker, below `workers`, and the index.
  static func run(count: Int, workers: Int, _ body: (_ worker: Int, _ index: Int) -> Void) {
    guard workers > 1, count > 1 else {
      for index in 0..<count { body(0, index) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // The iterations are independent by contract, which the compiler cannot see.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(workers, count)) { worker in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          unsafe body(worker, index)
        }
      }
    }
  }
}
