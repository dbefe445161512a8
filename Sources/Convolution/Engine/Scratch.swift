// Scratch.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Memory that an algorithm works in, one block for every worker.
///
/// Blocks come from a pool and go back to it: a network of many layers, or many runs of a plan,
/// allocates them once. Sizes are few, and the system provides only the part of a block that is
/// used.
enum Scratch {
  /// The size of a block, unless an algorithm states that it needs more: the most that it may use
  /// per worker.
  static let blockSize = 4 << 20

  /// The sets of blocks that are free. As many are kept as there are processors: calls beyond that
  /// wait for each other anyway.
  private static let pool = ForkSafeMutex<[ScratchSet]>([])
  private static let none = ScratchSet()

  /// The blocks of the workers of one call.
  @unsafe struct Blocks {
    fileprivate unowned(unsafe) let set: ScratchSet

    /// The block of a worker: 64-byte aligned, and of undefined content.
    subscript(worker: Int) -> UnsafeMutableRawPointer { unsafe set.block(worker) }

    /// The block of a worker, as numbers.
    subscript<Scalar>(worker: Int) -> UnsafeMutablePointer<Scalar> {
      unsafe set.block(worker).assumingMemoryBound(to: Scalar.self)
    }
  }

  /// Calls `body` with a block for each worker below `workers`, valid until `body` returns.
  ///
  /// - Parameter bytes: The size of a block that suffices; it is rounded up to `blockSize` times a
  ///   power of two, so that algorithms share blocks.
  /// - Throws: ``ConvolutionError/outOfMemory(bytes:)``, before `body` is called.
  static func withBlocks(
    workers: Int, bytes: Int = blockSize,
    _ body: (_ blocks: Blocks) -> Void
  ) throws(ConvolutionError) {
    guard workers > 0 else { return unsafe body(Blocks(set: none)) }
    var size = blockSize
    while size < bytes { size *= 2 }
    // The largest set that is free, as it is the most likely to suffice.
    let set = pool.withLock { $0.popLast() } ?? ScratchSet()
    defer {
      pool.withLock { pool in
        if pool.count < Machine.processorCount {
          pool.append(set)
          var index = pool.count - 1
          while index > 0, pool[index - 1].blockSize > set.blockSize {
            pool.swapAt(index, index - 1)
            index -= 1
          }
        }
      }
    }
    try set.reserve(workers, size: size)
    unsafe body(Blocks(set: set))
  }
}

/// The blocks of one call at a time.
private final class ScratchSet: @unchecked Sendable {
  private(set) var blockSize = 0
  private var blocks: [TensorStorage<Double>] = []

  /// Sees to it that there are `count` blocks of at least `size` bytes.
  func reserve(_ count: Int, size: Int) throws(ConvolutionError) {
    if size > blockSize {
      blocks.removeAll()
      blockSize = size
    }
    while blocks.count < count {
      blocks.append(
        try TensorStorage(uninitializedCount: blockSize / MemoryLayout<Double>.size))
    }
  }

  func block(_ index: Int) -> UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(blocks[index].baseAddress)
  }
}
