// Conv2DInitializationTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// PyTorch's default: uniform between plus and minus 1 / sqrt(fanIn).
@Suite("Layer: random parameters")
struct Conv2DInitializationTests {
  private func layer(seed: UInt64, bias: Bool = true) throws -> Conv2D<Double> {
    var generator = SplitMix64(seed: seed)
    return try Conv2D(
      inputChannels: 8, outputChannels: 32, kernelSize: [5, 3], groups: 2, bias: bias,
      using: &generator)
  }

  @Test("Shapes")
  func shapes() throws {
    let layer = try layer(seed: 91)
    #expect(layer.weight.shape == [32, 4, 5, 3])
    #expect(layer.bias?.shape == [32])
    #expect(try self.layer(seed: 91, bias: false).bias == nil)
  }

  /// fanIn is 8 / 2 x 5 x 3 = 60: the inputs of one output, not all channels.
  @Test("Range")
  func range() throws {
    let bound = 1 / 60.0.squareRoot()
    for seed in 92..<102 {
      let layer = try layer(seed: UInt64(seed))
      let elements = layer.weight.elements + (layer.bias?.elements ?? [])
      #expect(elements.allSatisfy { -bound <= $0 && $0 < bound }, "seed \(seed)")
      // The range is used up: of 1952 numbers one is in each outer twentieth, but for one in 1e21.
      #expect(elements.contains { $0 > 0.95 * bound }, "seed \(seed)")
      #expect(elements.contains { $0 < -0.95 * bound }, "seed \(seed)")
    }
  }

  /// Uniform numbers have mean 0 and variance bound² / 3. The standard deviation of the mean of
  /// 1920 is bound / sqrt(3 x 1920) = 0.0132 bound, that of the variance 2 bound² / sqrt(45 x 1920)
  /// = 0.0068 bound²; the tolerances are five of them.
  @Test("Mean and variance")
  func distribution() throws {
    let weight = try layer(seed: 103).weight.map { $0 * 60.0.squareRoot() }
    let count = Double(weight.count)
    #expect(abs(weight.sum() / count) < 5 * 0.0132)
    #expect(abs(weight.map { $0 * $0 }.sum() / count - 1 / 3) < 5 * 0.0068)
  }

  @Test("The same seed gives the same layer, another seed another one")
  func reproducible() throws {
    #expect(try layer(seed: 104).weight == layer(seed: 104).weight)
    #expect(try layer(seed: 104).bias == layer(seed: 104).bias)
    #expect(try layer(seed: 104).weight != layer(seed: 105).weight)
  }

  @Test("The weight is drawn first: a layer without bias has the same")
  func order() throws {
    #expect(try layer(seed: 106).weight == layer(seed: 106, bias: false).weight)
  }

  @Test("Without a generator every layer is another one")
  func system() throws {
    func layer() throws -> Conv2D<Float> {
      try Conv2D(inputChannels: 4, outputChannels: 4, kernelSize: 3)
    }
    #expect(try layer().weight != layer().weight)
  }
}
