// ParallelLoop.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A loop whose iterations are shared out to worker threads.
enum ParallelLoop {
  /// Calls `body` once for every index below `count`, on up to `workers` threads at once, and
  /// returns when all are done.
  ///
  /// Each worker has a part of the indices, which follow each other, and takes what is left of another
  /// when it has done its own, so that one that is held up by the system delays nothing else.
  /// Iterations must be independent of each other: which worker runs which is not repeatable.
  ///
  /// The calling thread is one of the workers, and the only one where the others are busy with
  /// another loop: see ``WorkerPool``.
  ///
  /// - Parameters:
  ///   - captures: What `body` works with. A body that captures nothing beside is a plain function,
  ///     for which nothing is allocated.
  ///   - body: Receives the captures, the worker, below `workers`, and the index.
  static func run<Captures>(
    count: Int, workers: Int, _ captures: Captures,
    _ body: @escaping (_ captures: Captures, _ worker: Int, _ index: Int) -> Void
  ) {
    guard workers > 1, count > 1 else {
      for index in 0..<count { body(captures, 0, index) }
      return
    }
    let loop = Loop(captures: captures, body: body)
    unsafe withUnsafePointer(to: loop) { loop in
      // It lies on the stack of this thread, which waits for the others.
      unsafe WorkerPool.shared.run(
        WorkerPool.Job(count: count, context: UnsafeRawPointer(loop)) { context, worker, index in
          let loop = unsafe context.assumingMemoryBound(to: Loop<Captures>.self)
          unsafe loop.pointee.iterate(worker: worker, index: index)
        }, workers: min(workers, count))
    }
  }

  /// Calls `body`, which may capture what it needs; for that, a little is allocated.
  static func run(count: Int, workers: Int, _ body: (_ worker: Int, _ index: Int) -> Void) {
    guard workers > 1, count > 1 else {
      for index in 0..<count { body(0, index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      run(count: count, workers: workers, body) { body, worker, index in body(worker, index) }
    }
  }

  /// What the workers share. They borrow it: if each iteration made a copy, workers would wait for each
  /// other's turn to count the references in it.
  private struct Loop<Captures>: ~Copyable {
    let captures: Captures
    let body: (Captures, Int, Int) -> Void

    func iterate(worker: Int, index: Int) { body(captures, worker, index) }
  }
}
