// Machine.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// Everything about the machine and its settings that changes a time.
package struct Machine: Sendable {
  /// The name that the processor gives itself.
  package var processor: String
  /// The vector instructions that the library uses, which may be fewer than the processor has.
  package var instructionSet: Convolution.Machine.InstructionSet
  /// The processors that the process may run on.
  package var processors: Int
  package var blas: BLAS
  /// The environment variables that are set and matter.
  package var environment: [String: String]
  /// What makes OpenBLAS slower than the processor allows, nil if nothing does.
  package var warning: String?

  /// The BLAS that the program runs with.
  package struct BLAS: Encodable, Hashable, Sendable {
    /// The kernels that OpenBLAS chose.
    package var core: String
    package var configuration: String
    /// Threads of one call.
    package var threads: Int

    package init(core: String, configuration: String, threads: Int) {
      self.core = core
      self.configuration = configuration
      self.threads = threads
    }
  }

  package init(
    processor: String, instructionSet: Convolution.Machine.InstructionSet, processors: Int,
    blas: BLAS, environment: [String: String], warning: String? = nil
  ) {
    self.processor = processor
    self.instructionSet = instructionSet
    self.processors = processors
    self.blas = blas
    self.environment = environment
    self.warning = warning
  }

  /// This machine, as it is set now.
  package static var current: Machine {
    Machine(
      processor: Convolution.Machine.processorName,
      instructionSet: Convolution.Machine.instructionSet,
      processors: Convolution.Machine.processorCount,
      blas: BLAS(
        core: BLASRuntime.coreName,
        configuration: BLASRuntime.configuration.trimmingCharacters(in: .whitespaces),
        threads: BLASRuntime.threadCount),
      environment: ProcessInfo.processInfo.environment.filter { isRelevant($0.key) },
      warning: BLASRuntime.warning)
  }

  private static func isRelevant(_ variable: String) -> Bool {
    variable.hasPrefix("OPENBLAS_")
      || ["OMP_NUM_THREADS", "GOTO_NUM_THREADS", "CONVOLUTION_ISA"].contains(variable)
  }
}

extension Machine: CustomStringConvertible {
  package var description: String {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var lines = [
      "CPU          \(processor), \(instructionSet.rawValue), \(processors) processors",
      "BLAS         core \(blas.core), threads \(blas.threads), \(blas.configuration)",
      "environment  \(variables.isEmpty ? "nothing set" : variables.joined(separator: " "))",
    ]
    if let warning { lines.append("WARNING      \(warning)") }
    return lines.joined(separator: "\n")
  }
}
