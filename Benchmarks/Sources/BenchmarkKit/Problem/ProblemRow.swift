// ProblemRow.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// One line of a list, its fields by column.
struct ProblemRow {
  private let fields: [String: String]
  private let source: String
  private let line: Int?

  init(
    _ text: Substring, columns: [String], source: String, line: Int?
  ) throws(ProblemError) {
    let values = ProblemCSV.fields(of: text)
    guard values.count == columns.count else {
      throw ProblemError(
        source: source, line: line,
        reason: "\(values.count) fields where there are \(columns.count) columns, "
          + columns.joined(separator: ","))
    }
    self.fields = Dictionary(uniqueKeysWithValues: zip(columns, values))
    self.source = source
    self.line = line
  }

  func problem() throws(ProblemError) -> Problem {
    let problem = Problem(
      suite: try text("suite"), name: try text("name"),
      batch: try number("n"), inputChannels: try number("c"), inputSize: try size("h", "w"),
      outputChannels: try number("k"), kernelSize: try size("kh", "kw"),
      stride: try size("stride_h", "stride_w"),
      padding: try size("pad_h", "pad_w", atLeast: 0),
      dilation: try size("dil_h", "dil_w"),
      groups: try number("groups"), repeats: try number("repeat"), kernel: try kernel())
    do {
      _ = try problem.geometry()
    } catch {
      throw ProblemError(source: source, line: line, reason: "\(problem.title): \(error)")
    }
    return problem
  }

  private func kernel() throws(ProblemError) -> Problem.Kernel {
    guard let field = fields["kernel"] else { return .random }
    guard let kernel = Problem.Kernel(rawValue: field) else {
      let names = Problem.Kernel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ProblemError(
        source: source, line: line, column: "kernel",
        reason: "\"\(field)\" is none of \(names)")
    }
    return kernel
  }

  private func text(_ column: String) throws(ProblemError) -> String {
    guard let value = fields[column], !value.isEmpty else {
      throw ProblemError(source: source, line: line, column: column, reason: "empty")
    }
    return value
  }

  private func number(_ column: String, atLeast minimum: Int = 1) throws(ProblemError) -> Int {
    let field = try text(column)
    guard let value = Int(field), value >= minimum else {
      throw ProblemError(
        source: source, line: line, column: column,
        reason: "\"\(field)\" is not a whole number of \(minimum) or more")
    }
    return value
  }

  private func size(
    _ height: String, _ width: String, atLeast minimum: Int = 1
  ) throws(ProblemError) -> Size2D {
    Size2D(
      height: try number(height, atLeast: minimum), width: try number(width, atLeast: minimum))
  }
}
