// TensorMemory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of large tensors, of which some is kept for those that follow.
///
/// The system clears memory before it hands it out. For the output of a layer that takes up to a
/// fifth of the time of the convolution, again with every call. So memory of tensors of 4 MiB and more
/// that is given up is kept, up to ``limit``, and the next tensor of nearly that size gets it.
public enum TensorMemory {
  private struct Block {
    let address: UInt
    let capacity: Int
  }

  private struct Kept {
    /// From the one that was given up first to the last.
    var blocks: [Block] = []
    var bytes = 0
    var limit = 256 << 20
  }

  private static let kept = ForkSafeMutex(Kept())

  /// The most bytes that are kept: 256 MiB, unless set. With 0 nothing is, below it means 0.
  public static var limit: Int {
    get { kept.withLock { $0.limit } }
    set {
      release(
        kept.withLock { kept in
          kept.limit = max(0, newValue)
          return removeOldest(from: &kept, downTo: kept.limit)
        })
    }
  }

  /// The bytes that are kept now.
  public static var keptBytes: Int { kept.withLock { $0.bytes } }

  /// Gives what is kept back to the system.
  public static func releaseKept() {
    release(kept.withLock { removeOldest(from: &$0, downTo: 0) })
  }

  // MARK: - For tensors

  /// The alignment of all tensors: a cache line, and an AVX-512 vector. Rows of a tensor then start
  /// where vector loads are cheapest, and two tensors never share a line that two threads write.
  @usableFromInline static var alignment: Int { 64 }

  /// The size of a large page. The system hands out memory by pages, when they are first written;
  /// that takes much longer if pages are small.
  private static var largePage: Int { 2 << 20 }
  private static var leastKept: Int { 2 * largePage }

  /// Memory for `bytes` bytes or a little more, of undefined content.
  ///
  /// - Returns: The address, and for how many bytes there is room.
  /// - Throws: ``ConvolutionError/outOfMemory(bytes:)``
  static func allocate(
    bytes: Int
  ) throws(ConvolutionError) -> (memory: UnsafeMutableRawPointer, capacity: Int) {
    guard bytes >= leastKept else { return (try unsafe allocate(bytes, aligned: alignment), bytes) }
    if let block = kept.withLock({ removeFitting(bytes, from: &$0) }),
      let memory = unsafe UnsafeMutableRawPointer(bitPattern: block.address)
    {
      return unsafe (memory, block.capacity)
    }
    let memory = try unsafe allocate(bytes, aligned: largePage)
    #if os(Linux)
    // Advice: where it is not taken, pages are small.
    unsafe madvise(memory, bytes / largePage * largePage, MADV_HUGEPAGE)
    #endif
    return unsafe (memory, bytes)
  }

  /// Takes memory back.
  static func deallocate(_ memory: UnsafeMutableRawPointer, capacity: Int) {
    guard capacity >= leastKept else { return unsafe free(memory) }
    let block = Block(address: UInt(bitPattern: memory), capacity: capacity)
    release(
      kept.withLock { kept in
        guard capacity <= kept.limit else { return [block] }
        let removed = removeOldest(from: &kept, downTo: kept.limit - capacity)
        kept.blocks.append(block)
        kept.bytes += capacity
        return removed
      })
  }

  private static func allocate(
    _ bytes: Int, aligned alignment: Int
  ) throws(ConvolutionError) -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    if unsafe posix_memalign(&memory, alignment, bytes) == 0, let memory = unsafe memory {
      return unsafe memory
    }
    // What is kept may be what is missing.
    releaseKept()
    guard unsafe posix_memalign(&memory, alignment, bytes) == 0, let memory = unsafe memory else {
      throw .outOfMemory(bytes: bytes)
    }
    return unsafe memory
  }

  /// Takes out the smallest block that has room for `bytes`, unless it would waste a quarter.
  private static func removeFitting(_ bytes: Int, from kept: inout Kept) -> Block? {
    var best: Int?
    for (index, block) in kept.blocks.enumerated()
    where block.capacity >= bytes && block.capacity - bytes <= bytes / 4 {
      if let found = best, kept.blocks[found].capacity <= block.capacity { continue }
      best = index
    }
    guard let best else { return nil }
    kept.bytes -= kept.blocks[best].capacity
    return kept.blocks.remove(at: best)
  }

  /// Takes out blocks until no more than `bytes` are kept.
  private static func removeOldest(from kept: inout Kept, downTo bytes: Int) -> [Block] {
    var removed: [Block] = []
    while kept.bytes > bytes {
      let block = kept.blocks.removeFirst()
      kept.bytes -= block.capacity
      removed.append(block)
    }
    return removed
  }

  /// Gives blocks back to the system, outside of the lock.
  private static func release(_ blocks: [Block]) {
    for block in blocks { unsafe free(UnsafeMutableRawPointer(bitPattern: block.address)) }
  }
}
