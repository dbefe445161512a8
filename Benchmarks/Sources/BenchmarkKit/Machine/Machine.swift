// Machine.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// Everything about the machine and its settings that changes a time.
package struct Machine: Sendable {
  package var cpu: CPU
  package var processors: Int
  package var blas: BLAS
  /// The environment variables that are set and matter.
  package var environment: [String: String]

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

  package init(cpu: CPU, processors: Int, blas: BLAS, environment: [String: String]) {
    self.cpu = cpu
    self.processors = processors
    self.blas = blas
    self.environment = environment
  }

  /// This machine, as it is set now.
  package static var current: Machine {
    Machine(
      cpu: .current,
      processors: ProcessInfo.processInfo.activeProcessorCount,
      blas: BLAS(
        core: BLASRuntime.coreName,
        configuration: BLASRuntime.configuration.trimmingCharacters(in: .whitespaces),
        threads: BLASRuntime.threadCount),
      environment: ProcessInfo.processInfo.environment.filter { isRelevant($0.key) })
  }

  private static func isRelevant(_ variable: String) -> Bool {
    variable.hasPrefix("OPENBLAS_")
      || ["OMP_NUM_THREADS", "GOTO_NUM_THREADS", "CONVOLUTION_ISA"].contains(variable)
  }

  /// What makes OpenBLAS slower than the CPU allows, nil if nothing does.
  package var warning: String? {
    let wideCores = ["skylakex", "cooperlake", "sapphirerapids"]
    guard cpu.features.contains("avx512f"), !wideCores.contains(blas.core.lowercased()) else {
      return nil
    }
    let cause =
      environment["OPENBLAS_CORETYPE"].map { "OPENBLAS_CORETYPE=\($0) asks for it; unset it" }
      ?? "this OpenBLAS does not know the CPU; OPENBLAS_CORETYPE=SkylakeX may help"
    return "OpenBLAS runs its \(blas.core) kernels on a CPU with AVX-512, at about half the speed: "
      + cause
  }
}

extension Machine: CustomStringConvertible {
  package var description: String {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var lines = [
      "CPU          \(cpu.model), \(cpu.instructionSet.rawValue), \(processors) processors",
      "BLAS         core \(blas.core), threads \(blas.threads), \(blas.configuration)",
      "environment  \(variables.isEmpty ? "nothing set" : variables.joined(separator: " "))",
    ]
    if let warning { lines.append("WARNING      \(warning)") }
    return lines.joined(separator: "\n")
  }
}
