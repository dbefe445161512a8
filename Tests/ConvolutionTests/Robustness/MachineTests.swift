// MachineTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("The machine and its BLAS")
struct MachineTests {
  @Test("The matrix product is right on this processor")
  func selfCheck() throws {
    let checks = try BLASRuntime.selfCheck()
    #expect(checks.count == 60)
    for check in checks { #expect(check.passed, "\(check)") }
  }

  @Test("OpenBLAS says what it is")
  func blas() {
    #expect(!BLASRuntime.coreName.isEmpty)
    #expect(BLASRuntime.configuration.contains("OpenBLAS"))
    #expect(BLASRuntime.threadCount >= 1)
  }

  @Test("So does the machine")
  func machine() {
    #expect(Machine.processorCount >= 1)
    #expect(!Machine.processorName.isEmpty)
    #expect(Machine.InstructionSet.allCases.contains(Machine.instructionSet))
    #expect(Machine.InstructionSet.baseline < .avx2)
    #expect(Machine.InstructionSet.avx2 < .avx512)
  }
}
