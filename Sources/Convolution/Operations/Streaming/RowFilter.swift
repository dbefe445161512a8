// RowFilter.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Filters an image that comes row by row, of any height, known or not.
///
/// ```swift
/// let filter = try RowFilter<Float>(width: 20_000, kernel: gaussian, border: .reflect)
/// while let rows = try scanner.nextRows() {                 // [1, some rows, 20000]
///   try filter.push(rows) { output, count in                // [1, filter.blockRows, 20000]
///     try printer.write(output, rows: count)                // its first `count` rows are the result
///   }
/// }
/// try filter.finish { output, count in try printer.write(output, rows: count) }
/// ```
///
/// Rows go in as they come, and come out in blocks of ``blockRows``, the last block with
/// ``finish(_:)``. What is put together from the blocks is what `conv2D` gives for the whole image
/// with one group for each channel: *bit for bit* where both run the planar algorithm, which they
/// do for every kernel of ordinary size, and within the bound of strict accuracy of the exact output
/// where another one is asked for.
///
/// Memory does not grow with the height: it is the rows that a block reads and those that it makes,
/// and as many rows of the image as a border mirrors. After the first block nothing is allocated.
///
/// A circular border above and below needs the last rows before the first output, and is refused
/// unless there is no padding there.
public final class RowFilter<Scalar: TensorScalar> {
  /// The number of columns of the image.
  public let width: Int
  /// The number of rows of the image, if it is known in advance.
  public let height: Int?
  /// The number of channels, each filtered for itself.
  public let channels: Int
  /// The number of channels of the output: `channels`, times the number of kernels.
  public let outputChannels: Int
  /// The number of columns of the output.
  public let outputWidth: Int
  /// The most rows that come out at once.
  public let blockRows: Int
  /// The number of rows of the image that have come in.
  public private(set) var rowsPushed = 0
  /// The number of rows of the output that have gone out.
  public private(set) var rowsFinished = 0

  let border: Border
  let kernelHeight: Int
  let top: Int
  let bottom: Int
  /// Computes a block of one channel: `kernelHeight - 1 + blockRows` rows of it to `blockRows` rows
  /// of the outputs.
  private let plan: ConvolutionPlan<Scalar>
  private var strip: RowStrip<Scalar>
  /// The rows that the border above mirrors, until they are all there.
  private var head: [Tensor<Scalar>] = []
  private let headRows: Int
  private var isHeadDone: Bool
  private var tail: RowTail<Scalar>
  /// `[outputChannels, blockRows, outputWidth]`
  private var output: Tensor<Scalar>
  private var isFinished = false

  /// What takes a block of rows: a tensor `[outputChannels, blockRows, outputWidth]`, of which the
  /// first `count` rows of every channel are the next of the output. The tensor is used again.
  public typealias Receiver = (_ output: Tensor<Scalar>, _ count: Int) throws -> Void

  /// A filter for an image whose rows are to come.
  ///
  /// - Parameters:
  ///   - width: The number of columns of the image.
  ///   - height: The number of rows, nil if it is not known before the last has come.
  ///   - channels: The number of channels, each filtered for itself.
  ///   - kernel: `[kernelHeight, kernelWidth]`, slid without flipping; or
  ///     `[kernels, kernelHeight, kernelWidth]` for several outputs of every channel, which come
  ///     one after the other: the outputs of channel 0, then those of channel 1.
  ///   - bias: What is added to every output.
  ///   - padding: How far the image continues beyond its edges.
  ///   - border: What the padding holds.
  ///   - blockRows: The rows of a block of output, nil for as many as suit the caches. No bit of
  ///     the result depends on it.
  ///   - options: How to compute a block.
  /// - Throws: A ``ConvolutionError`` that names the argument at fault: those of a
  ///   ``ConvolutionGeometry``, and ``ConvolutionError/invalidValue(name:value:accepted:)`` for a
  ///   circular border above or below.
  /// - Complexity: 2 x kernelHeight x kernelWidth FLOPs for each output, fewer for kernels that are
  ///   the product of a column and a row; the scratch of a ``ConvolutionPlan``.
  public init(
    width: Int, height: Int? = nil, channels: Int = 1, kernel: Tensor<Scalar>, bias: Scalar = 0,
    padding: Padding = .same, border: Border = .zeros, blockRows: Int? = nil,
    options: ConvolutionOptions = ConvolutionOptions()
  ) throws(ConvolutionError) {
    let shape = try RowFilterShape(
      width: width, height: height, channels: channels, kernelShape: kernel.shape,
      padding: padding, border: border, blockRows: blockRows, scalarSize: MemoryLayout<Scalar>.size)
    var options = options
    options.algorithm = try shape.algorithm(options, Scalar.self)
    let weight = try kernel.reshaped(to: shape.block.weightShape)
    plan = try ConvolutionPlan(
      shape.block, weight: weight, bias: try Tensor(shape: [shape.kernels], repeating: bias),
      options: options)
    self.width = width
    self.height = height
    self.channels = channels
    self.border = border
    outputChannels = shape.outputChannels
    outputWidth = shape.block.width.output
    self.blockRows = shape.blockRows
    kernelHeight = shape.kernelHeight
    (top, bottom) = (shape.top, shape.bottom)
    headRows = shape.rowsMirroredAbove
    isHeadDone = shape.top == 0
    strip = try RowStrip(channels: channels, rows: shape.stripRows, width: width)
    tail = try RowTail(channels: channels, rows: shape.rowsMirroredBelow, width: width)
    output = try Tensor(
      shape: [shape.outputChannels, shape.blockRows, shape.block.width.output], repeating: 0)
  }

