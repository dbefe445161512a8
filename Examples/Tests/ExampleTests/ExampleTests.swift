// ExampleTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The programs of `Examples/` link the library from outside, as users do: each must run, and print
/// what stands in its file of `Expected/` or, as the digits of a long training are not the same on
/// every machine, learn what it sets out to.
@Suite struct ExampleTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let examples: [String] = names(in: "Sources")

  @Test func everyExampleSaysWhatItPrints() {
    let expected = Self.names(in: "Expected").map { $0.replacing(".txt", with: "") }
    #expect(!expected.isEmpty)
    #expect((expected + ["Digits"]).sorted() == Self.examples)
  }

  /// In an expected text, `<1e-6` stands for any number of smaller size.
  @Test(arguments: examples.filter { $0 != "Digits" })
  func printsWhatIsExpected(example: String) async throws {
    let expected = try String(
      contentsOf: Self.folder.appending(path: "Expected/\(example).txt"), encoding: .utf8)
    let (output, status) = try await run(example)
    #expect(status == 0)
    #expect(Self.matches(output, expected), "\(output)")
  }

  @Test func digitsAreLearned() async throws {
    let (output, status) = try await run("Digits")
    #expect(status == 0)
    let lines = output.split(separator: "\n")
    #expect(lines.first == "1437 digits to learn from, 360 to be tested on")
    let epochs = lines.dropFirst(2).map { $0.split(separator: " ") }
    try #require(epochs.count == 20 && epochs.allSatisfy { $0.count == 5 }, "\(output)")
    let losses = epochs.compactMap { Double($0[1]) }
    let right = epochs.compactMap { Int($0[2]) }
    // A guess costs log 10 and is right once in ten.
    #expect(losses[0] > 1 && losses[19] < 0.05, "\(output)")
    #expect(right[19] >= 339, "94 % of 360, \(output)")
  }

  private static func names(in folder: String) -> [String] {
    let path = Self.folder.appending(path: folder).path
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func matches(_ output: String, _ expected: String) -> Bool {
    func words(_ text: String) -> [Substring] {
      text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\n" }
    }
    let (found, wanted) = (words(output), words(expected))
    return found.count == wanted.count
      && zip(found, wanted).allSatisfy { found, wanted in
        guard wanted.hasPrefix("<"), let bound = Double(wanted.dropFirst()) else {
          return found == wanted
        }
        return Double(found).map { abs($0) < bound } ?? false
      }
  }

  /// The program lies where the tests were built to: beside the test bundle, or, where the tests
  /// are a plain executable, beside that.
  private func run(_ example: String) async throws -> (output: String, status: Int32) {
    let bundles = [Bundle.main] + Bundle.allBundles
    let places = bundles.flatMap { [$0.bundleURL, $0.bundleURL.deletingLastPathComponent()] }
    let program = try #require(
      places.map { $0.appending(path: example).path }
        .first { FileManager.default.isExecutableFile(atPath: $0) },
      "no program \(example) beside the tests")
    return try await Command.run([program])
  }
}
