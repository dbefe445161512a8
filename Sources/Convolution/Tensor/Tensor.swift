// Tensor.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A dense array of numbers with a shape: an image, a batch of them, a weight.
///
/// Elements lie in row-major order without gaps, aligned to 64 bytes. A tensor is a value: an
/// assignment shares the memory, and the first write to either side copies it.
///
/// ```swift
/// let image: Tensor<Float> = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
/// image.shape      // [3, 3]
/// image[1, 2]      // 5
///
/// var band = try Tensor<Float>.ones([6, 8])
/// band[0..., 2..<6] = 0
/// ```
///
/// Everything that takes a shape throws a ``ConvolutionError`` when the shape cannot be: shapes
/// come from files. A subscript out of bounds stops the program, as it does for `Array`.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  /// The size along every axis. A rank-0 tensor has the shape `[]` and one element.
  public let shape: [Int]

  @usableFromInline var storage: TensorStorage<Scalar>

  @usableFromInline
  init(shape: [Int], storage: TensorStorage<Scalar>) {
    self.shape = shape
    self.storage = storage
  }

  /// The number of axes.
  @inlinable public var rank: Int { shape.count }

  /// The number of elements: the product of the shape.
  @inlinable public var count: Int { storage.count }

  /// Whether there are no elements, as in an empty batch.
  @inlinable public var isEmpty: Bool { count == 0 }
}

// MARK: - Making tensors

extension Tensor {
  /// A tensor of `elements`, in row-major order.
  ///
  /// - Throws: ``ConvolutionError/elementCountMismatch(shape:expected:actual:)`` and the errors of
  ///   a shape that cannot be.
  @inlinable
  public init(shape: [Int], elements: some Collection<Scalar>) throws(ConvolutionError) {
    let count = try Shape.elementCount(shape)
    guard elements.count == count else {
      throw .elementCountMismatch(shape: shape, expected: count, actual: elements.count)
    }
    self.init(shape: shape, storage: try TensorStorage(uninitializedCount: count))
    _ = unsafe UnsafeMutableBufferPointer(start: storage.baseAddress, count: count)
      .initialize(from: elements)
  }

  /// A tensor in which every element is `value`.
  @inlinable
  public init(shape: [Int], repeating value: Scalar) throws(ConvolutionError) {
    try self.init(uninitializedShape: shape)
    unsafe storage.baseAddress.initialize(repeating: value, count: count)
  }

  /// The elements of `other`, each rounded to the nearest value of this type.
  @inlinable
  public init<Other: TensorScalar>(_ other: Tensor<Other>) {
    self = .uninitialized(knownShape: other.shape)
    for index in 0..<count {
      unsafe storage.baseAddress[index] = Scalar(other.storage.baseAddress[index])
    }
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: [Int]) throws(ConvolutionError) -> Tensor {
    try Tensor(shape: shape, repeating: 0)
  }

  /// A tensor of ones.
  public static func ones(_ shape: [Int]) throws(ConvolutionError) -> Tensor {
    try Tensor(shape: shape, repeating: 1)
  }

  /// Independent, uniformly distributed elements.
  ///
  /// The same generator in the same state gives the same elements: seed a ``SplitMix64`` for
  /// experiments that others can repeat.
  @inlinable
  public static func random(
    _ shape: [Int], in range: Range<Scalar> = 0..<1,
    using generator: inout some RandomNumberGenerator
  ) throws(ConvolutionError) -> Tensor {
    let width = range.upperBound - range.lowerBound
    guard width.isFinite, !range.isEmpty else {
      throw .invalidValue(
        name: "range", value: "\(range)",
        accepted: "a range between two different numbers whose difference is finite")
    }
    let tensor = try Tensor(uninitializedShape: shape)
    for index in 0..<tensor.count {
      // 53 random bits scaled to [0, 1); rounding may still reach the upper bound, which the
      // half-open range excludes.
      let unit = Scalar(generator.next() >> 11) * 0x1p-53
      let value = range.lowerBound + unit * width
      unsafe tensor.storage.baseAddress[index] =
        value < range.upperBound ? value : range.upperBound.nextDown
    }
    return tensor
  }

  /// A tensor whose elements are yet to be written, all of them, by the caller.
  @usableFromInline
  init(uninitializedShape shape: [Int]) throws(ConvolutionError) {
    let count = try Shape.elementCount(shape)
    self.init(shape: shape, storage: try TensorStorage(uninitializedCount: count))
  }

  /// A tensor no larger than one that exists, its elements yet to be written by the caller.
  ///
  /// The size was accepted once, so only memory can fail; see `TensorStorage.copy()`.
  @usableFromInline
  static func uninitialized(knownShape shape: [Int]) -> Tensor {
    do {
      return try Tensor(uninitializedShape: shape)
    } catch {
      preconditionFailure("making a tensor of shape \(shape): \(error)")
    }
  }
}
