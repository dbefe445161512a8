// ConformanceTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionFiles
import Foundation
import Testing

/// `convolve verify` on cases that other libraries computed.
@Suite struct ConformanceTests {
  @Test("Cases pass, and say how near they came", arguments: ConformanceFolder.selection)
  func pass(name: String) throws {
    let verification = try Verification(ConformanceFolder.read(name))
    #expect(verification.passed, "\(verification.run)")
    let pairs = verification.line.matches(of: /error ([^ ,]+) of ([^ ,]+)/)
    #expect(!pairs.isEmpty)
    for pair in pairs {
      let error = try #require(Double(pair.output.1))
      let bound = try #require(Double(pair.output.2))
      #expect(error <= bound && bound > 0, "\(verification.line)")
    }
  }

  @Test(
    "One element of the output off by ten times its bound fails; by a tenth of it passes",
    arguments: ConformanceFolder.selection)
  func sensitivity(name: String) throws {
    let contents = try ConformanceFolder.read(name)
    let count = try contents.tensor("output", as: Double.self).count
    for index in [0, count / 2, count - 1] {
      // The program tells the bound of an element: NaN is further off than all others.
      let poisoned = try Verification(contents.replacingOutput(at: index) { _ in .nan })
      #expect(poisoned.failed, "\(poisoned.run)")
      let bound = try #require(
        poisoned.line.firstMatch(of: /output error nan of ([^ ,]+)/).flatMap {
          Double($0.output.1)
        }, "\(poisoned.line)")
      let far = try Verification(contents.replacingOutput(at: index) { $0 + 10 * bound })
      #expect(far.failed, "element \(index): \(far.run)")
      let near = try Verification(contents.replacingOutput(at: index) { $0 + 0.1 * bound })
      #expect(near.passed, "element \(index): \(near.run)")
    }
  }

  @Test("All cases of the repository: none fails, and none is skipped")
  func all() throws {
    let run = try Program.run(["verify", ConformanceFolder.path], in: TemporaryDirectory())
    #expect(run.isClean, "\(run)")
    let lines = run.lines.dropLast()
    let counts = ["ok  ", "FAIL", "skip"].map { word in
      lines.count { $0.hasPrefix(word + "  ") }
    }
    #expect(counts.reduce(0, +) == lines.count)
    #expect(counts[0] >= 182)
    #expect(!lines.contains { $0.hasPrefix("skip") })
    #expect(
      run.lines.last == "\(counts[0]) passed, \(counts[1]) failed, \(counts[2]) skipped")
  }

  @Test(
    "The largest element is exact: the next number fails",
    arguments: [
      "onnx/test_maxpool_2d_dilations", "onnx/test_maxpool_1d_default", "pytorch/max_pool2d_2",
    ])
  func maxPool(name: String) throws {
    let contents = try ConformanceFolder.read(name)
    #expect(try Verification(contents).passed)
    let wrong = try Verification(contents.replacingOutput(at: 1) { Double(Float($0).nextUp) })
    #expect(wrong.failed, "\(wrong.run)")
  }

  @Test(
    "The gradient of pooling is compared",
    arguments: ["pytorch/max_pool2d_2", "pytorch/avg_pool2d_1"])
  func poolingGradient(name: String) throws {
    let contents = try ConformanceFolder.read(name)
    #expect(try Verification(contents).line.contains("input gradient error "))
    let wrong = try Verification(contents.replacing("grad_input", at: 0) { $0 + 1 })
    #expect(wrong.failed, "\(wrong.run)")
  }

  @Test(
    "A wrong gradient fails, and is named", arguments: ["input", "weight", "bias"],
    ["pytorch/conv2d_34", "pytorch/conv_transpose2d_07"])
  func gradients(name: String, file: String) throws {
    let contents = try ConformanceFolder.read(file)
    let right = try Verification(contents)
    #expect(right.line.contains("\(name) gradient error "))
    let wrong = try Verification(contents.replacing("grad_" + name, at: 0) { $0 + 1 })
    #expect(wrong.failed, "\(wrong.run)")
  }

  @Test("Learning is followed step by step", arguments: ["losses", "weights"])
  func learning(name: String) throws {
    let contents = try ConformanceFolder.read("pytorch/learn_edge_kernel")
    #expect(try Verification(contents).passed)
    let near = try Verification(contents.replacing(name, at: 3) { $0 * (1 + 1e-6) })
    #expect(near.passed, "\(near.run)")
    let far = try Verification(contents.replacing(name, at: 3) { $0 * (1 + 1e-4) })
    #expect(far.failed, "\(far.run)")
  }
}
