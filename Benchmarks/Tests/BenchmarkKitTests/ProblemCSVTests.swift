// ProblemCSVTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct ProblemCSVTests {
  static let header = ProblemCSV.columns.joined(separator: ",")
  static let row = "net,conv,2,6,10,12,8,3,5,1,2,1,2,1,1,2,4"
  static let problem = Problem(
    suite: "net", name: "conv", batch: 2, inputChannels: 6, inputSize: [10, 12],
    outputChannels: 8, kernelSize: [3, 5], stride: [1, 2], padding: [1, 2], groups: 2, repeats: 4)

  /// The message that `text` is refused with.
  private func refusal(of text: String) -> String? {
    let error = #expect(throws: ProblemError.self) {
      try ProblemCSV.problems(in: text, source: "list.csv")
    }
    return error?.description
  }

  @Test(arguments: ["\n", "\r\n"])
  func readsRowsOfAnyLineEnding(newline: String) throws {
    let text = ["\u{FEFF}" + Self.header, Self.row, "", Self.row, ""].joined(separator: newline)
    let problems = try ProblemCSV.problems(in: text, source: "list.csv")
    #expect(problems == [Self.problem, Self.problem])
  }

  @Test func readsColumnsInAnyOrder() throws {
    func reversed(_ line: String) -> String {
      line.split(separator: ",").reversed().joined(separator: " , ")
    }
    let text = reversed(Self.header) + "\n" + reversed(Self.row)
    #expect(try ProblemCSV.problems(in: text, source: "list.csv") == [Self.problem])
  }

  @Test func kernelIsOptional() throws {
    var gaussian = Self.problem
    gaussian.kernel = .gaussian
    let text = "\(Self.header),kernel\n\(Self.row),gaussian\n\(Self.row),random"
    #expect(
      try ProblemCSV.problems(in: text, source: "list.csv") == [gaussian, Self.problem])
    #expect(
      refusal(of: "\(Self.header),kernel\n\(Self.row),round")
        == "list.csv:2: column kernel: \"round\" is none of random, gaussian")
  }

  @Test func readsALineWithoutHeader() throws {
    #expect(try ProblemCSV.problem(line: Self.row, source: "line") == Self.problem)
  }

  @Test func refusesHeadersByColumn() {
    #expect(
      refusal(of: "")?.hasPrefix("list.csv: empty; the first line must name the columns") == true)
    #expect(refusal(of: Self.header) == "list.csv: has no problems")
    #expect(
      refusal(of: Self.header + ",color\n" + Self.row)?
        .hasPrefix("list.csv:1: unknown column \"color\"; the columns are suite,name") == true)
    #expect(refusal(of: Self.header + ",kh") == "list.csv:1: column kh: named twice")
    #expect(
      refusal(of: "suite,name,n,c,h,w,k\n") == "list.csv:1: column kh: missing")
  }

  @Test(arguments: [
    ("net,conv,2,6,10,12,8,3,5,1,2,1,2,1,1,2", "17 columns"),
    ("net,conv,2,6,10,12,8,3,5,one,2,1,2,1,1,2,4", "column stride_h: \"one\" is not a whole"),
    ("net,conv,2,6,10,12,8,3,5,0,2,1,2,1,1,2,4", "column stride_h: \"0\" is not a"),
    ("net,conv,2,6,10,12,8,3,5,1,2,-1,2,1,1,2,4", "number of 0 or more"),
    ("net,conv,2,6,10,12,8,3,5,1,2,1,2,1,1,2,", "column repeat: empty"),
    (",conv,2,6,10,12,8,3,5,1,2,1,2,1,1,2,4", "column suite: empty"),
    ("net,conv,2,6,10,12,8,3,5,1,2,1,2,1,1,4,4", "net/conv: 6 input channels do not divide"),
    ("net,conv,2,6,1,12,8,9,5,1,2,1,2,1,1,2,4", "net/conv: a kernel of height 9"),
    ("net,conv,99999999999999999999,6,10,12,8,3,5,1,2,1,2,1,1,2,4", "column n: \"999"),
  ])
  func refusesRowsByLineAndColumn(row: String, part: String) throws {
    let text = "\(Self.header)\n\(Self.row)\n\(row)"
    let message = try #require(refusal(of: text))
    #expect(message.hasPrefix("list.csv:3: "))
    #expect(message.contains(part), "\(message)")
  }
}
