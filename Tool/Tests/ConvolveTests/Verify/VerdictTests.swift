// VerdictTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// What passes and what fails, on cases small enough to be known by hand.
@Suite struct VerdictTests {
  @Test("The bound is 4 K eps times the sizes of the K products, in the precision of the case")
  func bound() throws {
    // Two products, 1 and 4 in size.
    let single = try HandmadeCase.row([-1, 2] as [Float], output: [3])
    let double = try HandmadeCase.row([-1, 2] as [Double], output: [3])
    for (contents, epsilon) in [(single, Double(Float.ulpOfOne)), (double, Double.ulpOfOne)] {
      let bound = 4 * 2 * epsilon * 5
      #expect(try Verification(contents).passed)
      let at = try Verification(contents.replacingOutput(at: 0) { $0 + bound })
      #expect(at.passed, "\(at.run)")
      let beyond = try Verification(contents.replacingOutput(at: 0) { $0 + 1.1 * bound })
      #expect(beyond.failed, "\(beyond.run)")
      let line = try Verification(contents.replacingOutput(at: 0) { $0 - 10 * bound }).line
      // Two digits are printed.
      #expect(abs((line.numbers.suffix(2).first ?? 0) - 10 * bound) < 0.1 * bound, "\(line)")
      #expect(abs((line.numbers.last ?? 0) - bound) < 0.01 * bound, "\(line)")
    }
  }

  @Test("An error where nothing may be off")
  func zeroBound() throws {
    let zeros = try HandmadeCase.row([0, 0] as [Float], output: [0])
    #expect(try Verification(zeros).passed)
    let off = try Verification(zeros.replacingOutput(at: 0) { _ in 1e-30 })
    #expect(off.failed, "\(off.run)")
  }

  @Test("NaN and infinity are equal to themselves")
  func notFinite() throws {
    let nan = try HandmadeCase.row([.nan, 1, 2] as [Float], output: [.nan, 5])
    let infinite = try HandmadeCase.row([.infinity, 1, 2] as [Float], output: [.infinity, 5])
    #expect(try Verification(nan).passed)
    #expect(try Verification(infinite).passed)
  }

  @Test(
    "NaN and infinity are equal to nothing else",
    arguments: [Float.nan, .infinity, -.infinity, 1], [Float.nan, .infinity, -.infinity, 1])
  func different(input: Float, output: Float) throws {
    // The output is the input, as 1 * input + 2 * 0.
    let contents = try HandmadeCase.row([input, 0], output: [output])
    let isSame = input == output || (input.isNaN && output.isNaN)
    let verification = try Verification(contents)
    #expect(isSame ? verification.passed : verification.failed, "\(verification.run)")
  }

  @Test("The error reported is the one that failed, whatever comes after it")
  func report() throws {
    // The first output is 5 and not 6; the last is NaN, as it should be.
    let contents = try HandmadeCase.row([1, 2, .nan] as [Float], output: [6, .nan])
    let verification = try Verification(contents)
    #expect(verification.failed, "\(verification.run)")
    #expect(verification.line.contains("output error 1 of "), "\(verification.line)")
  }

  @Test("A case without elements passes: there is nothing to be wrong")
  func noElements() throws {
    let contents = NamedTensors(
      tensors: [
        "input": AnyTensor(try Tensor<Float>.zeros([0, 1, 4, 4])),
        "weight": AnyTensor(try Tensor<Float>.ones([2, 1, 3, 3])),
        "output": AnyTensor(try Tensor<Float>.zeros([0, 2, 2, 2])),
      ], metadata: ["op": "Conv"])
    let verification = try Verification(contents)
    #expect(verification.passed, "\(verification.run)")
  }
}
