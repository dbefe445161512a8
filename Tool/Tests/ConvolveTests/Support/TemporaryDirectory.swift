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
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
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
