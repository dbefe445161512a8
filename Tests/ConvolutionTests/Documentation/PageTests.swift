// PageTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Every piece of Swift on a page is a piece of a file that is compiled and run: of a suite beside this
/// one or of an example. What it prints is compared by `Transcript`.
@Suite("Code of the documentation's pages")
struct PageTests {
  @Test func thereAreExamples() {
    #expect(Page.all.flatMap(\.blocks).filter { $0.language == "swift" }.count > 20)
    #expect(Page.compiled.count > 10)
  }

  @Test(arguments: Page.all)
  func codeIsCompiled(page: Page) {
    let compiled = Page.compiled.map(Self.normalized)
    for (language, text) in page.blocks where language == "swift" {
      // Manifests are compiled by ExampleTests.
      if text.hasPrefix("// Package.swift") { continue }
      let block = Self.normalized(text)
      #expect(
        compiled.contains { $0.contains(block) }, "in no file of tests or examples:\n\(text)")
    }
  }

  /// What a page prints is printed by a test, which fails unless it is the same.
  @Test(arguments: Page.all)
  func printsAreChecked(page: Page) {
    let prints = page.blocks.contains { $0.language == "text" }
    let isChecked = Page.compiled.contains {
      $0.contains("isPrinted(on: \"" + (page.name.split(separator: "/").last ?? "") + "\")")
    }
    #expect(prints == isChecked, "\(page.name)")
  }

  /// The lines without indentation, imports and empty lines; spaces count once, as a formatter may add
  /// more before comments.
  private static func normalized(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }
}
