// RobustnessTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// Damaged files by the thousand.
///
/// A reader that traps ends the whole run, which nothing hides.
@Suite("damaged files")
struct RobustnessTests {
  @Test("no prefix of an .npy file is one", arguments: ReferenceFile<AnyTensor>.allNPY)
  func truncatedNPY(_ file: ReferenceFile<AnyTensor>) {
    for count in 0..<file.bytes.count {
      #expect(throws: FileFormatError.self, "\(count) bytes") {
        try NPYFile.decode(Array(file.bytes.prefix(count)))
      }
    }
  }

  @Test(
    "no prefix of a .safetensors file is one", arguments: ReferenceFile<NamedTensors>.safetensors)
  func truncatedSafetensors(_ file: ReferenceFile<NamedTensors>) {
    for count in 0..<file.bytes.count {
      #expect(throws: FileFormatError.self, "\(count) bytes") {
        try SafetensorsFile.decode(Array(file.bytes.prefix(count)))
      }
    }
  }

  @Test("a damaged .npy file is refused or fits its bytes", arguments: [1, 2, 3] as [UInt64])
  func damagedNPY(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var outcomes = [true: 0, false: 0]
    for file in ReferenceFile<AnyTensor>.allNPY {
      for round in 0..<200 {
        let bytes = damaged(file.bytes, using: &generator)
        let tensor = try? NPYFile.decode(bytes)
        outcomes[tensor == nil, default: 0] += 1
        guard let tensor else { continue }
        #expect(
          byteCount(tensor) <= bytes.count, "seed \(seed), \(file.source), round \(round)")
      }
    }
    // A sweep that refuses all, or nothing, would prove little.
    #expect(outcomes.values.allSatisfy { $0 > 50 }, "\(outcomes)")
  }

  @Test(
    "a damaged .safetensors file is refused or fits its bytes", arguments: [1, 2, 3] as [UInt64])
  func damagedSafetensors(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var outcomes = [true: 0, false: 0]
    for file in ReferenceFile<NamedTensors>.safetensors {
      for round in 0..<500 {
        let bytes = damaged(file.bytes, using: &generator)
        let contents = try? SafetensorsFile.decode(bytes, otherTypes: .convertIntegers)
        outcomes[contents == nil, default: 0] += 1
        guard let contents else { continue }
        #expect(
          contents.tensors.values.reduce(0) { $0 + byteCount($1) } <= bytes.count,
          "seed \(seed), \(file.source), round \(round)")
      }
    }
    #expect(outcomes.values.allSatisfy { $0 > 50 }, "\(outcomes)")
  }

  static let hungryFiles: [(String, [UInt8])] = [
    ("#64 npy header of 4 GiB", npy("", version: 2, length: 0xFFFF_FFF0)),
    ("#66 npy shape of 4 TiB", npy(shape: "(1099511627776,)")),
    ("#66 npy shape of 4 TiB in Fortran order", npy(fortran: "True", shape: "(1099511627776,)")),
    ("#71 safetensors header of 100 MB", safetensors("{}", length: 100_000_000)),
    ("#71 safetensors header of 16 EiB", safetensors("{}", length: .max)),
    (
      "#74 safetensors shape of 4 TiB",
      safetensors(entries: entry("a", shape: "[1099511627776]", offsets: "[0,4398046511104]"))
    ),
  ]

  @Test("what a file only claims to hold is not allocated", arguments: hungryFiles)
  func hunger(_ name: String, _ bytes: [UInt8]) {
    let peak = peakVirtualMemory()
    let start = ContinuousClock.now
    // A zeroed buffer of 100 MB takes some 30 ms, so that 1000 of them would take half a minute.
    for _ in 0..<1000 {
      #expect(throws: FileFormatError.self) { try NPYFile.decode(bytes) }
      #expect(throws: FileFormatError.self) { try SafetensorsFile.decode(bytes) }
    }
    #expect(ContinuousClock.now - start < .seconds(10))
    // Memory that is taken but never touched shows here. Other tests run meanwhile, on threads
    // for which the allocator reserves some hundred megabytes.
    if let peak, let now = peakVirtualMemory() { #expect(now - peak < 1 << 30) }
  }

  /// `bytes` with one to three bytes changed, inserted or removed, mostly in the header.
  private func damaged(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      // Other characters of a header bring a parser further than any byte does.
      let other = bytes[Int.random(in: 0..<bytes.count, using: &generator)]
      let any = UInt8.random(in: 0...255, using: &generator)
      let byte = Bool.random(using: &generator) ? other : any
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes.insert(byte, at: index)
      case 1: bytes.remove(at: index)
      default: bytes[index] = byte
      }
    }
    return bytes
  }

  private func byteCount(_ tensor: AnyTensor) -> Int {
    switch tensor {
    case .float(let tensor): tensor.count * 4
    case .double(let tensor): tensor.count * 8
    }
  }

  /// The most address space that the process ever had, in bytes; nil where the system does not
  /// tell.
  private func peakVirtualMemory() -> Int? {
    guard let status = contents(of: "/proc/self/status") else { return nil }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmPeak:") }
    return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
