// Tensor+Memory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Access to the elements as they lie in memory, without a copy.
///
/// This file and the constructors of `Tensor.swift` are where the pointers of the module are born.
extension Tensor {
  /// The elements in row-major order, in place.
  @inlinable
  public var span: Span<Scalar> {
    @_lifetime(borrow self)
    borrowing get {
      let start = unsafe storage.baseAddress
      let span = unsafe Span(_unsafeStart: start, count: storage.count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The elements in row-major order, in place, to be changed.
  ///
  /// Costs a copy when the memory is shared with another tensor.
  @inlinable
  public var mutableSpan: MutableSpan<Scalar> {
    @_lifetime(&self)
    mutating get {
      makeUnique()
      let start = unsafe storage.baseAddress
      let span = unsafe MutableSpan(_unsafeStart: start, count: storage.count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// Calls `body` with the elements in row-major order. The buffer is aligned to 64 bytes and
  /// valid only during the call.
  @inlinable
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try unsafe body(
      UnsafeBufferPointer(start: storage.baseAddress, count: storage.count))
  }

  /// Calls `body` with the elements in row-major order, to be changed. The buffer is aligned to 64
  /// bytes and valid only during the call.
  @inlinable
  public mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    return try unsafe body(
      UnsafeMutableBufferPointer(start: storage.baseAddress, count: storage.count))
  }

  /// Copies the storage if another tensor holds it too.
  @inlinable
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
  }

  /// The elements in row-major order, copied into an array.
  @inlinable
  public var elements: [Scalar] {
    unsafe withUnsafeBufferPointer { buffer in unsafe Array(buffer) }
  }
}
