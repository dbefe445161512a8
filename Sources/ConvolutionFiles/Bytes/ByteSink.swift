// ByteSink.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Where the bytes of a file go: into the file, or into an array.
protocol ByteSink: ~Copyable {
  /// Adds `bytes` at the end.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFormatError)
}

extension ByteSink where Self: ~Copyable {
  /// Adds the bytes of a header.
  mutating func append(_ bytes: [UInt8]) throws(FileFormatError) {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(FileFormatError) in
      try unsafe append(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Adds the elements of `tensor` in row-major order, each with its lowest byte first.
  mutating func append(_ tensor: AnyTensor) throws(FileFormatError) {
    switch tensor {
    case .float(let tensor): try append(tensor)
    case .double(let tensor): try append(tensor)
    }
  }

  private mutating func append(_ tensor: Tensor<some TensorScalar>) throws(FileFormatError) {
    var tensor = tensor
    ByteOrder.little.convert(&tensor)
    try unsafe tensor.withUnsafeBufferPointer { buffer throws(FileFormatError) in
      try unsafe append(UnsafeRawBufferPointer(buffer))
    }
  }
}

/// Bytes that stay in memory.
struct ByteArraySink: ByteSink {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFormatError) {
    unsafe self.bytes.append(contentsOf: bytes)
  }
}
