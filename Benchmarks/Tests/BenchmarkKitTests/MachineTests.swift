// MachineTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Convolution
import Testing

struct MachineTests {
  private let machine = Machine(
    processor: "Test CPU 9000", instructionSet: .avx2, processors: 2,
    blas: Machine.BLAS(core: "Haswell", configuration: "OpenBLAS 0.3", threads: 1),
    environment: ["OPENBLAS_NUM_THREADS": "1", "CONVOLUTION_ISA": "avx2"])

  @Test func saysAllThatChangesATime() {
    var machine = machine
    let lines = [
      "CPU          Test CPU 9000, avx2, 2 processors",
      "BLAS         core Haswell, threads 1, OpenBLAS 0.3",
      "environment  CONVOLUTION_ISA=avx2 OPENBLAS_NUM_THREADS=1",
    ]
    #expect(machine.description == lines.joined(separator: "\n"))
    machine.warning = "slow"
    #expect(
      machine.description == (lines + ["WARNING      slow"]).joined(separator: "\n"))
  }

  @Test func thisMachineIsAsTheLibrarySeesIt() {
    let current = Machine.current
    #expect(current.processor == Convolution.Machine.processorName)
    #expect(current.instructionSet == Convolution.Machine.instructionSet)
    #expect(current.processors == Convolution.Machine.processorCount)
    #expect(current.warning == BLASRuntime.warning)
  }

  @Test func readsPeakMemory() {
    #expect(PeakMemory.bytes(inStatus: "VmPeak:\t 9 kB\nVmHWM:\t   123 kB\n") == 123 * 1024)
    #expect(PeakMemory.bytes(inStatus: "VmPeak:\t 9 kB\n") == nil)
  }

  @Test func memoryBeyondTheAllowanceIsNoticed() {
    let atLimit = MemoryBenchmark(inputBytes: 10, outputBytes: 10, peakBytes: 20 + (64 << 20))
    #expect(atLimit.isWithinAllowance)
    let above = MemoryBenchmark(inputBytes: 10, outputBytes: 10, peakBytes: 21 + (64 << 20))
    #expect(!above.isWithinAllowance)
  }
}
