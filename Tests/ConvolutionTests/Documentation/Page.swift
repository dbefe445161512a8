// Page.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A page of the documentation, as it is written.
struct Page: Sendable, CustomTestStringConvertible {
  let name: String
  /// What stands between fences, with the language that the fence names.
  let blocks: [(language: String, text: String)]

  var testDescription: String { name }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The pages whose code is tested: the README and all articles.
  static let all: [Page] = {
    let articles = "Sources/Convolution/Convolution.docc"
    return (files(in: articles, suffix: ".md") + ["README.md"]).compactMap { path in
      text(path).map { Page(name: path, text: $0) }
    }
  }()

  /// The compiled code that pages quote: the files beside this one, and the examples.
  static let compiled: [String] =
    ["Tests/ConvolutionTests/Documentation", "Examples/Sources"]
    .flatMap { files(in: $0, suffix: ".swift") }
    .compactMap { text($0) }

  /// The page whose path ends with `name`.
  static func named(_ name: String) -> Page? {
    all.first { $0.name == name || $0.name.hasSuffix("/" + name) }
  }

  private init(name: String, text: String) {
    self.name = name
    var blocks: [(language: String, text: String)] = []
    var open: (language: String, lines: [Substring])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append((block.language, block.lines.joined(separator: "\n")))
          open = nil
        } else {
          open = (String(line.dropFirst(3)), [])
        }
      } else {
        open?.lines.append(line)
      }
    }
    self.blocks = blocks
  }

  private static func files(in folder: String, suffix: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?
      .compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted().map { folder + "/" + $0 }
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
