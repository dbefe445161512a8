// ServerTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import ConvolutionFiles
import ConvolutionReference
import Foundation
import Testing

/// The dialogue of `convolution-benchmark serve`.
final class ServerTests {
  private let server = Server(measureLimits: { _ in LimitsTests.limits })
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("server-tests-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func reply(_ request: [String: Any]) throws -> [String: Any] {
    let line = String(
      decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
    return try decoded(server.reply(to: line))
  }

  private func decoded(_ reply: String) throws -> [String: Any] {
    #expect(!reply.contains("\n"))
    return try #require(JSONSerialization.jsonObject(with: Data(reply.utf8)) as? [String: Any])
  }

  /// Writes the operands of 2x3x5x6 k4 3x3 p1, and returns a request to prepare it.
  private func preparation() throws -> [String: Any] {
    var generator = SplitMix64(seed: 7)
    let input = try Tensor<Float>.random([2, 3, 5, 6], in: -1..<1, using: &generator)
    let weight = try Tensor<Float>.random([4, 3, 3, 3], in: -1..<1, using: &generator)
    try NPYFile.write(input, to: path("x.npy"))
    try NPYFile.write(weight, to: path("w.npy"))
    return [
      "request": "prepare", "problem": "net,conv,2,3,5,6,4,3,3,1,1,1,1,1,1,1,1", "threads": 1,
      "accuracy": "strict", "task": "forward", "input": path("x.npy"), "weight": path("w.npy"),
      "outputs": [path("y.npy")],
    ]
  }

  @Test func preparesWritesAndSamples() throws {
    let prepared = try reply(preparation())
    #expect(prepared["shape"] as? String == "2x3x5x6 k4 3x3 p1")
    #expect(prepared["algorithm"].map { $0 as? String != "automatic" } == true)
    #expect(prepared["gflop"] as? Double == 2 * 240 * 27 / 1e9)
    // 2 x (90 + 120) + 108 floats from L2, at 10 GB/s; the operations take less.
    #expect(prepared["limited_by"] as? String == "L2")
    #expect(prepared["limit_ms"] as? Double == 528.0 * 4 / 10 / 1e6)

    let reference = ReferenceConvolution(
      batch: 2, inputChannels: 3, inputHeight: 5, inputWidth: 6, outputChannels: 4,
      kernelHeight: 3, kernelWidth: 3, paddingTop: 1, paddingLeft: 1, paddingBottom: 1,
      paddingRight: 1)
    let expected = reference.output(
      input: try NPYFile.read(path("x.npy"), as: Float.self).elements,
      weight: try NPYFile.read(path("w.npy"), as: Float.self).elements)
    let output = try NPYFile.read(path("y.npy"), as: Float.self)
    #expect(output.shape == [2, 4, 5, 6])
    // 27 products of at most 1.
    let bound = 2 * 27 * 27 * Double(Float.ulpOfOne)
    #expect(zip(output.elements, expected).allSatisfy { abs(Double($0) - $1) <= bound })

    let sample = try reply(["request": "sample", "milliseconds": 1])
    #expect(try #require(sample["milliseconds"] as? Double) > 0)
  }

  @Test(arguments: [(task: "learning", gradients: 1), (task: "training", gradients: 2)])
  func preparesStepsOfLearning(_ step: (task: String, gradients: Int)) throws {
    var request = try preparation()
    request["task"] = step.task
    #expect(
      try reply(request)["error"] as? String
        == "outputs: 1 files; the task \(step.task) needs \(step.gradients + 1)")
    request["outputs"] = [path("y.npy"), path("dw.npy"), path("dx.npy")].prefix(step.gradients + 1)
      .map(\.self)
    #expect(
      try reply(request)["gflop"] as? Double == Double(step.gradients + 1) * 2 * 240 * 27 / 1e9)

