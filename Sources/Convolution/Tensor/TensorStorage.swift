// TensorStorage.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of a tensor: `count` elements, aligned to a cache line.
///
/// 64 bytes is a cache line and an AVX-512 vector: rows of a tensor then start where vector loads
/// are cheapest, and two tensors never share a line that two threads write.
///
/// Tensors share a storage until one of them is written, as the collections of the standard
/// library do. It is `@unchecked Sendable` for that reason: only a uniquely referenced storage is
/// ever mutated.
@safe @usableFromInline
final class TensorStorage<Scalar: TensorScalar>: @unchecked Sendable {
  @usableFromInline static var alignment: Int { 64 }
  /// The size of a large page. The system hands out memory by pages, when they are first written;
  /// for a tensor of many megabytes that takes as long as a convolution, unless pages are large.
  private static var largePage: Int { 2 << 20 }

  @usableFromInline let count: Int
  @usableFromInline let baseAddress: UnsafeMutablePointer<Scalar>

  /// Memory for `count` elements, not yet initialized.
  ///
  /// - Throws: `outOfMemory` when the system has no such amount to give, or the amount does not
  ///   fit in an `Int`.
  @usableFromInline
  init(uninitializedCount count: Int) throws(ConvolutionError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
    guard !overflow else { throw .sizeOverflow(name: "tensor byte count") }
    // An empty tensor has an address too: callers never meet a null pointer.
    let size = max(bytes, Self.alignment)
    let isLarge = size >= 2 * Self.largePage
    var memory: UnsafeMutableRawPointer?
    guard
      unsafe posix_memalign(&memory, isLarge ? Self.largePage : Self.alignment, size) == 0,
      let memory = unsafe memory
    else { throw .outOfMemory(bytes: size) }
    #if os(Linux)
    // Advice: where it is not taken, pages are small.
    if isLarge { unsafe madvise(memory, size / Self.largePage * Self.largePage, MADV_HUGEPAGE) }
    #endif
    self.count = count
    unsafe self.baseAddress = memory.bindMemory(to: Scalar.self, capacity: count)
  }

  deinit {
    unsafe free(baseAddress)
  }

  /// A storage of its own with the same elements.
  ///
  /// Copy on write cannot throw, and a program that has no memory for a tensor it already holds
  /// has nowhere to go: this stops it, as a growing `Array` would.
  @usableFromInline
  func copy() -> TensorStorage {
    do {
      let copy = try TensorStorage(uninitializedCount: count)
      unsafe copy.baseAddress.update(from: baseAddress, count: count)
      return copy
    } catch {
      preconditionFailure("copying a tensor on write: \(error)")
    }
  }
}
