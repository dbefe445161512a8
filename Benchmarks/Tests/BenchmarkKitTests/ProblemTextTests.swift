// ProblemTextTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct ProblemTextTests {
  @Test(arguments: [
    "1x64x56x56 k128 3x3",
    "1x64x56x56 k128 3x3 s2 p1",
    "2x6x10x12 k8 3x5 s1x2 p1x2 d2x1 g2", "3x1x20x30 k1 5x5 p2 reflect",
    "1x2x9x8 k2 3x3 p1 g2 circular",
  ])
  func describesWhatItReads(text: String) throws {
    let problem = try Problem(argument: text, source: "argument")
    #expect(problem.description == text)
    #expect(problem.title == "command line/\(text)")
  }

  @Test func readsEveryWord() throws {
    let problem = try Problem(
      argument: " 2x6x10x12  k8 3x5 g2 d2x1 p1x2 s1x2", source: "argument")
    #expect(problem.batch == 2)
    #expect(problem.inputChannels == 6)
    #expect(problem.inputSize == [10, 12])
    #expect(problem.outputChannels == 8)
    #expect(problem.kernelSize == [3, 5])
    #expect(problem.stride == [1, 2])
    #expect(problem.padding == [1, 2])
    #expect(problem.dilation == [2, 1])
    #expect(problem.groups == 2)
    #expect(problem.repeats == 1)
  }

  @Test(arguments: [
    ("", Border.zeros), (" reflect", .reflect), (" symmetric", .symmetric),
    (" replicate", .replicate), (" circular", .circular),
  ])
  func readsTheBorder(word: String, border: Border) throws {
    let problem = try Problem(argument: "1x1x9x8 k1 3x3 p1" + word, source: "argument")
    #expect(try problem.geometry().border == border)
  }

  @Test func readsARowOfAList() throws {
    let problem = try Problem(argument: ProblemCSVTests.row, source: "argument")
    #expect(problem == ProblemCSVTests.problem)
  }

  @Test(arguments: [
    ("", "a problem starts with input"),
    ("64x56x56 k128 3x3", "a problem starts with input"),
    ("1x64x56x56 128 3x3", "a problem starts with input"),
    ("1x64x56x56 k128 3", "a problem starts with input"),
    ("1x64x56x56 k128 3x3 q2", "\"q2\" is none of"),
    ("1x64x56x56 k128 3x3 sx", "\"sx\" is none of"),
    ("1x64x56x56 k128 3x3 g1x2", "\"g1x2\" is none of"),
    ("1x64x56x56 k128 3x3 s0", "height stride is 0"),
    ("1x64x56x56 k128 3x3 p-1", "padding is -1"),
    ("1x64x56x56 k128 3x3 g0", "groups is 0"),
    ("0x64x56x56 k128 3x3", "the batch must be at least 1"),
    ("1x64x56x56 k128 99x3", "does not fit"),
    ("9223372036854775807x64x56x56 k128 3x3", "too large"),
  ])
  func refusesOthers(text: String, part: String) throws {
    let error = try #require(throws: ProblemError.self) {
      try Problem(argument: text, source: "argument")
    }
    #expect(error.description.hasPrefix("argument: "))
    #expect(error.description.contains(part), "\(error)")
  }
}
