// Scratch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Memory that an algorithm works in, one block for every worker.
///
/// Blocks come from a pool and go back to it: a network of many layers, or many calls of one,
/// allocates them once. Sizes are few, of which the system provides only the part that is used, and
/// the pool keeps no more blocks of each than there are processors.
enum Scratch {
  /// The size of a block, unless an algorithm states that it needs more: the most that it may use
  /// per worker.
  static let blockSize = 4 << 20

  /// The blocks that are free, by their size.
  private static let pools = Mutex<[Int: [TensorStorage<Double>]]>([:])

  /// Calls `body` with a function that gives worker `i`, below `workers`, its block: 64-byte
  /// aligned, of undefined content, and valid until `body` returns.
  ///
  /// - Parameter bytes: The size of a block that suffices; it is rounded up to `blockSize` times a
  ///   power of two, so that algorithms share blocks.
  /// - Throws: ``ConvolutionError/outOfMemory(bytes:)``, before `body` is called.
  static func withBlocks(
    workers: Int, bytes: Int = blockSize,
    _ body: (_ block: (Int) -> UnsafeMutableRawPointer) -> Void
  ) throws(ConvolutionError) {
    var size = blockSize
    while size < bytes { size *= 2 }
    var blocks = pools.withLock { pools in
      let taken = Array(pools[size, default: []].suffix(workers))
      pools[size]?.removeLast(taken.count)
      return taken
    }
    while blocks.count < workers {
      blocks.append(try TensorStorage(uninitializedCount: size / MemoryLayout<Double>.size))
    }
    unsafe body { worker in unsafe UnsafeMutableRawPointer(blocks[worker].baseAddress) }
    pools.withLock { pools in
      let free = pools[size, default: []].count
      pools[size, default: []].append(
        contentsOf: blocks.prefix(max(0, Machine.processorCount - free)))
    }
  }
}
