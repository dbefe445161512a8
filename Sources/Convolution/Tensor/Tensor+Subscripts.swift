// Tensor+Subscripts.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

// MARK: - One element

extension Tensor {
  /// The element at an index along every axis.
  ///
  /// The number of indices must be the rank, and each must be within its axis.
  @inlinable
  public subscript(_ indices: Int...) -> Scalar {
    get { unsafe storage.baseAddress[offset(of: indices)] }
    set {
      let offset = offset(of: indices)
      makeUnique()
      unsafe storage.baseAddress[offset] = newValue
    }
  }

  /// The element of a matrix or a picture, `[row, column]`.
  @inlinable
  public subscript(_ row: Int, _ column: Int) -> Scalar {
    get { unsafe storage.baseAddress[offset(row, column)] }
    set {
      let offset = offset(row, column)
      makeUnique()
      unsafe storage.baseAddress[offset] = newValue
    }
  }

  /// The element of a batch, `[image, channel, row, column]`.
  @inlinable
  public subscript(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Scalar {
    get { unsafe storage.baseAddress[offset(image, channel, row, column)] }
    set {
      let offset = offset(image, channel, row, column)
      makeUnique()
      unsafe storage.baseAddress[offset] = newValue
    }
  }

  @inlinable
  func offset(of indices: [Int]) -> Int {
    precondition(
      indices.count == rank, "\(indices.count) indices for a tensor of rank \(rank)")
    var offset = 0
    for axis in 0..<indices.count {
      precondition(
        indices[axis] >= 0 && indices[axis] < shape[axis],
        "index \(indices) out of range of shape \(shape)")
      offset = offset * shape[axis] + indices[axis]
    }
    return offset
  }

  // The fixed ranks come without the array that `Int...` makes of its arguments: it would cost
  // more than the access.

  @inlinable
  func offset(_ row: Int, _ column: Int) -> Int {
    precondition(rank == 2, "2 indices for a tensor of rank \(rank)")
    precondition(
      row >= 0 && row < shape[0] && column >= 0 && column < shape[1],
      "index [\(row), \(column)] out of range of shape \(shape)")
    return row * shape[1] + column
  }

  @inlinable
  func offset(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    precondition(rank == 4, "4 indices for a tensor of rank \(rank)")
    precondition(
      image >= 0 && image < shape[0] && channel >= 0 && channel < shape[1]
        && row >= 0 && row < shape[2] && column >= 0 && column < shape[3],
      "index [\(image), \(channel), \(row), \(column)] out of range of shape \(shape)")
    return ((image * shape[1] + channel) * shape[2] + row) * shape[3] + column
  }
}

// MARK: - A block

extension Tensor {
  /// The block that a range along every axis cuts out; it has the rank of the whole.
  ///
  /// ```swift
  /// x[0..., 2..<6] = 0            // columns 2 to 5 of every row
  /// let middle = x[1...2, 3..<5]  // a copy, of shape [2, 2]
  /// ```
  ///
  /// Reading copies the block. Writing takes a tensor of the block's shape, or one of rank 0 (a
  /// bare number) for every element of it. A range that leaves its axis stops the program, as it does
  /// for `Array`.
  public subscript(_ ranges: any RangeExpression<Int>...) -> Tensor {
    get {
      let block = Block(ranges, in: shape)
      let result = Self.uninitialized(knownShape: block.shape)
      var target = unsafe result.storage.baseAddress
      block.forEachRow { offset in
        unsafe target.update(from: storage.baseAddress + offset, count: block.rowLength)
        unsafe target += block.rowLength
      }
      return result
    }
    set {
      let block = Block(ranges, in: shape)
      precondition(
        newValue.rank == 0 || newValue.shape == block.shape,
        "a block of shape \(block.shape) assigned a tensor of shape \(newValue.shape)")
      makeUnique()
      var source = unsafe newValue.storage.baseAddress
      block.forEachRow { offset in
        let target = unsafe storage.baseAddress + offset
        if newValue.rank == 0 {
          unsafe target.update(repeating: source.pointee, count: block.rowLength)
        } else {
          unsafe target.update(from: source, count: block.rowLength)
          unsafe source += block.rowLength
        }
      }
    }
  }
}

/// A rectangular part of a tensor: rows that are contiguous along the last axis.
private struct Block {
  let ranges: [Range<Int>]
  let strides: [Int]

  init(_ expressions: [any RangeExpression<Int>], in shape: [Int]) {
    precondition(
      expressions.count == shape.count,
      "\(expressions.count) ranges for a tensor of rank \(shape.count)")
    ranges = zip(expressions, shape).map { expression, size in
      let range = expression.relative(to: 0..<size)
      precondition(
        range.lowerBound >= 0 && range.upperBound <= size,
        "range \(range) out of an axis of size \(size)")
      return range
    }
    strides = Shape.strides(shape)
  }

  var shape: [Int] { ranges.map(\.count) }

  var rowLength: Int { ranges.last?.count ?? 1 }

  /// Calls `body` with the offset of every row's first element, in row-major order.
  func forEachRow(_ body: (_ offset: Int) -> Void) {
    guard !ranges.contains(where: \.isEmpty) else { return }
    var position = ranges.map(\.lowerBound)
    while true {
      body(zip(position, strides).reduce(0) { $0 + $1.0 * $1.1 })
      // Advance like an odometer over all axes but the last.
      var axis = position.count - 2
      while axis >= 0 {
        position[axis] += 1
        if position[axis] < ranges[axis].upperBound { break }
        position[axis] = ranges[axis].lowerBound
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
