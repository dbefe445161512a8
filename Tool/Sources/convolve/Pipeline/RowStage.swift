// RowStage.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// What makes rows of one picture of those of another.
protocol RowStage: AnyObject {
  /// The picture that comes out, its precision aside.
  var channels: Int { get }
  /// The most rows that come out at once.
  var blockRows: Int { get }

  /// Takes the next rows and hands out those that they complete.
  func push(_ block: RowBlock, _ emit: Emit) throws
  /// Hands out the rows that are left, after the last has come in.
  func finish(_ emit: Emit) throws

  /// Has the next rows written, at most `blockRows`: the first of `samples`, which is
  /// `[channels, any number, width]`.
  typealias Emit = (_ count: Int, _ write: (_ samples: inout Tensor<Float>) -> Void) throws -> Void
}

extension RowStage {
  func finish(_ emit: Emit) throws {}
}

/// What takes the rows of a picture.
protocol RowSink: AnyObject {
  func write(_ block: RowBlock) throws
  func finish() throws
  /// Undoes what was written, when there will be no more rows.
  func abandon()
}

/// The rows as they are.
final class PassingStage: RowStage {
  let channels: Int
  let blockRows: Int

  init(_ layout: PictureLayout) {
    channels = layout.channels
    blockRows = RowBlock.rows(layout)
  }

  func push(_ block: RowBlock, _ emit: Emit) throws {
    try emit(block.count) { $0.copyRows(0..<block.count, of: block.samples) }
  }
}

/// Rows into a file.
final class FileSink: RowSink {
  private let writer: PictureWriter

  init(_ writer: PictureWriter) { self.writer = writer }

  func write(_ block: RowBlock) throws {
    for row in 0..<block.count {
      try writer.writeRow(row, of: block.samples, alpha: block.alpha)
    }
  }

  func finish() throws { try writer.finish() }

  func abandon() { writer.abandon() }
}
