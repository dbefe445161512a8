// TrainingTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Training")
struct TrainingTests {
  @Test("Every n-th loss is reported")
  func reports() throws {
    var taken: [Int] = []
    var reported: [[Double]] = []
    try Training.run(steps: 7, reportingEvery: 3) { step throws(ConvolutionError) in
      taken.append(step)
      return Double(step) / 2
    } report: { step, loss in
      reported.append([Double(step), loss])
    }
    #expect(taken == [1, 2, 3, 4, 5, 6, 7])
    #expect(reported == [[3, 1.5], [6, 3]])
  }

  @Test(
    "#63 A loss that is no number ends it, and names the step", arguments: [Double.nan, .infinity])
  func diverges(_ loss: Double) {
    var taken = 0
    expectError(
      .exactly(
        .invalidValue(
          name: "the loss of step 3", value: "\(loss)",
          accepted: "a finite number; use a smaller learning rate")), "\(loss)"
    ) { () throws(ConvolutionError) in
      try Training.run(steps: 10) { step throws(ConvolutionError) in
        taken = step
        return step == 3 ? loss : 1
      }
    }
    #expect(taken == 3)
  }

  @Test("What a step throws ends it")
  func throwing() {
    let error = ConvolutionError.notPositive(name: "x", value: 0)
    expectError(.exactly(error), "step") { () throws(ConvolutionError) in
      try Training.run(steps: 1) { _ throws(ConvolutionError) in throw error }
    }
  }

  @Test("Steps and intervals that cannot be")
  func numbers() throws {
    expectError(
      .exactly(.invalidValue(name: "steps", value: "-1", accepted: "0 or more")), "steps"
    ) { () throws(ConvolutionError) in
      try Training.run(steps: -1) { _ throws(ConvolutionError) in 0 }
    }
    expectError(.exactly(.notPositive(name: "reporting interval", value: 0)), "interval") {
      () throws(ConvolutionError) in
      try Training.run(steps: 1, reportingEvery: 0) { _ throws(ConvolutionError) in 0 }
    }
    try Training.run(steps: 0) { _ throws(ConvolutionError) in .nan }
  }
}
