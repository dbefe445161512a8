// ProblemTextTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Problems as lines of text")
struct ProblemTextTests {
  @Test("Every line is read back", arguments: Problem.all + Problem.idle + Problem.tiled)
  func roundTrip(_ problem: Problem) {
    for border in Border.everyKind {
      let problem = problem.with(border)
      #expect(Problem(problem.description) == problem)
    }
  }

  @Test("A line has every size")
  func wholeLine() {
    let line = "mb2_g1_ic17_ih8_iw9_oc19_kh3_kw2_sh2_sw1_dh1_dw4_ph1_pw0_pb2_pr3_reflect"
    let problem = Problem(line)
    #expect(
      problem
        == Problem(
          batch: 2, groups: 1, inputChannels: 17, inputHeight: 8, inputWidth: 9,
          outputChannels: 19, kernelHeight: 3, kernelWidth: 2, strideHeight: 2, strideWidth: 1,
          dilationHeight: 1, dilationWidth: 4, paddingTop: 1, paddingLeft: 0, paddingBottom: 2,
          paddingRight: 3, border: .reflect))
    #expect(problem?.description == line)
  }

  @Test("What is left out is usual, or the same in both directions")
  func shortLine() {
    #expect(
      Problem("ih8_kh3_sh2_ph1_pw0").description
        == "mb1_g1_ic1_ih8_iw8_oc1_kh3_kw3_sh2_sw2_dh1_dw1_ph1_pw0_pb1_pr0_zeros")
    #expect(Problem("ih8_kh3_constant-2.5").border == .constant(-2.5))
  }

  @Test("As the benchmark reads it, where it can time the problem")
  func benchmarkLine() {
    let line = "2x6x10x12 k8 3x5 s1x2 p1x2 d2x1 g2"
    let problem: Problem = "mb2_g2_ic6_ih10_iw12_oc8_kh3_kw5_sh1_sw2_dh2_dw1_ph1_pw2"
    #expect(problem.benchmarkLine == line)
    #expect(problem.with(.reflect).benchmarkLine == nil)
    #expect(Problem("ih8_kh3_ph1_pb2").benchmarkLine == nil)
    #expect(Problem("mb0_ih8_kh3").benchmarkLine == nil)
  }

  @Test(
    "What is no problem is not read as one",
    arguments: ["", "ih8", "kh3", "ih8_kh3_xx4", "ih8_kh3_ih8", "ih8_khx", "ih8_kh3_mirror"])
  func noProblem(_ line: String) {
    #expect(Problem(line) == nil)
  }
}
