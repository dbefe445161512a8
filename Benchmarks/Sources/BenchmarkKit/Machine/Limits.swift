// Limits.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// What the machine can do at most, as measured on it: arithmetic, and traffic with its memories.
package struct Limits: Hashable, Sendable {
  /// Threads that worked at once.
  package let threads: Int
  /// The vector instructions that the library uses, and the measurement did.
  package let instructionSet: Convolution.Machine.InstructionSet
  /// GFLOP/s of multiply-adds in registers.
  package let gflops: Double
  /// From the nearest to the farthest.
  package let memories: [Memory]

  /// A cache, or what lies behind them.
  package struct Memory: Hashable, Sendable {
    package let name: String
    /// The bytes that all threads together find in it, nil for as many as there are.
    package let capacity: Int?
    /// Of a copy, what is read and what is written both counted.
    package let gigabytesPerSecond: Double

    package init(name: String, capacity: Int?, gigabytesPerSecond: Double) {
      self.name = name
      self.capacity = capacity
      self.gigabytesPerSecond = gigabytesPerSecond
    }
  }

  package init(
    threads: Int, instructionSet: Convolution.Machine.InstructionSet, gflops: Double,
    memories: [Memory]
  ) {
    self.threads = threads
    self.instructionSet = instructionSet
    self.gflops = gflops
    self.memories = memories
  }

  /// The least time that a convolution takes, and what sets it.
  package struct Bound: Hashable, Sendable {
    package let milliseconds: Double
    /// "FMA", or the name of a memory.
    package let resource: String
  }

  /// The bound of a convolution that is run again and again on the same memory.
  ///
  /// The larger of the time for all operations of the definition, and the time to read input and
  /// weight and write the output once, from and to the nearest memory that holds all three. An
  /// algorithm that needs fewer operations than the definition, as Winograd's does, may beat it;
  /// so may one that reads far more than it writes, as reading alone is faster than copying.
  package func bound(_ geometry: ConvolutionGeometry) -> Bound {
    let arithmetic = Bound(milliseconds: geometry.gflop / gflops * 1e3, resource: "FMA")
    let bytes = geometry.compulsoryBytes
    guard let memory = memories.first(where: { bytes <= $0.capacity ?? .max }) else {
      return arithmetic
    }
    let traffic = Bound(
      milliseconds: Double(bytes) / memory.gigabytesPerSecond / 1e6, resource: memory.name)
    return arithmetic.milliseconds >= traffic.milliseconds ? arithmetic : traffic
  }
}

extension Limits: Encodable {
  private enum CodingKeys: String, CodingKey {
    case threads
    case isa
    case gflops
    case memories
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(threads, forKey: .threads)
    try container.encode(instructionSet.rawValue, forKey: .isa)
    try container.encode(gflops, forKey: .gflops)
    try container.encode(memories, forKey: .memories)
  }
}

extension Limits.Memory: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name
    case capacity = "capacity_bytes"
    case gigabytesPerSecond = "gb_per_s"
  }
}

extension Limits: CustomStringConvertible {
  package var description: String {
    let traffic = memories.map { "\($0.name) \(Decimals.fixed($0.gigabytesPerSecond, places: 0))" }
    return "\(Decimals.fixed(gflops, places: 0)) GFLOP/s of \(instructionSet.rawValue); "
      + "GB/s read and written: \(traffic.joined(separator: ", "))"
  }
}
