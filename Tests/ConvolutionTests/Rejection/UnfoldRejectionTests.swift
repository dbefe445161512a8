// UnfoldRejectionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

@Suite("Bad arguments of unfold and fold")
struct UnfoldRejectionTests {
  private static let calls: [BadCall] =
    BadCall.strides + BadCall.dilations + BadCall.paddings + BadCall.kernels

  @Test("Parameters of unfold", arguments: calls)
  func unfold(_ call: BadCall) throws {
    let input = try Tensor<Float>.ones(call.input)
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try Convolution.unfold(
        input, kernelSize: Size2D(height: call.weight[2], width: call.weight[3]),
        stride: call.stride, padding: call.padding, dilation: call.dilation)
    }
  }

  @Test("Parameters of fold", arguments: calls)
  func fold(_ call: BadCall) throws {
    let columns = try Tensor<Float>.ones([1, 2 * max(1, call.weight[2] * call.weight[3]), 42])
    expectError(call.error, "\(call.testDescription)") { () throws(ConvolutionError) in
      _ = try Convolution.fold(
        columns, outputSize: Size2D(height: call.input[2], width: call.input[3]),
        kernelSize: Size2D(height: call.weight[2], width: call.weight[3]),
        stride: call.stride, padding: call.padding, dilation: call.dilation)
    }
  }

  @Test("#40 Ranks", arguments: [[], [9], [8, 9], [1, 8, 9], [1, 1, 2, 8, 9]])
  func ranks(_ shape: [Int]) throws {
    let tensor = try Tensor<Float>.ones(shape)
    expectError(
      .exactly(
        .rankMismatch(name: "input", expected: "[batch, channels, height, width]", shape: shape)),
      "unfold"
    ) { () throws(ConvolutionError) in _ = try Convolution.unfold(tensor, kernelSize: 1) }
    guard shape.count != 3 else { return }
    expectError(
      .exactly(
        .rankMismatch(
          name: "columns",
          expected: "[batch, channels x kernelHeight x kernelWidth, positions]", shape: shape)),
      "fold"
    ) { () throws(ConvolutionError) in
      _ = try Convolution.fold(tensor, outputSize: 3, kernelSize: 1)
    }
  }

  @Test("#29 No channels")
  func channels() throws {
    let input = try Tensor<Float>.ones([1, 0, 4, 4])
    let error = ExpectedError.exactly(.notPositive(name: "input channels", value: 0))
    expectError(error, "unfold") { () throws(ConvolutionError) in
      _ = try Convolution.unfold(input, kernelSize: 2)
    }
    let columns = try Tensor<Float>.ones([1, 0, 9])
    expectError(error, "fold") { () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: 4, kernelSize: 2)
    }
  }

  @Test("Rows that are no whole patches")
  func rows() throws {
    let columns = try Tensor<Float>.ones([2, 9, 9])
    expectError(
      .exactly(
        .invalidValue(
          name: "axis 1 of columns", value: "9", accepted: "multiples of the kernel's size, 2x2")),
      "fold"
    ) { () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: 4, kernelSize: 2)
    }
  }

  @Test("#33 More or fewer positions than the image has", arguments: [0, 8, 10])
  func positions(_ count: Int) throws {
    let columns = try Tensor<Float>.ones([2, 8, count])
    expectError(
      .exactly(.shapeMismatch(name: "columns", expected: [2, 8, 9], actual: [2, 8, count])),
      "\(count)"
    ) { () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: 4, kernelSize: 2)
    }
  }

  @Test("Images that cannot be")
  func sizes() throws {
    let columns = try Tensor<Float>.ones([2, 8, 9])
    expectError(.exactly(.negativeDimension(shape: [2, 2, -1, 4], axis: 2)), "-1") {
      () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: [-1, 4], kernelSize: 2)
    }
    for size in [Size2D(height: .max, width: 4), [1 << 40, 1 << 40]] {
      expectError(.sizeOverflow, "\(size)") { () throws(ConvolutionError) in
        _ = try Convolution.fold(columns, outputSize: size, kernelSize: 2)
      }
    }
    expectError(.sizeOverflow, "a kernel of 2^62 elements") { () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: 4, kernelSize: [1 << 31, 1 << 31])
    }
  }

  @Test("Threads", arguments: [0, -1])
  func threads(_ count: Int) throws {
    let options = ConvolutionOptions(threads: count)
    let tensor = try Tensor<Float>.ones([1, 1, 4, 4])
    let columns = try Tensor<Float>.ones([1, 4, 9])
    let error = ExpectedError.exactly(.notPositive(name: "threads", value: count))
    expectError(error, "unfold") { () throws(ConvolutionError) in
      _ = try Convolution.unfold(tensor, kernelSize: 2, options: options)
    }
    expectError(error, "fold") { () throws(ConvolutionError) in
      _ = try Convolution.fold(columns, outputSize: 4, kernelSize: 2, options: options)
    }
  }
}
