// KernelFitAllocationTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionAllocations
import Convolution
import Testing

/// "The memory does not depend on the size of the pictures": everything that is allocated while a kernel
/// is found, whether it is given back on the way or not, is less than 32 MiB.
@Suite(
  "What finding a kernel allocates",
  .enabled(if: ca_is_supported(), "the allocator of this system is not counted"))
struct KernelFitAllocationTests {
  private static let allowance = 32 << 20

  @Test("Of a picture of 8 MiB, and of one of 32", arguments: [(scale: 1, threads: 1), (2, 2)])
  func solving(scale: Int, threads: Int) async {
    await #expect(processExitsWith: .success) { [scale, threads] in
      var generator = SplitMix64(seed: 91)
      let input = try Tensor<Float>.random(
        [1080 * scale, 1920 * scale], in: -1..<1, using: &generator)
      let kernel = try Tensor<Float>.random([7, 7], in: -1..<1, using: &generator)
      let output = try correlate2D(input, kernel)
      ca_start()
      let fit = try KernelFit.solve(
        input: input, output: output, kernelSize: 7, options: ConvolutionOptions(threads: threads))
      let count = ca_stop()
      #expect(count.bytes <= Self.allowance, "\(threads) threads: \(count.bytes) bytes")
      #expect(zip(fit.kernel.elements, kernel.elements).allSatisfy { abs($0 - $1) <= 1e-5 })
    }
  }
}
