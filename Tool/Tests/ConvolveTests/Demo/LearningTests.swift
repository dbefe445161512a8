// LearningTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Pictures
import Testing

/// The step that learns, which starts from random numbers.
@Suite struct LearningTests {
  @Test(
    "Losses fall, and the kernel comes near to the one of the book",
    arguments: [0, 1, 2, 3, 42, 2026, UInt64.max])
  func learning(seed: UInt64) throws {
    let output = try demo(seed: seed)
    let losses = output.losses(4)
    #expect(losses.count == 5)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
    let kernel = output.learnedKernel(4)
    try #require(kernel.count == 2)
    let distance = max(abs(kernel[0] - 1), abs(kernel[1] + 1))
    #expect(distance < 0.2, "\(kernel)")
    // Both are printed with rounding.
    #expect(abs(output.learnedDistance(4) - distance) < 1e-3)
  }

  @Test("The seed decides where learning starts, and is named")
  func seeds() throws {
    let (first, again, other) = try (demo(seed: 3)[4], demo(seed: 3)[4], demo(seed: 4)[4])
    #expect(first == again)
    #expect(first.contains("(seed 3)"))
    #expect(first.split(separator: "\n").first != other.split(separator: "\n").first)
  }

  private func demo(seed: UInt64) throws -> DemoOutput {
    let folder = try TemporaryDirectory()
    try Picture.random(height: 8, width: 8, seed: 1).write(to: folder("photo.png"))
    return DemoOutput(
      try Program.run(["demo", "--image", "photo.png", "--seed", "\(seed)"], in: folder).output)
  }
}
