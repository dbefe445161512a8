// RowFilterTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference
import Testing

/// Images that pass through a filter row by row, against the same image as a whole.
@Suite("Filtering row by row")
struct RowFilterTests {
  /// Kernels by height and width; the large ones of rank 1 run in two passes.
  static let kernels: [[Int]] = [[1, 1], [1, 4], [5, 1], [3, 3], [2, 5], [9, 9], [7, 2]]
  static let borders: [Border] = [.zeros, .constant(0.5), .reflect, .symmetric, .replicate]
  static let paddings: [Padding] = [
    .valid, .same, .sameLower, .full, [3, 1, 0, 2], [0, 0, 12, 1], [30, 0, 25, 0],
  ]

  @Test("Every border, padding and kernel gives the whole image's bits", arguments: borders)
  func bits(border: Border) throws {
    for (index, size) in Self.kernels.enumerated() {
      for isSeparable in [false, true] {
        var generator = SplitMix64(seed: UInt64(index))
        let kernel = try Self.kernel(size, isSeparable: isSeparable, using: &generator)
        let image = try Tensor<Float>.random([1, 24, 37], in: -1..<1, using: &generator)
        for padding in Self.paddings {
          try expectBits(image, kernel, padding, border, blockRows: 1 + index, comment: "\(size)")
        }
      }
    }
  }

  @Test("Double precision, several channels, several kernels")
  func channelsAndKernels() throws {
    var generator = SplitMix64(seed: 8)
    let image = try Tensor<Double>.random([3, 19, 41], in: -1..<1, using: &generator)
    let kernels = try Tensor<Double>.random([2, 3, 4], in: -1..<1, using: &generator)
    for blockRows in [nil, 1, 7, 100] {
      try expectBits(image, kernels, .same, .reflect, blockRows: blockRows)
    }
  }

  @Test("An image of any number of rows, down to one", arguments: [1, 2, 3, 4, 5, 6, 7, 8, 40])
  func heights(height: Int) throws {
    var generator = SplitMix64(seed: UInt64(height))
    let image = try Tensor<Float>.random([2, height, 9], in: -1..<1, using: &generator)
    let kernel = try Tensor<Float>.random([7, 3], in: -1..<1, using: &generator)
    for border in Self.borders {
      try expectBits(image, kernel, .same, border, blockRows: 3, comment: "\(height) rows")
      try expectBits(image, kernel, [11, 2], border, blockRows: nil, comment: "\(height) rows")
    }
  }

  @Test("A circular border at the sides, where there is none above and below")
  func circular() throws {
    var generator = SplitMix64(seed: 4)
    let image = try Tensor<Float>.random([1, 8, 12], in: -1..<1, using: &generator)
    let kernel = try Tensor<Float>.random([3, 5], in: -1..<1, using: &generator)
    try expectBits(image, kernel, [0, 2], .circular, blockRows: 2)
  }

  @Test(
    "Whole numbers are exact, by every algorithm",
    arguments: [ConvolutionAlgorithm.automatic, .im2col, .direct, .planar])
  func exact(algorithm: ConvolutionAlgorithm) throws {
    var generator = SplitMix64(seed: 5)
    let image = try Tensor<Float>.random([1, 33, 21], in: -32..<32, using: &generator)
      .map { $0.rounded() }
    let kernel = try Tensor<Float>.random([5, 3], in: -8..<8, using: &generator).map {
      $0.rounded()
    }
    let expected = try correlate2D(
      image.reshaped(to: [33, 21]), kernel, padding: .same, border: .reflect,
      options: ConvolutionOptions(algorithm: .im2col))
    let filter = try RowFilter<Float>(
      width: 21, height: 33, kernel: kernel, border: .reflect, blockRows: 4,
      options: ConvolutionOptions(algorithm: algorithm))
    #expect(try Self.run(filter, on: image, by: [5]).elements == expected.elements)
  }

  @Test("Rows may come one by one or many at once, and from the middle of a tensor")
  func portions() throws {
    var generator = SplitMix64(seed: 6)
    let image = try Tensor<Float>.random([2, 50, 17], using: &generator)
    let kernel = try Tensor<Float>.random([5, 5], using: &generator)
    func filter() throws -> RowFilter<Float> {
      try RowFilter(width: 17, channels: 2, kernel: kernel, border: .symmetric, blockRows: 6)
    }
    let whole = try Self.run(filter(), on: image, by: [50])
    for portions in [[1], [2, 3], [49, 1], [7, 0, 13]] {
      #expect(try Self.run(filter(), on: image, by: portions) == whole, "\(portions)")
    }
  }

