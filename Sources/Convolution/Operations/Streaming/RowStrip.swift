// RowStrip.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The rows of an image that a block of output reads: filled row by row, computed when it is full,
/// and then begun again with the last rows, which the next block reads too.
struct RowStrip<Scalar: TensorScalar> {
  /// `[channels, rows, width]`
  private(set) var memory: Tensor<Scalar>
  /// The rows that are there.
  private(set) var count = 0
  private let rows: Int
  private let width: Int

  init(channels: Int, rows: Int, width: Int) throws(ConvolutionError) {
    memory = try Tensor(shape: [channels, rows, width], repeating: 0)
    self.rows = rows
    self.width = width
  }

  var isFull: Bool { count == rows }

  /// Copies a row of every channel of `[channels, any number of rows, width]`.
  mutating func append(_ source: Tensor<Scalar>, row: Int) {
    put(source, row: row, at: count)
    count += 1
  }

  /// Copies a row over another one.
  mutating func put(_ source: Tensor<Scalar>, row: Int, at index: Int) {
    let (channels, sourceRows) = (memory.shape[0], source.shape[1])
    unsafe source.withUnsafeBufferPointer { source in
      unsafe memory.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for channel in 0..<channels {
          unsafe (to + (channel * rows + index) * width).update(
            from: from + (channel * sourceRows + row) * width, count: width)
        }
      }
    }
  }

  /// Fills a row of every channel.
  mutating func append(constant: Scalar) {
    let channels = memory.shape[0]
    unsafe memory.withUnsafeMutableBufferPointer { target in
      guard let to = target.baseAddress else { return }
      for channel in 0..<channels {
        unsafe (to + (channel * rows + count) * width).update(repeating: constant, count: width)
      }
    }
    count += 1
  }

  /// Calls `body` with all rows of a channel.
  func withPlane<Failure: Error>(
    _ channel: Int, _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Void
  ) throws(Failure) {
    let size = rows * width
    try unsafe memory.withUnsafeBufferPointer { memory throws(Failure) in
      try unsafe body(
        UnsafeBufferPointer(rebasing: memory[channel * size..<(channel + 1) * size]))
    }
  }

  /// Moves the last rows to the start, where the next ones follow them.
  mutating func keepLast(_ kept: Int) {
    let (channels, first) = (memory.shape[0], rows - kept)
    unsafe memory.withUnsafeMutableBufferPointer { target in
      guard let to = target.baseAddress else { return }
      for channel in 0..<channels {
        let plane = unsafe to + channel * rows * width
        unsafe plane.update(from: plane + first * width, count: kept * width)
      }
    }
    count = kept
  }
}

/// The last rows of an image that came so far, for the border below to mirror.
struct RowTail<Scalar: TensorScalar> {
  private var ring: RowStrip<Scalar>
  let rows: Int
  private var next = 0

  init(channels: Int, rows: Int, width: Int) throws(ConvolutionError) {
    ring = try RowStrip(channels: channels, rows: rows, width: width)
    self.rows = rows
  }

  mutating func append(_ source: Tensor<Scalar>, row: Int) {
    guard rows > 0 else { return }
    ring.put(source, row: row, at: next)
    next = (next + 1) % rows
  }

  /// The row so many before the last one, and the tensor that holds it.
  func row(lastButOne distance: Int) -> (rows: Tensor<Scalar>, row: Int) {
    (ring.memory, ((next - 1 - distance) % rows + rows) % rows)
  }
}
