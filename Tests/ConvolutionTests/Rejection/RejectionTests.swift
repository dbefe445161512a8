// RejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Every way into the library refuses bad arguments with the same error. None stops the program: a
/// trap here ends the run.
@Suite("Bad arguments")
struct RejectionTests {
  private static let calls: [BadCall] =
    BadCall.strides + BadCall.dilations + BadCall.paddings + BadCall.channelsAndGroups
    + BadCall.kernels + BadCall.emptyShapes + BadCall.ranks
  private static let spatialCalls: [BadCall] =
    BadCall.strides + BadCall.dilations + BadCall.paddings + BadCall.kernels

  @Test("Geometry", arguments: calls + BadCall.impossibleShapes)
  func geometry(_ call: BadCall) {
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try ConvolutionGeometry(
        inputShape: call.input, weightShape: call.weight, stride: call.stride,
        padding: call.padding, dilation: call.dilation, groups: call.groups, border: call.border)
    }
  }

  @Test("conv2D", arguments: calls + BadCall.biases)
  func conv2D(_ call: BadCall) throws {
    let input = try Tensor<Float>.ones(call.input)
    let weight = try Tensor<Float>.ones(call.weight)
    let bias = try call.biasCount.map { try Tensor<Float>.ones([$0]) }
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try Convolution.conv2D(
        input, weight: weight, bias: bias, stride: call.stride, padding: call.padding,
        dilation: call.dilation, groups: call.groups, border: call.border)
    }
  }

  /// A layer refuses what no input goes with when it is made, and the rest when it is called.
  @Test("Layer", arguments: calls + BadCall.biases)
  func layer(_ call: BadCall) throws {
    let input = try Tensor<Double>.ones(call.input)
    let weight = try Tensor<Double>.ones(call.weight)
    let bias = try call.biasCount.map { try Tensor<Double>.ones([$0]) }
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      let layer = try Conv2D(
        weight: weight, bias: bias, stride: call.stride, padding: call.padding,
        dilation: call.dilation, groups: call.groups, border: call.border)
      _ = try layer(input)
    }
  }

  /// A kernel of one channel has no more than its parameters to get wrong.
  @Test("correlate2D and convolve2D", arguments: spatialCalls)
  func correlate2D(_ call: BadCall) throws {
    let image = try Tensor<Float>.ones(Array(call.input.suffix(2)))
    let kernel = try Tensor<Float>.ones(Array(call.weight.suffix(2)))
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try Convolution.correlate2D(
        image, kernel, stride: call.stride, padding: call.padding, dilation: call.dilation,
        border: call.border)
    }
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try convolve2D(
        image, kernel, stride: call.stride, padding: call.padding, dilation: call.dilation,
        border: call.border)
    }
  }

  @Test(
    "#40 A picture has two axes, after channels and batch; a kernel has two",
    arguments: [[], [9], [1, 8, 9], [1, 1, 8, 9], [1, 1, 1, 8, 9]])
  func pictureRank(_ shape: [Int]) throws {
    let tensor = try Tensor<Float>.ones(shape)
    let matrix = try Tensor<Float>.ones([3, 3])
    let planes = "[height, width], [channels, height, width] or [batch, channels, height, width]"
    for (image, kernel, name, expected) in [
      (tensor, matrix, "image", planes), (matrix, tensor, "kernel", "[height, width]"),
    ] where name == "kernel" || !(3...4).contains(shape.count) {
      let error = ConvolutionError.rankMismatch(name: name, expected: expected, shape: shape)
      expectError(.exactly(error), "correlate2D") { () throws(ConvolutionError) in
        _ = try Convolution.correlate2D(image, kernel)
      }
      expectError(.exactly(error), "convolve2D") { () throws(ConvolutionError) in
        _ = try convolve2D(image, kernel)
      }
    }
  }
}
