// TemporaryDirectory.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder for one test, removed with its contents when the test is over.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("convolve-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    Leftovers.shared.add(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    Leftovers.shared.remove(path)
  }

  /// The path of a file in the folder, whether it exists or not.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Makes an empty file to write to.
  func newFile(_ name: String) throws -> FileHandle {
    try Data().write(to: URL(fileURLWithPath: self(name)))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: self(name)))
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self(name)))
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: self(name))))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// The names of everything in a folder, hidden files too.
  func contents(of name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self(name)).sorted()
  }
}

/// The folders that are there when the tests end: those of results that several tests share live in
/// static variables, whose life has no end of its own.
private final class Leftovers: @unchecked Sendable {
  static let shared = Leftovers()

  private let lock = NSLock()
  private var paths: Set<String> = []

  private init() {
    atexit { Leftovers.shared.removeAll() }
  }

  func add(_ path: String) { lock.withLock { _ = paths.insert(path) } }
  func remove(_ path: String) { lock.withLock { _ = paths.remove(path) } }

  private func removeAll() {
    lock.withLock {
      for path in paths { try? FileManager.default.removeItem(atPath: path) }
    }
  }
}
