// Transcript.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the code of a page prints.
final class Transcript {
  private(set) var text = ""

  func add(_ item: Any) { text += "\(item)\n" }

  /// Whether the `text` blocks of a page, one after the other, are what was printed.
  func isPrinted(on name: String) throws -> Bool {
    let page = try #require(Page.named(name))
    let blocks = page.blocks.filter { $0.language == "text" }.map { $0.text + "\n" }
    let written = blocks.joined()
    if written != text { Issue.record("\(name) prints\n\(text)\nand says\n\(written)") }
    return written == text
  }
}

/// A suite whose `print` is written to a transcript, so that its code reads as a page shows it.
protocol Printing {
  var transcript: Transcript { get }
}

extension Printing {
  func print(_ item: Any) { transcript.add(item) }
}
