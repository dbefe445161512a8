// ScratchTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import CConvolutionAllocations
import Convolution
import Testing

/// The scratch that algorithms work in, seen from the allocator.
@Suite(
  "Scratch",
  .enabled(if: ca_is_supported(), "the allocator of this system is not watched"))
struct ScratchTests {
  /// The blocks that scratch comes in.
  private static let blockSize = 4 << 20

  /// All scratch is NaN before a run. What lies beyond the bytes that the plan states still is
  /// afterwards; and none of it reached an output, so nothing was read before it was written.
  @Test("No more is used than a plan states, and nothing is read that was not written")
  func extent() async {
    await #expect(processExitsWith: .success) {
      ca_watch(Self.blockSize)
      var users: Set<ConvolutionAlgorithm> = []
      for geometry in try PlanGeometries.all() {
        for algorithm in ConvolutionAlgorithm.allCases where algorithm != .automatic {
          for threads in [1, 2] {
            let options = ConvolutionOptions(algorithm: algorithm, threads: threads)
            var isUsed = false
            if algorithm.accepts(geometry, accuracy: .fast, Float.self) {
              isUsed = try Self.checkExtent(geometry, options, Float.self)
            }
            if algorithm.accepts(geometry, accuracy: .fast, Double.self) {
              isUsed = try Self.checkExtent(geometry, options, Double.self) || isUsed
            }
            if isUsed { users.insert(algorithm) }
          }
        }
      }
      // A block that nobody finds would look unused.
      #expect(users == [.im2col, .direct, .planar, .winograd, .fourier])
    }
  }

  /// - Returns: Whether most of the stated scratch was used.
  private static func checkExtent<Scalar: TensorScalar>(
    _ geometry: ConvolutionGeometry, _ options: ConvolutionOptions, _: Scalar.Type
  ) throws -> Bool {
    let plan = try ConvolutionPlan(
      geometry, weight: Tensor<Scalar>.ones(geometry.weightShape), accuracy: .fast,
      options: options)
    let input = try Tensor<Scalar>.ones(geometry.inputShape)
    var output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
    try plan.run(input, into: &output)
    let first = output

    output = try Tensor<Scalar>(shape: geometry.outputShape, repeating: .nan)
    ca_fill_watched()
    try plan.run(input, into: &output)
    let extent = ca_extent_of_watched()
    #expect(extent <= plan.scratchBytes, "\(extent) bytes, \(options), \(plan)")
    // NaN is not equal to itself.
    #expect(output == first, "NaN of the scratch, \(options), \(plan)")
    return plan.scratchBytes > 0 && extent > plan.scratchBytes / 2
  }
}