    let reference = ReferenceConvolution(
      batch: 2, inputChannels: 3, inputHeight: 5, inputWidth: 6, outputChannels: 4,
      kernelHeight: 3, kernelWidth: 3, paddingTop: 1, paddingLeft: 1, paddingBottom: 1,
      paddingRight: 1)
    let input = try NPYFile.read(path("x.npy"), as: Float.self).elements
    let weight = try NPYFile.read(path("w.npy"), as: Float.self).elements
    // The output's gradient is the output.
    let output = try NPYFile.read(path("y.npy"), as: Float.self).elements
    var gradients = [
      (path("dw.npy"), reference.weightGradient(input: input, outputGradient: output))
    ]
    if step.task == "training" {
      gradients.append(
        (path("dx.npy"), reference.inputGradient(weight: weight, outputGradient: output)))
    }
    for (path, expected) in gradients {
      let actual = try NPYFile.read(path, as: Float.self).elements
      // At most 60 products of at most 27.
      let bound = 2 * 60 * 60 * 27 * Double(Float.ulpOfOne)
      #expect(actual.count == expected.count)
      #expect(zip(actual, expected).allSatisfy { abs(Double($0) - $1) <= bound })
    }
    #expect(
      try #require(reply(["request": "sample", "milliseconds": 1])["milliseconds"] as? Double) > 0)
  }

  /// What made the output is found again: the pixels are more than the 27 numbers of a kernel.
  @Test func findsKernels() throws {
    var request = try preparation()
    request["task"] = "fitting"
    request["outputs"] = [path("y.npy"), path("k.npy")]
    #expect(try reply(request)["gflop"] as? Double == 2 * 240 * 27 / 1e9)
    let weight = try NPYFile.read(path("w.npy"), as: Float.self)
    let kernel = try NPYFile.read(path("k.npy"), as: Float.self)
    #expect(kernel.shape == weight.shape)
    #expect(zip(kernel.elements, weight.elements).allSatisfy { abs($0 - $1) <= 1e-5 })
  }

  @Test func describesTheMachine() throws {
    let machine = try reply(["request": "machine", "threads": 1])
    #expect(machine["cpu"] is String)
    #expect((machine["blas"] as? [String: Any])?["core"] is String)
    let limits = try #require(machine["limits"] as? [String: Any])
    #expect(limits["gflops"] as? Double == 100)
    let memories = try #require(limits["memories"] as? [[String: Any]])
    #expect(memories.map { $0["name"] as? String } == ["L2", "L3", "DRAM"])
    #expect(memories[0]["gb_per_s"] as? Double == 10)
  }

  @Test(arguments: [
    ("problem", "1x3x5x6 k4", "a problem starts with"),
    ("problem", "1x3x5x6 k4 3x3 p1", "[1, 3, 5, 6]"),
    ("accuracy", "loose", "\"loose\" is none of strict, fast"),
    ("input", "/no/such.npy", "/no/such.npy"),
    ("task", "dance", "dance"),
    ("outputs", "/no/such/folder/y.npy", "/no/such/folder"),
  ])
  func refusesWithAReason(key: String, value: String, part: String) throws {
    var request = try preparation()
    request[key] = key == "outputs" ? [value] : value
    let error = try #require(reply(request)["error"] as? String)
    #expect(error.contains(part), "\(error)")
    // What failed cannot be timed, and the dialogue goes on.
    #expect(
      try reply(["request": "sample", "milliseconds": 1])["error"] as? String
        == "nothing has been prepared")
    #expect(try reply(preparation())["error"] == nil)
  }

  @Test func refusesWhatIsNoRequest() throws {
    #expect(try decoded(server.reply(to: ""))["error"] is String)
    #expect(try decoded(server.reply(to: "[1"))["error"] is String)
    #expect(
      try reply(["request": "dance"])["error"] as? String
        == "\"dance\" is none of the requests machine, prepare, sample")
    #expect(
      try #require(reply(["request": "machine", "threads": 0])["error"] as? String)
        .contains("threads: 0"))
    #expect(
      try #require(reply(["request": "machine", "threads": 100_000])["error"] as? String)
        .contains("threads: 100000"))
    _ = try reply(preparation())
    for milliseconds in [0, -1, 1e9] {
      #expect(
        try #require(
          reply(["request": "sample", "milliseconds": milliseconds])["error"] as? String
        ).contains("milliseconds"))
    }
  }
}
