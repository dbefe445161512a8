// ResourceRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Sizes that can be written down, and are more than a machine or its BLAS takes.
@Suite("Bad arguments: too much to ask")
struct ResourceRejectionTests {
  private let pixel: Tensor<Float> = [[[[2]]]]

  /// 2^45 elements are more than a process can address.
  @Test("An output beyond memory")
  func outOfMemory() throws {
    expectError(.exactly(.outOfMemory(bytes: 1 << 47)), "2^45 floats") {
      () throws(ConvolutionError) in
      _ = try conv2D(pixel, weight: pixel, padding: [0, 0, 0, 1 << 45 - 1])
    }
  }

  /// What BLAS cannot count is refused before memory is taken for it.
  @Test("#39 A dimension beyond a 32-bit BLAS")
  func dimensionLimit() throws {
    let weight = try Tensor<Float>.ones([2, 1, 1, 1])
    expectError(
      .exactly(.dimensionTooLargeForBLAS(name: "output pixels", value: 1 << 45)), "2^45 pixels"
    ) { () throws(ConvolutionError) in
      _ = try conv2D(
        pixel, weight: weight, padding: [0, 0, 0, 1 << 45 - 1],
        options: ConvolutionOptions(algorithm: .im2col))
    }
  }

  /// More elements than an `Int32` counts: tensorflow#112776, pytorch#9404.
  @Test("#36 A geometry of 46341 x 46341 pixels")
  func manyPixels() throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 1, 46341, 46341], weightShape: [1, 1, 1, 1])
    #expect(geometry.outputShape == [1, 1, 46341, 46341])
    #expect(geometry.multiplyAdds == 2_147_488_281)
  }

  /// An im2col matrix of 2^46 elements, of which only tiles would ever be made: mlx#3143.
  @Test("#37 A geometry of an im2col matrix beyond 2^32 elements")
  func hugeMatrix() throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 1 << 20, 1 << 13, 1 << 13], weightShape: [1, 1 << 20, 3, 3], padding: .same)
    #expect(geometry.multiplyAdds == 9 * 0x1p46)
  }

  @Test("Threads", arguments: [0, -1, Int.min])
  func threads(_ threads: Int) throws {
    let options = ConvolutionOptions(threads: threads)
    let geometry = try ConvolutionGeometry(inputShape: [1, 1, 1, 1], weightShape: [1, 1, 1, 1])
    let error = ExpectedError.exactly(.notPositive(name: "threads", value: threads))
    expectError(error, "conv2D") { () throws(ConvolutionError) in
      _ = try conv2D(pixel, weight: pixel, options: options)
    }
    expectError(error, "input gradient") { () throws(ConvolutionError) in
      _ = try conv2DInputGradient(geometry, weight: pixel, outputGradient: pixel, options: options)
    }
    expectError(error, "weight gradient") { () throws(ConvolutionError) in
      _ = try conv2DWeightGradient(geometry, input: pixel, outputGradient: pixel, options: options)
    }
    expectError(error, "bias gradient") { () throws(ConvolutionError) in
      _ = try conv2DBiasGradient(geometry, outputGradient: pixel, options: options)
    }
    expectError(error, "layer") { () throws(ConvolutionError) in
      _ = try Conv2D(weight: pixel, options: options)(pixel)
    }
  }

  @Test("More threads than there are processors are as many")
  func manyThreads() throws {
    let output = try conv2D(pixel, weight: pixel, options: ConvolutionOptions(threads: .max))
    #expect(output == [[[[4]]]])
  }

  @Test("BLAS threads", arguments: [0, -1, Int.min])
  func blasThreads(_ count: Int) {
    expectError(.exactly(.notPositive(name: "BLAS threads", value: count)), "\(count)") {
      () throws(ConvolutionError) in try BLASRuntime.setThreadCount(count)
    }
  }

  @Test("Too many BLAS threads", arguments: [1025, Int(Int32.max) + 1, Int.max])
  func manyBLASThreads(_ count: Int) {
    expectError(
      .exactly(.invalidValue(name: "BLAS threads", value: "\(count)", accepted: "1 to 1024")),
      "\(count)"
    ) { () throws(ConvolutionError) in try BLASRuntime.setThreadCount(count) }
  }
}