  @Test("An image of a hundred thousand rows: nothing is kept, and nothing lost")
  func long() throws {
    let filter = try RowFilter<Float>(
      width: 2, kernel: [[0.25], [0.5], [0.25]], bias: 1, border: .replicate)
    let rows = try Tensor<Float>.ones([1, 1000, 2])
    var (count, sum) = (0, 0.0)
    func receive(_ output: Tensor<Float>, _ rows: Int) throws {
      count += rows
      sum += output[0..., 0..<rows, 0...].sum()
    }
    for _ in 0..<100 { try filter.push(rows, receive) }
    #expect(filter.rowsPushed == 100_000 && filter.rowsFinished > 80_000)
    try filter.finish(receive)
    try filter.finish(receive)
    #expect(count == 100_000 && filter.rowsFinished == count)
    #expect(sum == 4e5)
  }

  @Test("A bias is added, and the kernel is not flipped")
  func orientation() throws {
    let filter = try RowFilter<Float>(
      width: 3, kernel: [[0, 1], [2, 3]], bias: 0.5, padding: .valid)
    let output = try Self.run(filter, on: [[[0, 1, 2], [3, 4, 5], [6, 7, 8]]], by: [3])
    #expect(output == [[[19.5, 25.5], [37.5, 43.5]]])
    #expect(filter.outputWidth == 2)
  }

  // MARK: - Support

  static func kernel(
    _ size: [Int], isSeparable: Bool, using generator: inout SplitMix64
  ) throws -> Tensor<Float> {
    guard isSeparable else { return try .random(size, in: -1..<1, using: &generator) }
    // Whole factors, so that the product is of rank 1 to the bit.
    let column = (0..<size[0]).map { _ in Float(Int.random(in: 1...9, using: &generator)) }
    let row = (0..<size[1]).map { _ in Float(Int.random(in: 1...9, using: &generator)) }
    return try Tensor(shape: size, elements: column.flatMap { c in row.map { c * $0 / 64 } })
  }

  /// Filters the image row by row, in portions of the given sizes in turn.
  static func run<Scalar>(
    _ filter: RowFilter<Scalar>, on image: Tensor<Scalar>, by portions: [Int]
  ) throws -> Tensor<Scalar> {
    var blocks: [Tensor<Scalar>] = []
    func receive(_ output: Tensor<Scalar>, _ count: Int) throws {
      #expect(count <= filter.blockRows && output.shape[1] == filter.blockRows)
      blocks.append(output[0..., 0..<count, 0...])
    }
    var (row, turn) = (0, 0)
    while row < image.shape[1] {
      let end = min(row + portions[turn % portions.count], image.shape[1])
      try filter.push(image, range: row..<end, receive)
      (row, turn) = (end, turn + 1)
    }
    try filter.finish(receive)
    let rows = blocks.reduce(0) { $0 + $1.shape[1] }
    var output = try Tensor<Scalar>.zeros([filter.outputChannels, rows, filter.outputWidth])
    var first = 0
    for block in blocks {
      output[0..., first..<first + block.shape[1], 0...] = block
      first += block.shape[1]
    }
    return output
  }

  private func expectBits<Scalar>(
    _ image: Tensor<Scalar>, _ kernel: Tensor<Scalar>, _ padding: Padding, _ border: Border,
    blockRows: Int?, comment: String = ""
  ) throws {
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let kernels = kernel.rank == 3 ? kernel.shape[0] : 1
    let single = try kernel.reshaped(to: [kernels, 1] + kernel.shape.suffix(2))
    var weight = try Tensor<Scalar>.zeros([channels * kernels] + single.shape.dropFirst())
    for channel in 0..<channels {
      weight[channel * kernels..<(channel + 1) * kernels, 0..., 0..., 0...] = single
    }
    let geometry = try ConvolutionGeometry(
      inputShape: [1] + image.shape, weightShape: weight.shape, padding: padding,
      groups: channels, border: border)
    let plan = try ConvolutionPlan(geometry, weight: weight)
    #expect(plan.algorithm == .planar)
    let whole = try plan(image.reshaped(to: [1] + image.shape))
    for isKnown in [true, false] {
      let filter = try RowFilter(
        width: width, height: isKnown ? height : nil, channels: channels, kernel: kernel,
        padding: padding, border: border, blockRows: blockRows)
      let output = try Self.run(filter, on: image, by: [3])
      #expect(output.shape == Array(whole.shape.dropFirst()), "\(comment) \(padding) \(border)")
      #expect(
        output.elements == whole.elements,
        "\(comment) \(padding) \(border), blocks \(blockRows ?? 0)")
    }
  }
}
