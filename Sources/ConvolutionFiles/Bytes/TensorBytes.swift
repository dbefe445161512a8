// TensorBytes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The bytes that a tensor of a shape takes, counted before any of them is read.
enum TensorBytes {
  /// The most axes that are read or written: as many as NumPy allows.
  static let rankLimit = 64

  /// The number of bytes of a tensor of `shape` whose elements take `elementSize` bytes each.
  ///
  /// Axes whose product overflows are refused even beside an axis of size 0, as `Tensor` does.
  ///
  /// - Throws: ``FileFormatError/tooManyAxes(tensor:limit:)``,
  ///   ``FileFormatError/negativeDimension(tensor:shape:)``, or
  ///   ``FileFormatError/sizeOverflow(tensor:shape:)``.
  static func count(
    of tensor: String?, shape: [Int], elementSize: Int
  ) throws(FileFormatError) -> Int {
    guard shape.count <= rankLimit else { throw .tooManyAxes(tensor: tensor, limit: rankLimit) }
    guard !shape.contains(where: { $0 < 0 }) else {
      throw .negativeDimension(tensor: tensor, shape: shape)
    }
    var bytes = elementSize
    for size in shape where size != 0 {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      guard !overflow else { throw .sizeOverflow(tensor: tensor, shape: shape) }
      bytes = product
    }
    return shape.contains(0) ? 0 : bytes
  }
}

extension Tensor {
  /// The tensor of `shape` whose elements lie at `offset` of `source`, read straight into place.
  ///
  /// The caller made sure that the source has the bytes that the shape takes, as
  /// ``TensorBytes/count(of:shape:elementSize:)`` counts them: a small file cannot ask for a
  /// large tensor.
  init(
    shape: [Int], readingFrom source: borrowing some ByteSource & ~Copyable, at offset: Int,
    order: ByteOrder, name: String?
  ) throws(FileFormatError) {
    do throws(ConvolutionError) {
      self = try Tensor.zeros(shape)
    } catch {
      throw FileFormatError(error, tensor: name, shape: shape)
    }
    try unsafe withUnsafeMutableBufferPointer { elements throws(FileFormatError) in
      try unsafe source.copy(from: offset, into: UnsafeMutableRawBufferPointer(elements))
    }
    order.convert(&self)
  }
}

extension FileFormatError {
  /// The error of a tensor of `shape` that could not be made although its bytes were counted.
  init(_ error: ConvolutionError, tensor: String?, shape: [Int]) {
    switch error {
    case .outOfMemory(let bytes): self = .outOfMemory(bytes: bytes)
    default: self = .sizeOverflow(tensor: tensor, shape: shape)
    }
  }
}
