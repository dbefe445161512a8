// MachineTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import BenchmarkKit
import Testing

struct MachineTests {
  static let cpuinfo = """
    processor\t: 0
    model name\t: Test CPU 9000
    flags\t\t: fpu fma avx2 avx512f avx512dq avx512bw avx512vl

    processor\t: 1
    model name\t: Other CPU
    flags\t\t: fpu
    """

  private func machine(core: String, environment: [String: String] = [:]) -> Machine {
    Machine(
      cpu: CPU(cpuinfo: Self.cpuinfo), processors: 2,
      blas: Machine.BLAS(core: core, configuration: "OpenBLAS", threads: 1),
      environment: environment)
  }

  @Test func readsModelAndFlags() {
    let cpu = CPU(cpuinfo: Self.cpuinfo)
    #expect(cpu.model == "Test CPU 9000")
    #expect(cpu.instructionSet == .avx512)
    #expect(CPU(cpuinfo: "flags : avx2 fma avx512f").instructionSet == .avx2)
    #expect(CPU(cpuinfo: "flags : avx2").instructionSet == .baseline)
    #expect(CPU(cpuinfo: "").model == "unknown")
  }

  @Test func warnsOfSlowKernels() {
    #expect(machine(core: "SkylakeX").warning == nil)
    #expect(machine(core: "Haswell").warning?.contains("does not know the CPU") == true)
    let forced = machine(core: "Haswell", environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(forced.warning?.contains("OPENBLAS_CORETYPE=Haswell asks for it") == true)
    #expect(forced.description.contains("WARNING"))
    var narrow = forced
    narrow.cpu = CPU(cpuinfo: "flags : avx2 fma")
    #expect(narrow.warning == nil)
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
