// ReexpressionTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ConvolutionReference
import Testing

@Suite("One problem said in terms of another")
struct ReexpressionTests {
  /// A stride of n keeps every n-th window of the dense output.
  @Test(arguments: Geometry.all, [Size(2, 1), Size(1, 3), Size(3, 2)])
  func strideIsSubsampling(geometry: Geometry, stride: Size) {
    var dense = geometry
    dense.stride = 1
    var strided = geometry
    strided.stride = stride
    let operands = Operands(for: dense.reference, seed: 31)
    let full = dense.reference.output(
      input: operands.input, weight: operands.weight)
    let height = dense.reference.outputHeight
    let width = dense.reference.outputWidth
    let kept = full.indices.filter { index in
      (index / width % height).isMultiple(of: stride.height)
        && (index % width).isMultiple(of: stride.width)
    }
    #expect(
      strided.reference.output(
        input: operands.input, weight: operands.weight)
        == kept.map { full[$0] },
      operands.comment)
  }

  /// A dilated kernel is a larger one with zeros between the taps.
  @Test(arguments: Geometry.all, [Size(2, 1), Size(1, 3), Size(3, 2)])
  func dilationIsInsertedZeros(geometry: Geometry, dilation: Size) {
    let kernel = geometry.kernel
    let spread = Size(
      (kernel.height - 1) * dilation.height + 1,
      (kernel.width - 1) * dilation.width + 1)
    var dilated = geometry
    dilated.dilation = dilation
    // Wide enough that the kernel fits, whatever the dilation.
    dilated.padding = Sides(
      spread.height, spread.width, spread.height - 1, spread.width + 1)
    var dense = dilated
    dense.dilation = 1
    dense.kernel = spread
    let operands = Operands(for: dilated.reference, seed: 32)
    var weight = Array(repeating: 0.0, count: dense.reference.weightCount)
    for (index, value) in operands.weight.enumerated() {
      let plane = index / (kernel.height * kernel.width)
      let r = index / kernel.width % kernel.height * dilation.height
      let s = index % kernel.width * dilation.width
      weight[(plane * spread.height + r) * spread.width + s] = value
    }
    let output = dilated.reference.output(
      input: operands.input, weight: operands.weight)
    #expect(
      output == dense.reference.output(input: operands.input, weight: weight),
      operands.comment)
    #expect(output.contains { $0 != 0 }, operands.comment)
  }

  /// Padding is a larger image with the border painted on it.
  @Test(arguments: Geometry.all, Geometry.borders)
  func paddingIsALargerImage(geometry: Geometry, border: ReferenceBorder) {
    expectPaddingIsALargerImage(geometry.with(border: border), seed: 33)
  }

  @Test(arguments: 100..<UInt64(130))
  func paddingIsALargerImageAtRandom(seed: UInt64) {
    expectPaddingIsALargerImage(.random(seed: seed), seed: seed)
  }

  private func expectPaddingIsALargerImage(_ geometry: Geometry, seed: UInt64) {
    let operands = Operands(for: geometry.reference, seed: seed)
    let painted = ExplicitPadding(geometry)
    #expect(
      geometry.reference.output(
        input: operands.input, weight: operands.weight)
        == painted.geometry.reference.output(
          input: painted.image(operands.input), weight: operands.weight),
      "\(geometry.testDescription), seed \(seed)")
  }

  /// The groups of a convolution know nothing of each other.
  @Test func groupsAreSeparate() {
    let grouped = Geometry(
      channels: 6, image: Size(5, 4), filters: 9, kernel: Size(2, 3),
      padding: 1, groups: 3)
    var single = grouped
    single.channels = 2
    single.filters = 3
    single.groups = 1
    let operands = Operands(for: grouped.reference, seed: 34)
    let one = single.reference
    let separate = (0..<3).flatMap { group in
      one.output(
        input: slice(operands.input, group, one.inputCount),
        weight: slice(operands.weight, group, one.weightCount),
        bias: slice(operands.bias, group, 3))
    }
    #expect(
      grouped.reference.output(
        input: operands.input, weight: operands.weight, bias: operands.bias)
        == separate,
      operands.comment)
  }

  /// The channels of a group add up.
  @Test func channelsAddUp() {
    let deep = Geometry(channels: 3, image: Size(5, 4), kernel: 2, stride: 2)
    var flat = deep
    flat.channels = 1
    let operands = Operands(for: deep.reference, seed: 35)
    let one = flat.reference
    let outputs = (0..<3).map { c in
      one.output(
        input: slice(operands.input, c, one.inputCount),
        weight: slice(operands.weight, c, one.weightCount))
    }
    #expect(
      deep.reference.output(input: operands.input, weight: operands.weight)
        == (0..<one.outputCount).map { index in
          outputs.reduce(0) { $0 + $1[index] }
        },
      operands.comment)
  }

  /// An image in a batch gives what it gives alone.
  @Test(arguments: Geometry.all)
  func imagesOfABatchAreSeparate(_ geometry: Geometry) {
    var three = geometry
    three.batch = 3
    var alone = geometry
    alone.batch = 1
    let one = alone.reference
    let operands = Operands(for: three.reference, seed: 36)
    let separate = (0..<3).flatMap { n in
      one.output(
        input: slice(operands.input, n, one.inputCount),
        weight: operands.weight)
    }
    #expect(
      three.reference.output(input: operands.input, weight: operands.weight)
        == separate,
      operands.comment)
  }

  private func slice(
    _ values: [Double], _ part: Int, _ count: Int
  ) -> [Double] {
    Array(values[part * count..<(part + 1) * count])
  }
}
