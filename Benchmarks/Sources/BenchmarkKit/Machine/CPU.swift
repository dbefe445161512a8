// CPU.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The processor, as the system describes it.
package struct CPU: Hashable, Sendable {
  package let model: String
  package let features: Set<String>

  /// Reads the text of `/proc/cpuinfo`.
  package init(cpuinfo: String) {
    var values: [String: String] = [:]
    // The processors of the system follow each other; the first speaks for all.
    for line in cpuinfo.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, values[parts[0]] == nil { values[parts[0]] = parts[1] }
    }
    model = values["model name"] ?? "unknown"
    features = Set(values["flags", default: ""].split(separator: " ").map(String.init))
  }

  /// This machine's, or an unknown one where the system has no such file.
  package static var current: CPU {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    return CPU(cpuinfo: text ?? "")
  }

  /// The widest of the instruction sets that the library distinguishes.
  package var instructionSet: InstructionSet {
    if features.isSuperset(of: ["avx512f", "avx512dq", "avx512bw", "avx512vl", "fma"]) {
      return .avx512
    }
    return features.isSuperset(of: ["avx2", "fma"]) ? .avx2 : .baseline
  }

  package enum InstructionSet: String, Encodable, Sendable {
    case baseline
    case avx2
    case avx512
  }
}
