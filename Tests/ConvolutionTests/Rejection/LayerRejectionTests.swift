// LayerRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// A layer that no input goes with cannot be made.
@Suite("Bad arguments of layers")
struct LayerRejectionTests {
  @Test("Channels", arguments: [0, -1, Int.min])
  func channels(_ count: Int) {
    expectRefused(inputChannels: count)
    expectRefused(outputChannels: count)
  }

  @Test("Channels beyond memory", arguments: [Int.max, 1 << 62])
  func manyChannels(_ count: Int) {
    expectError(.sizeOverflow, "\(count) input channels") { () throws(ConvolutionError) in
      _ = try layer(inputChannels: count)
    }
    expectError(.sizeOverflow, "\(count) output channels") { () throws(ConvolutionError) in
      _ = try layer(outputChannels: count)
    }
  }

  @Test("#16, #17 Groups", arguments: [0, -1, Int.min])
  func groups(_ groups: Int) {
    expectError(.exactly(.notPositive(name: "groups", value: groups)), "\(groups) groups") {
      () throws(ConvolutionError) in _ = try layer(groups: groups)
    }
  }

  @Test("#18 Channels that do not divide into the groups")
  func indivisible() {
    expectError(
      .exactly(.channelsNotDivisible(name: "input channels", channels: 4, groups: 3)), "input"
    ) { () throws(ConvolutionError) in _ = try layer(groups: 3) }
    expectError(
      .exactly(.channelsNotDivisible(name: "output channels", channels: 5, groups: 2)), "output"
    ) { () throws(ConvolutionError) in _ = try layer(outputChannels: 5, groups: 2) }
  }

  @Test("#20 Kernel sizes", arguments: [Size2D(height: 0, width: 3), [3, 0], 0])
  func emptyKernel(_ size: Size2D) {
    let name = size.height == 0 ? "kernel height" : "kernel width"
    expectError(.exactly(.notPositive(name: name, value: 0)), "\(size)") {
      () throws(ConvolutionError) in _ = try layer(kernelSize: size)
    }
  }

  @Test("Kernel sizes below zero and beyond memory")
  func impossibleKernel() {
    expectError(.exactly(.negativeDimension(shape: [6, 4, -1, 3], axis: 2)), "-1x3") {
      () throws(ConvolutionError) in _ = try layer(kernelSize: [-1, 3])
    }
    expectError(.sizeOverflow, "2^31 x 2^31") {
      () throws(ConvolutionError) in _ = try layer(kernelSize: [1 << 31, 1 << 31])
    }
  }

  @Test("Strides, dilations and paddings", arguments: [0, -1, Int.min])
  func parameters(_ value: Int) {
    expectError(.exactly(.notPositive(name: "height stride", value: value)), "stride \(value)") {
      () throws(ConvolutionError) in
      _ = try layer(stride: Size2D(height: value, width: 1))
    }
    expectError(.exactly(.notPositive(name: "width dilation", value: value)), "dilation \(value)") {
      () throws(ConvolutionError) in
      _ = try layer(dilation: Size2D(height: 1, width: value))
    }
    if value < 0 {
      expectError(.exactly(.negativePadding(side: "right", value: value)), "padding \(value)") {
        () throws(ConvolutionError) in
        _ = try layer(padding: .sides(top: 0, left: 0, bottom: 0, right: value))
      }
    }
  }

  /// An empty weight axis says that there are no input channels.
  @Test("#29 A weight without input channels")
  func emptyWeight() throws {
    let weight = try Tensor<Float>.zeros([4, 0, 3, 3])
    expectError(.exactly(.notPositive(name: "input channels", value: 0)), "[4, 0, 3, 3]") {
      () throws(ConvolutionError) in _ = try Conv2D(weight: weight)
    }
  }

  @Test("A weight whose channels in all groups cannot be counted")
  func groupOverflow() throws {
    let weight = try Tensor<Float>.zeros([4, 2, 3, 3])
    expectError(.sizeOverflow, "2^62 groups") { () throws(ConvolutionError) in
      _ = try Conv2D(weight: weight, groups: 1 << 62)
    }
  }

  private func expectRefused(inputChannels: Int = 4, outputChannels: Int = 6) {
    #expect(throws: ConvolutionError.self) {
      try layer(inputChannels: inputChannels, outputChannels: outputChannels)
    }
  }

  private func layer(
    inputChannels: Int = 4, outputChannels: Int = 6, kernelSize: Size2D = 3, stride: Size2D = 1,
    padding: Padding = .valid, dilation: Size2D = 1, groups: Int = 1
  ) throws(ConvolutionError) -> Conv2D<Float> {
    var generator = SplitMix64(seed: 1)
    return try Conv2D(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, padding: padding, dilation: dilation, groups: groups, using: &generator)
  }
}
