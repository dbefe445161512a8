// ProblemCSV.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Lists of problems as comma-separated values, one problem a line under a line of column names.
///
/// The columns may stand in any order, and all but the optional ones must be there. Fields are not quoted: a name
/// has no comma.
package enum ProblemCSV {
  /// The columns in their usual order, which is that of a line without names above it.
  package static let columns = [
    "suite", "name", "n", "c", "h", "w", "k", "kh", "kw", "stride_h", "stride_w", "pad_h", "pad_w",
    "dil_h", "dil_w", "groups", "repeat",
  ]

  /// The columns that a list may have beside them.
  package static let optionalColumns = ["kernel"]

  /// The problems of a list.
  ///
  /// - Parameter source: Where the text comes from, for errors.
  package static func problems(
    in text: String, source: String
  ) throws(ProblemError) -> [Problem] {
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var names: [String]?
    var problems: [Problem] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      if let names {
        let row = try ProblemRow(line, columns: names, source: source, line: index + 1)
        problems.append(try row.problem())
      } else {
        names = try header(line, source: source, line: index + 1)
      }
    }
    guard names != nil else {
      throw ProblemError(
        source: source,
        reason: "empty; the first line must name the columns \(columns.joined(separator: ","))")
    }
    guard !problems.isEmpty else { throw ProblemError(source: source, reason: "has no problems") }
    return problems
  }

  /// The problem of a single line, its fields in the usual order.
  package static func problem(line: String, source: String) throws(ProblemError) -> Problem {
    try ProblemRow(line[...], columns: columns, source: source, line: nil).problem()
  }

  private static func header(
    _ line: Substring, source: String, line number: Int
  ) throws(ProblemError) -> [String] {
    let names = fields(of: line)
    for (index, name) in names.enumerated() {
      guard (columns + optionalColumns).contains(name) else {
        throw ProblemError(
          source: source, line: number,
          reason: "unknown column \"\(name)\"; the columns are \(columns.joined(separator: ",")), "
            + "and, if need be, \(optionalColumns.joined(separator: ","))")
      }
      guard !names[..<index].contains(name) else {
        throw ProblemError(source: source, line: number, column: name, reason: "named twice")
      }
    }
    if let missing = columns.first(where: { !names.contains($0) }) {
      throw ProblemError(source: source, line: number, column: missing, reason: "missing")
    }
    return names
  }

  static func fields(of line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
