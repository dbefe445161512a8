// Report.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The results of a run, as programs read them.
package struct Report: Encodable, Sendable {
  /// The name of the processor.
  package let machine: String
  package let processors: Int
  /// The vector instructions that the library used.
  package let isa: String
  package let blas: Machine.BLAS
  package let environment: [String: String]
  package let build: BuildMode
  package let limits: Limits?
  package let rows: [Row]

  package init(_ machine: Machine, build: BuildMode = .current, limits: Limits? = nil, rows: [Row])
  {
    self.machine = machine.processor
    self.processors = machine.processors
    self.isa = machine.instructionSet.rawValue
    self.blas = machine.blas
    self.environment = machine.environment
    self.build = build
    self.limits = limits
    self.rows = rows
  }

  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
