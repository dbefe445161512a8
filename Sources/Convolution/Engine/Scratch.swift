// Scratch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Memory that an algorithm works in, one block for every worker.
///
/// Blocks come from a pool and go back to it: a network of many layers, or many calls of one,
/// allocates them once. All are of one size, of which the system provides only the part that is
/// used, and the pool keeps no more of them than there are processors.
enum Scratch {
  /// The size of a block: the most that an algorithm may use per worker.
  static let blockSize = 4 << 20

  private static let pool = Mutex<[TensorStorage<Double>]>([])

  /// Calls `body` with a function that gives worker `i`, below `workers`, its block: 64-byte
  /// aligned, of undefined content, and valid until `body` returns.
  ///
  /// - Throws: ``ConvolutionError/outOfMemory(bytes:)``, before `body` is called.
  static func withBlocks(
    workers: Int, _ body: (_ block: (Int) -> UnsafeMutableRawPointer) -> Void
  ) throws(ConvolutionError) {
    var blocks = pool.withLock { pool in
      let taken = Array(pool.suffix(workers))
      pool.removeLast(taken.count)
      return taken
    }
    while blocks.count < workers {
      blocks.append(try TensorStorage(uninitializedCount: blockSize / MemoryLayout<Double>.size))
    }
    unsafe body { worker in unsafe UnsafeMutableRawPointer(blocks[worker].baseAddress) }
    pool.withLock { pool in
      pool.append(contentsOf: blocks.prefix(max(0, Machine.processorCount - pool.count)))
    }
  }
}
