// BadInputListTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `Tests/BadInputs.md` is a list of what a caller may get wrong. Every row has a test, which has the
/// row's number, in the file that the list names.
@Suite("The list of bad inputs")
struct BadInputListTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A row of the list.
  private struct Row {
    let number: Int
    let input: String
    let answer: String
    /// The name of a file of tests, empty where the row does not apply.
    let place: String
  }

  @Test("Has the rows 1 to 81, each with an input and an answer")
  func numbers() throws {
    let rows = try Self.rows()
    #expect(rows.map(\.number) == Array(1...81))
    for row in rows { #expect(!row.input.isEmpty && !row.answer.isEmpty, "row \(row.number)") }
  }

  @Test("Every row is tested where the list says, or says why it does not apply")
  func coverage() throws {
    let numbers = try Self.numbersByFile()
    var covered: Set<Int> = []
    for row in try Self.rows() {
      if row.place.isEmpty {
        #expect(row.answer.hasPrefix("does not apply: "), "row \(row.number)")
      } else {
        let found = numbers[row.place + ".swift"] ?? []
        #expect(found.contains(row.number), "\(row.place).swift has no test of row \(row.number)")
      }
      covered.insert(row.number)
    }
    #expect(covered == Set(1...81))
  }

  @Test("No test has the number of a row that is not there")
  func unknownNumbers() throws {
    for (file, numbers) in try Self.numbersByFile() {
      #expect(numbers.isSubset(of: 1...81), "\(file): \(numbers.subtracting(1...81).sorted())")
    }
  }

  private static func rows() throws -> [Row] {
    try text(root.appending(path: "Tests/BadInputs.md")).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 6, let number = Int(cells[1]) else { return nil }
      return Row(number: number, input: cells[2], answer: cells[3], place: cells[4])
    }
  }

  /// The rows that the files of tests name, by file.
  private static func numbersByFile() throws -> [String: Set<Int>] {
    var numbers: [String: Set<Int>] = [:]
    for folder in ["Tests", "Tool/Tests"] {
      let names = try FileManager.default.subpathsOfDirectory(
        atPath: root.appending(path: folder).path)
      for name in names where name.hasSuffix(".swift") {
        let file = root.appending(path: folder).appending(path: name)
        numbers[file.lastPathComponent, default: []].formUnion(rowsNamed(in: try text(file)))
      }
    }
    return numbers
  }

  /// The numbers of names such as "#7 Groups", and of calls `BadCall(7, ...)`.
  private static func rowsNamed(in text: String) -> [Int] {
    let names = text.matches(of: /["\ \-]\#([0-9]{1,2})[\ ,"\-]/).map(\.1)
    let calls = text.matches(of: /BadCall\(\s*([0-9]+),/).map(\.1)
    return (names + calls).compactMap { Int($0) }
  }

  private static func text(_ file: URL) throws -> String {
    try String(contentsOf: file, encoding: .utf8)
  }
}
