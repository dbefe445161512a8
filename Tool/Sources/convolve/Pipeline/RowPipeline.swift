// RowPipeline.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Pictures

/// Reads, changes and writes a picture on three threads at once, a few rows at a time.
///
/// Blocks of rows go round between two threads: there are never more of them than were there at the
/// start, whatever the height of the picture.
struct RowPipeline {
  private let reader: PictureReader
  private let sink: any RowSink
  private let failure = FirstError()
  private let incoming: BlockLoop
  private let outgoing: BlockLoop
  private static let blocks = 3

  /// - Parameters:
  ///   - stage: What is to be done on this thread.
  ///   - rowsDone: Called after some rows were written, from another thread.
  static func run(
    _ reader: PictureReader, _ stage: some RowStage, _ sink: any RowSink,
    rowsDone: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws {
    let read = reader.layout
    let made = try PictureLayout(
      width: read.width, height: read.height, channels: stage.channels, hasAlpha: read.hasAlpha)
    let pipeline = RowPipeline(
      reader: reader, sink: sink,
      incoming: try BlockLoop(read, blocks: blocks, rows: RowBlock.rows(read)),
      outgoing: try BlockLoop(made, blocks: blocks, rows: stage.blockRows))
    try pipeline.run(stage, rowsDone: rowsDone)
  }

  private init(
    reader: PictureReader, sink: any RowSink, incoming: BlockLoop, outgoing: BlockLoop
  ) {
    (self.reader, self.sink) = (reader, sink)
    (self.incoming, self.outgoing) = (incoming, outgoing)
  }

  private func run(
    _ stage: some RowStage, rowsDone: @escaping @Sendable (Int) -> Void
  ) throws {
    let threads = DispatchGroup()
    // The reader and the sink are each used by one thread, and by this one when that has ended.
    nonisolated(unsafe) let pipeline = self
    start("reading", in: threads) { try pipeline.read() }
    start("writing", in: threads) { try pipeline.write(rowsDone) }
    attempt { try change(stage) }
    threads.wait()
    attempt {
      if failure.error == nil { try sink.finish() }
    }
    if let error = failure.error {
      // Now: a thread that has ended may hold the sink for a moment longer than the program runs.
      sink.abandon()
      throw error
    }
  }

  // MARK: - Threads

  private func read() throws {
    var rowsLeft = reader.layout.height
    while rowsLeft > 0, let block = incoming.empty.take() {
      block.count = min(rowsLeft, block.capacity)
      for row in 0..<block.count {
        try reader.readRow(into: &block.samples, alpha: &block.alpha, row: row)
      }
      rowsLeft -= block.count
      incoming.full.put(block)
    }
    incoming.full.end()
  }

  private func change(_ stage: some RowStage) throws {
    var alphas = reader.layout.hasAlpha ? AlphaDelay(width: reader.layout.width) : nil
    func emit(_ count: Int, _ write: (inout Tensor<Float>) -> Void) throws {
      guard let block = outgoing.empty.take() else { throw CancellationError() }
      write(&block.samples)
      block.count = count
      if var alpha = block.alpha {
        block.alpha = nil
        alphas?.remove(rows: count, into: &alpha)
        block.alpha = alpha
      }
      outgoing.full.put(block)
    }
    while let block = incoming.full.take() {
      if let alpha = block.alpha { alphas?.append(alpha, rows: block.count) }
      try stage.push(block, emit)
      incoming.empty.put(block)
    }
    if failure.error == nil { try stage.finish(emit) }
    outgoing.full.end()
  }

  private func write(_ rowsDone: (Int) -> Void) throws {
    var rows = 0
    while let block = outgoing.full.take() {
      try sink.write(block)
      rows += block.count
      outgoing.empty.put(block)
      rowsDone(rows)
    }
  }

  private func start(
    _ name: String, in group: DispatchGroup, _ body: @escaping @Sendable () throws -> Void
  ) {
    nonisolated(unsafe) let pipeline = self
    group.enter()
    let thread = Thread {
      pipeline.attempt(body)
      group.leave()
    }
    thread.name = name
    thread.start()
  }

  /// Does its part; when that fails, the others end too.
  private func attempt(_ body: () throws -> Void) {
    do { try body() } catch {
      failure.keep(error)
      for loop in [incoming, outgoing] {
        loop.empty.cancel()
        loop.full.cancel()
      }
    }
  }
}

/// Blocks that go round between two threads.
private struct BlockLoop: Sendable {
  let empty: BoundedQueue<RowBlock>
  let full: BoundedQueue<RowBlock>

  init(_ layout: PictureLayout, blocks: Int, rows: Int) throws {
    let all = try (0..<blocks).map { _ in try RowBlock(layout, capacity: rows) }
    empty = BoundedQueue(capacity: blocks, all)
    full = BoundedQueue(capacity: blocks)
  }
}

/// The error that came first; those after it are its consequences.
private final class FirstError: @unchecked Sendable {
  private let lock = NSLock()
  private var first: (any Error)?

  var error: (any Error)? { lock.withLock { first } }

  func keep(_ error: any Error) {
    lock.withLock { if first == nil { first = error } }
  }
}
