// GeometryExamples.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// The code of "Geometry and padding".
@Suite("Examples: geometry")
struct GeometryExamples: Printing {
  let transcript = Transcript()

  @Test func page() throws {
    let geometry = try ConvolutionGeometry(
      inputShape: [1, 3, 224, 224], weightShape: [64, 3, 7, 7], stride: 2, padding: 3)
    print(geometry.outputShape)

    let row: Tensor<Float> = [[1, 2, 3, 4, 5]]
    let sum: Tensor<Float> = [[1, 1, 1]]
    print(try correlate2D(row, sum, padding: .valid))
    print(try correlate2D(row, sum, padding: [0, 1]))
    print(try correlate2D(row, sum, padding: [0, 1], border: .replicate))

    print(try correlate2D(row, sum, stride: 2))
    print(try correlate2D(row, sum, dilation: 2))

    let images = try Tensor<Float>.ones([8, 32, 28, 28])
    let depthwise = try Conv2D<Float>(
      inputChannels: 32, outputChannels: 32, kernelSize: 3, padding: 1, groups: 32)
    print(depthwise.weight.shape)
    print(try depthwise(images).shape)

    do {
      _ = try correlate2D(row, [[1, 1, 1, 1, 1, 1]])
    } catch {
      print(error)
    }

    #expect(try transcript.isPrinted(on: "GeometryAndPadding.md"))
  }
}