  // MARK: - Rows in, rows out

  /// Takes the next rows of the image, from top to bottom, and hands out every block that they
  /// complete.
  ///
  /// - Parameters:
  ///   - rows: `[channels, any number of rows, width]`
  ///   - range: Which of its rows to take; nil for all.
  ///   - receive: Called with each block. What it throws ends the filter.
  /// - Throws: ``ConvolutionError/shapeMismatch(name:expected:actual:)`` for rows of another image,
  ///   ``ConvolutionError/invalidValue(name:value:accepted:)`` for a range that the tensor does not
  ///   have and for more rows than the height, before anything is taken; and what `receive` throws.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func push(
    _ rows: Tensor<Scalar>, range: Range<Int>? = nil, _ receive: Receiver
  ) throws {
    let range = try check(rows, range)
    for row in range {
      rowsPushed += 1
      // Of an image of known height only the last rows are kept.
      if height.map({ rowsPushed > $0 - tail.rows }) ?? true { tail.append(rows, row: row) }
      if isHeadDone {
        try append(rows, row: row, receive)
      } else {
        head.append(try rows.row(row))
        if head.count >= headRows { try startWithBorder(receive) }
      }
    }
  }

  /// Ends the image after its last row and hands out what is left of the output.
  ///
  /// Calling it again does nothing.
  ///
  /// - Throws: ``ConvolutionError/invalidValue(name:value:accepted:)`` if rows of the height are
  ///   missing, the errors of an image that is too small for kernel and border, and what `receive`
  ///   throws.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func finish(_ receive: Receiver) throws {
    guard !isFinished else { return }
    if let height, rowsPushed < height {
      throw ConvolutionError.invalidValue(
        name: "the number of rows", value: "\(rowsPushed)",
        accepted: "the height of the image, \(height)")
    }
    try RowFilterShape.check(
      rows: rowsPushed, kernelHeight: kernelHeight, top: top, bottom: bottom, border: border)
    isFinished = true
    if !isHeadDone { try startWithBorder(receive) }
    for row in 0..<bottom {
      let index = border.sourceIndex(of: rowsPushed + row, size: rowsPushed)
      try append(index.map { tail.row(lastButOne: rowsPushed - 1 - $0) }, receive)
    }
    let rest = strip.count - (kernelHeight - 1)
    if rest > 0 { try run(rows: rest, receive) }
  }

  // MARK: - Blocks

  /// The rows above the image, and those that were kept to mirror them.
  private func startWithBorder(_ receive: Receiver) throws {
    isHeadDone = true
    let rows = head
    head = []
    for row in -top..<0 {
      let index = border.sourceIndex(of: row, size: rowsPushed)
      try append(index.map { (rows[$0], 0) }, receive)
    }
    for row in rows { try append(row, row: 0, receive) }
  }

  /// Takes a row of a tensor, or of the border's constant.
  private func append(
    _ source: (rows: Tensor<Scalar>, row: Int)?, _ receive: Receiver
  ) throws {
    if let source { return try append(source.rows, row: source.row, receive) }
    strip.append(constant: Scalar(border.constantValue ?? 0))
    if strip.isFull { try run(rows: blockRows, receive) }
  }

  private func append(_ rows: Tensor<Scalar>, row: Int, _ receive: Receiver) throws {
    strip.append(rows, row: row)
    if strip.isFull { try run(rows: blockRows, receive) }
  }

  /// Computes a block and keeps the rows that the next one reads too.
  ///
  /// The last block of an image is computed in full, from what the strip held before where there is
  /// nothing new: the rows that count do not read it.
  private func run(rows: Int, _ receive: Receiver) throws {
    let kernels = outputChannels / channels
    for channel in 0..<channels {
      try unsafe strip.withPlane(channel) { input throws(ConvolutionError) in
        try unsafe output.withUnsafeMutableBufferPointer { output throws(ConvolutionError) in
          let size = kernels * blockRows * outputWidth
          try unsafe plan.run(
            input,
            into: UnsafeMutableBufferPointer(
              rebasing: output[channel * size..<(channel + 1) * size]))
        }
      }
    }
    strip.keepLast(kernelHeight - 1)
    rowsFinished += rows
    try receive(output, rows)
  }

  private func check(
    _ rows: Tensor<Scalar>, _ range: Range<Int>?
  ) throws(ConvolutionError) -> Range<Int> {
    let shape = rows.shape
    guard shape.count == 3, shape[0] == channels, shape[2] == width else {
      throw .shapeMismatch(
        name: "rows", expected: [channels, shape.count == 3 ? shape[1] : 1, width], actual: shape)
    }
    let range = range ?? 0..<shape[1]
    guard range.lowerBound >= 0, range.upperBound <= shape[1] else {
      throw .invalidValue(
        name: "range", value: "\(range)", accepted: "ranges within 0..<\(shape[1])")
    }
    guard !isFinished else {
      throw .invalidValue(
        name: "the image", value: "finished", accepted: "rows before the call of finish")
    }
    if let height, range.count > height - rowsPushed {
      throw .invalidValue(
        name: "the number of rows", value: "\(rowsPushed + range.count)",
        accepted: "at most the height of the image, \(height)")
    }
    return range
  }
}

extension Tensor {
  /// Row `row` of every channel, `[channels, 1, width]`.
  fileprivate func row(_ row: Int) throws(ConvolutionError) -> Tensor {
    var strip = try RowStrip<Scalar>(channels: shape[0], rows: 1, width: shape[2])
    strip.append(self, row: row)
    return strip.memory
  }
}
