// TensorStorage.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The memory of a tensor: `count` elements, aligned to a cache line.
///
/// Tensors share a storage until one of them is written, as the collections of the standard
/// library do. It is `@unchecked Sendable` for that reason: only a uniquely referenced storage is
/// ever mutated.
@safe @usableFromInline
final class TensorStorage<Scalar: TensorScalar>: @unchecked Sendable {
  @usableFromInline let count: Int
  @usableFromInline let baseAddress: UnsafeMutablePointer<Scalar>
  /// The bytes that there is room for.
  private let capacity: Int

  /// Memory for `count` elements, not yet initialized.
  ///
  /// - Throws: `outOfMemory` when the system has no such amount to give, or the amount does not
  ///   fit in an `Int`.
  @usableFromInline
  init(uninitializedCount count: Int) throws(ConvolutionError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
    guard !overflow else { throw .sizeOverflow(name: "tensor byte count") }
    // An empty tensor has an address too: callers never meet a null pointer.
    let (memory, capacity) = try unsafe TensorMemory.allocate(
      bytes: max(bytes, TensorMemory.alignment))
    self.count = count
    self.capacity = capacity
    unsafe self.baseAddress = memory.bindMemory(to: Scalar.self, capacity: count)
  }

  deinit {
    unsafe TensorMemory.deallocate(baseAddress, capacity: capacity)
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
