// Tensor+Layout.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

extension Tensor {
  /// The same elements, in the same order, under another shape.
  ///
  /// Shares the memory: it costs nothing until one of the two is written.
  ///
  /// - Throws: ``ConvolutionError/elementCountMismatch(shape:expected:actual:)``.
  public func reshaped(to shape: [Int]) throws(ConvolutionError) -> Tensor {
    let expected = try Shape.elementCount(shape)
    guard expected == count else {
      throw .elementCountMismatch(shape: shape, expected: expected, actual: count)
    }
    return Tensor(shape: shape, storage: storage)
  }

  /// A vector of each element `count` times, one after the other, and all of that `times` times.
  func repeated(_ count: Int, times: Int = 1) throws(ConvolutionError) -> Tensor {
    let repeated = try Tensor(uninitializedShape: [times * self.count * count])
    for index in 0..<times * self.count {
      unsafe (repeated.storage.baseAddress + index * count).update(
        repeating: storage.baseAddress[index % self.count], count: count)
    }
    return repeated
  }

  /// The tensor with its axes in reverse order: for a matrix, its transpose.
  ///
  /// Copies the elements.
  public func transposed() -> Tensor {
    permuted(validAxes: Array((0..<rank).reversed()))
  }

  /// The tensor whose axis `i` is this one's axis `axes[i]`.
  ///
  /// `[0, 2, 3, 1]` turns NCHW into NHWC, and `[0, 3, 1, 2]` back. Copies the elements.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` unless `axes` names every
  ///   axis once.
  public func transposed(axes: [Int]) throws(ConvolutionError) -> Tensor {
    guard axes.sorted() == Array(0..<rank) else {
      throw .invalidValue(
        name: "axes", value: "\(axes)", accepted: "every axis of 0..<\(rank) once, in any order")
    }
    return permuted(validAxes: axes)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func permuted(validAxes axes: [Int]) -> Tensor {
    let result = Tensor.uninitialized(knownShape: axes.map { shape[$0] })
    guard !isEmpty else { return result }
    let sourceStrides = Shape.strides(shape)
    let strides = axes.map { sourceStrides[$0] }
    // Walk the result in order, moving through the source by the strides of its axes; the last
    // axis is the inner loop, the others turn like an odometer.
    let inner = result.shape.last ?? 1
    let innerStride = strides.last ?? 0
    var position = [Int](repeating: 0, count: result.rank)
    var source = 0
    for row in 0..<result.count / inner {
      for column in 0..<inner {
        unsafe result.storage.baseAddress[row * inner + column] =
          storage.baseAddress[source + column * innerStride]
      }
      var axis = result.rank - 2
      while axis >= 0 {
        position[axis] += 1
        source += strides[axis]
        if position[axis] < result.shape[axis] { break }
        source -= position[axis] * strides[axis]
        position[axis] = 0
        axis -= 1
      }
    }
    return result
  }

  /// The tensor with every axis reversed: a kernel turned by half a turn, which makes a convolution
  /// of a correlation.
  ///
  /// Copies the elements.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func rotatedHalfTurn() -> Tensor {
    let result = Tensor.uninitialized(knownShape: shape)
    for index in 0..<count {
      unsafe result.storage.baseAddress[index] = storage.baseAddress[count - 1 - index]
    }
    return result
  }
}
