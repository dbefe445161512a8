// MachineTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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

  #if os(Linux)
  /// In a process of its own, which it restricts to one processor before it asks.
  @Test("Only processors that the process may run on are counted")
  func affinity() async {
    await #expect(processExitsWith: .success) {
      // The declarations are not among those that Swift sees.
      typealias Call = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> Int32
      let getter = try #require(dlsym(nil, "sched_getaffinity"))
      let setter = try #require(dlsym(nil, "sched_setaffinity"))
      var mask = [UInt8](repeating: 0, count: 1 << 13)
      #expect(unsafeBitCast(getter, to: Call.self)(getpid(), mask.count, &mask) == 0)
      let first = try #require(mask.firstIndex { $0 != 0 })
      let bit = mask[first] & (~mask[first] &+ 1)
      mask = mask.indices.map { $0 == first ? bit : 0 }
      #expect(unsafeBitCast(setter, to: Call.self)(getpid(), mask.count, &mask) == 0)
      #expect(Machine.processorCount == 1)
      let image = try Tensor<Float>.ones([1, 8, 40, 40])
      let output = try conv2D(
        image, weight: .ones([16, 8, 3, 3]), options: ConvolutionOptions(threads: 8))
      #expect(output.elements.allSatisfy { $0 == 72 })
    }
  }
  #endif

  @Test("So does the machine")
  func machine() {
    #expect(Machine.processorCount >= 1)
    #expect(!Machine.processorName.isEmpty)
    #expect(Machine.InstructionSet.allCases.contains(Machine.instructionSet))
    #expect(Machine.InstructionSet.baseline < .avx2)
    #expect(Machine.InstructionSet.avx2 < .avx512)
  }
}
