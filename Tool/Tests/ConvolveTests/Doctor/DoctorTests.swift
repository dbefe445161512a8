// DoctorTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `convolve doctor` finds.
@Suite struct DoctorTests {
  // One run for each environment: the products take their time in a debug build.
  private static let plain = Result {
    try Program.run(["doctor"], in: TemporaryDirectory())
  }
  private static let haswell = Result {
    try Program.run(
      ["doctor"], in: TemporaryDirectory(),
      environment: ["OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1"])
  }

  /// One paragraph for each processor that is online.
  private static let processorText =
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""

  /// The words of the first processor about itself.
  private static let processorFields: [String: String] = {
    let fields = processorText.split(separator: "\n").map {
      $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let pairs = fields.filter { $0.count == 2 }.map { ($0[0], $0[1]) }
    return Dictionary(pairs) { first, _ in first }
  }()

  private static let hasAVX512 =
    Set(["avx512f", "avx512dq", "avx512bw", "avx512vl"])
    .isSubset(of: Set((processorFields["flags"] ?? "").split(separator: " ").map(String.init)))

  /// What stands behind a name in the first column.
  private func field(_ name: String, of run: Run) throws -> String {
    let line = try #require(run.lines.first { $0.hasPrefix(name + " ") }, "\(run)")
    return line.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
  }

  @Test("All is well, and every line is there")
  func lines() throws {
    let run = try Self.plain.get()
    #expect(run.isClean, "\(run)")
    let names = [
      "processor", "instructions", "OpenBLAS", "core", "threads", "environment", "matrix product",
    ]
    for name in names { #expect(try !field(name, of: run).isEmpty) }
    #expect(run.lines.count { !$0.hasPrefix("warning: ") } == names.count, "\(run)")
  }

  @Test("Thirty shapes in two precisions are exact")
  func products() throws {
    #expect(try field("matrix product", of: Self.plain.get()) == "60 of 60 products exact")
    #expect(try field("matrix product", of: Self.haswell.get()) == "60 of 60 products exact")
  }

  @Test(
    "The processor is named as it names itself",
    .enabled(if: processorFields["model name"] != nil, "this processor has no name"))
  func processor() throws {
    let run = try Self.plain.get()
    let name = try #require(Self.processorFields["model name"])
    let count = Self.processorText.split(separator: "\n").count { $0.hasPrefix("model name") }
    #expect(try field("processor", of: run) == "\(name), \(count) online")
    #expect(try (field("instructions", of: run) == "avx512") == Self.hasAVX512)
  }

  @Test("Variables that are set are shown; otherwise those that are looked for")
  func environment() throws {
    #expect(
      try field("environment", of: Self.haswell.get())
        == "OPENBLAS_CORETYPE=Haswell OPENBLAS_NUM_THREADS=1")
    let none = try field("environment", of: Self.plain.get())
    #expect(none.hasPrefix("none of OPENBLAS_CORETYPE, ") && none.hasSuffix(" is set"))
  }

  @Test("Threads are counted")
  func threads() throws {
    #expect(try field("threads", of: Self.haswell.get()).hasPrefix("1 ("))
  }

  @Test(
    "An AVX2 core on a processor with AVX-512 is warned about",
    .enabled(if: hasAVX512, "this processor has no AVX-512"))
  func warning() throws {
    let run = try Self.haswell.get()
    #expect(try field("core", of: run) == "Haswell")
    let warnings = run.lines.filter { $0.hasPrefix("warning: ") }
    try #require(warnings.count == 1, "\(run)")
    #expect(warnings[0].contains("Haswell core on a processor with AVX-512"))
    #expect(warnings[0].contains("OPENBLAS_CORETYPE"))
    #expect(run.status == 0, "a slow core is no failure")
  }

  @Test(
    "The core that OpenBLAS chooses by itself is warned about where it does not use AVX-512",
    .enabled(if: hasAVX512, "this processor has no AVX-512"))
  func ownChoice() throws {
    let run = try Self.plain.get()
    let core = try field("core", of: run)
    #expect(core != "Haswell", "the variable of the other run must not reach this one")
    let warnings = run.lines.filter { $0.hasPrefix("warning: ") }
    // OpenBLAS 0.3.21 takes processors that came after it for Prescott.
    if ["SkylakeX", "Cooperlake", "SapphireRapids"].contains(core) {
      #expect(warnings.isEmpty, "\(run)")
    } else {
      try #require(warnings.count == 1, "\(run)")
      #expect(warnings[0].contains("\(core) core on a processor with AVX-512"))
      #expect(warnings[0].contains("it does not know this processor"))
    }
  }
}
