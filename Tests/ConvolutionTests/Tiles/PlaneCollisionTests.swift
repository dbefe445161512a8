// PlaneCollisionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Planes that are a multiple of a page fall into a few sets of the caches: what many of them have at
/// one pixel is copied first.
@Suite("Planes that collide in the caches")
struct PlaneCollisionTests {
  @Test(
    "Planes of whole pages are copied, and others of their size read in place",
    arguments: [(64, 64, 256, true), (60, 68, 256, false), (64, 64, 32, false)],
    Machine.InstructionSet.supported)
  func reading(_ size: (Int, Int, Int, Bool), _ instructionSet: Machine.InstructionSet) throws {
    let (height, width, channels, isCopied) = size
    let geometry = try ConvolutionGeometry(
      inputShape: [1, channels, height, width], weightShape: [64, channels, 1, 1])
    let plan = try ConvolutionPlan(
      geometry, weight: Tensor<Float>(shape: geometry.weightShape, repeating: 1),
      options: ConvolutionOptions(algorithm: .direct, threads: 1).tuned(
        Tuning(isWide: true, instructionSet: instructionSet)))
    #expect(plan.description.contains("read in place") == !isCopied, "\(plan)")
  }
}
