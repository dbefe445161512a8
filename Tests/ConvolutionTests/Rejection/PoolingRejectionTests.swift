// PoolingRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Pooling obeys the rules of convolutions, of which `BadCall` breaks one after the other.
@Suite("Bad arguments of pooling")
struct PoolingRejectionTests {
  @Test(
    "Strides, dilations, paddings and kernels",
    arguments: BadCall.strides + BadCall.dilations + BadCall.paddings + BadCall.kernels)
  func parameters(_ call: BadCall) throws {
    let input = try Tensor<Float>.ones(call.input)
    let kernelSize = Size2D(height: call.weight[2], width: call.weight[3])
    expectError(call.error, "max, \(call.testDescription)") { () throws(ConvolutionError) in
      _ = try maxPool2D(
        input, kernelSize: kernelSize, stride: call.stride, padding: call.padding,
        dilation: call.dilation)
    }
    expectError(call.error, "average, \(call.testDescription)") { () throws(ConvolutionError) in
      _ = try averagePool2D(
        input, kernelSize: kernelSize, stride: call.stride, padding: call.padding,
        dilation: call.dilation)
    }
  }

  @Test("#40 Ranks", arguments: [[], [4], [4, 4], [1, 4, 4], [1, 1, 1, 4, 4]])
  func rank(_ shape: [Int]) throws {
    let input = try Tensor<Float>.ones(shape)
    let error = ConvolutionError.rankMismatch(
      name: "input", expected: "[batch, channels, height, width]", shape: shape)
    expectError(.exactly(error), "max") { () throws(ConvolutionError) in
      _ = try maxPool2D(input, kernelSize: 1)
    }
    expectError(.exactly(error), "average") { () throws(ConvolutionError) in
      _ = try averagePool2D(input, kernelSize: 1)
    }
    expectError(.exactly(error), "global") { () throws(ConvolutionError) in
      _ = try globalAveragePool2D(input)
    }
  }

  @Test(
    "#33 Gradients of other shapes", arguments: [[], [1, 2, 4, 4], [1, 2, 2, 3], [2, 2, 2, 2]])
  func gradients(_ shape: [Int]) throws {
    let geometry = try PoolingGeometry(inputShape: [1, 2, 4, 4], kernelSize: 2)
    let input = try Tensor<Float>.ones([1, 2, 4, 4])
    let gradient = try Tensor<Float>.ones(shape)
    let error = ConvolutionError.shapeMismatch(
      name: "output gradient", expected: [1, 2, 2, 2], actual: shape)
    expectError(.exactly(error), "max") { () throws(ConvolutionError) in
      _ = try maxPool2DGradient(geometry, input: input, outputGradient: gradient)
    }
    expectError(.exactly(error), "average") { () throws(ConvolutionError) in
      _ = try averagePool2DGradient(geometry, outputGradient: gradient)
    }
  }

  @Test("An input of another shape than the geometry's")
  func input() throws {
    let geometry = try PoolingGeometry(inputShape: [1, 2, 4, 4], kernelSize: 2)
    let gradient = try Tensor<Float>.ones(geometry.outputShape)
    let input = try Tensor<Float>.ones([1, 2, 4, 5])
    expectError(
      .exactly(
        .shapeMismatch(name: "input", expected: [1, 2, 4, 4], actual: [1, 2, 4, 5])), "max"
    ) { () throws(ConvolutionError) in
      _ = try maxPool2DGradient(geometry, input: input, outputGradient: gradient)
    }
  }

  @Test(
    "#31 The mean of no pixels", arguments: [([1, 1, 0, 4], "height"), ([1, 1, 4, 0], "width")])
  func noPixels(_ shape: [Int], _ axis: String) throws {
    let input = try Tensor<Float>.ones(shape)
    expectError(.exactly(.notPositive(name: "input \(axis)", value: 0)), "\(shape)") {
      () throws(ConvolutionError) in _ = try globalAveragePool2D(input)
    }
  }

  @Test("Threads", arguments: [0, -1, Int.min])
  func threads(_ threads: Int) throws {
    let options = ConvolutionOptions(threads: threads)
    let input = try Tensor<Float>.ones([1, 1, 4, 4])
    let error = ExpectedError.exactly(.notPositive(name: "threads", value: threads))
    expectError(error, "max") { () throws(ConvolutionError) in
      _ = try maxPool2D(input, kernelSize: 2, options: options)
    }
    expectError(error, "average") { () throws(ConvolutionError) in
      _ = try averagePool2D(input, kernelSize: 2, options: options)
    }
    expectError(error, "global") { () throws(ConvolutionError) in
      _ = try globalAveragePool2D(input, options: options)
    }
  }

  /// Sizes at the end of what an `Int` holds: refused or computed, but no trap and no endless loop.
  @Test("Extreme numbers", arguments: [1, 3, 1 << 30, 1 << 60, 1 << 62, Int.max - 1, Int.max])
  func extremes(_ number: Int) throws {
    let input = try Tensor<Float>.ones([1, 1, 3, 3])
    let numbers = [1, 2, number / 2, number]
    for kernel in numbers {
      for stride in [1, number] {
        for padding in [0, 1, number / 2, number] {
          for dilation in [1, number] {
            for ceilMode in [false, true] {
              let geometry = try? PoolingGeometry(
                inputShape: input.shape, kernelSize: Size2D(height: 1, width: kernel),
                stride: Size2D(height: 1, width: stride), padding: [0, padding],
                dilation: Size2D(height: 1, width: dilation), ceilMode: ceilMode)
              guard let geometry, geometry.outputShape[3] < 1000 else { continue }
              let output = try averagePool2D(
                input, kernelSize: Size2D(height: 1, width: kernel),
                stride: Size2D(height: 1, width: stride), padding: [0, padding],
                dilation: Size2D(height: 1, width: dilation), ceilMode: ceilMode)
              #expect(output.shape == geometry.outputShape)
              _ = try maxPool2DGradient(geometry, input: input, outputGradient: output)
              _ = try averagePool2DGradient(geometry, outputGradient: output)
            }
          }
        }
      }
    }
  }
}
