// ExtremeNumberTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

/// Any integers whatsoever either make a geometry or throw, and a geometry that is made has the
/// sizes that its definition says, worked out here in 128 bits.
@Suite("Extreme numbers")
struct ExtremeNumberTests {
  private static let extremes = [
    Int.min, -(1 << 31), -1, 0, 1, 2, 3, 1 << 31, 1 << 32, 1 << 60, 1 << 61, 1 << 62, .max - 1,
    .max,
  ]

  @Test("One extreme argument among usual ones", arguments: extremes)
  func one(_ extreme: Int) throws {
    for position in 0..<Arguments.count {
      var arguments = Arguments.usual
      arguments.numbers[position] = extreme
      for padding in [nil, Padding.valid, .same, .sameLower, .full] {
        try check(arguments, padding: padding)
      }
    }
  }

  @Test("Any arguments", arguments: 0..<8)
  func random(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      var arguments = Arguments.usual
      for position in 0..<Arguments.count where Int.random(in: 0..<4, using: &generator) == 0 {
        arguments.numbers[position] = Self.extremes.randomElement(using: &generator) ?? 0
      }
      let paddings: [Padding?] = [nil, nil, .valid, .same, .sameLower, .full]
      try check(arguments, padding: paddings.randomElement(using: &generator) ?? nil)
    }
  }

  /// Taps beyond the picture read the padding, however far away they are.
  ///
  /// In a process of its own, in which an overflow is a failure and not the end of all tests.
  @Test("Computing with strides, dilations and paddings far beyond the picture", arguments: 0..<4)
  func computing(_ seed: UInt64) async {
    await #expect(processExitsWith: .success) { [seed] in
      var generator = SplitMix64(seed: seed)
      var count = 0
      while count < 100 {
        if try Self.checkCorrelation(using: &generator) { count += 1 }
      }
    }
  }

  /// Rows longer than any memory, of which dilations leave few outputs, in as many bands, or of as
  /// many phases, as tables allow.
  @Test("Plans of dilated rows longer than any memory")
  func longDilatedRows() async {
    await #expect(processExitsWith: .success) {
      let width = 1 << 56
      for (kernelHeight, top, dilation) in [(1 << 20, 3 << 20, 1), (2, (1 << 21) - 1, 1 << 20)] {
        let weight = try Tensor<Float>.ones([1, 1, kernelHeight, 2])
        let geometry = try ConvolutionGeometry(
          inputShape: [1, 1, 1, width], weightShape: weight.shape,
          padding: .sides(top: top, left: 0, bottom: 0, right: 0),
          dilation: Size2D(height: dilation, width: width - 1))
        #expect(throws: ConvolutionError.self) {
          try ConvolutionPlan(
            geometry, weight: weight,
            options: ConvolutionOptions(algorithm: .planar, threads: 1))
        }
      }
    }
  }

  /// Correlates a picture with parameters that are likely extreme.
  ///
  /// - Returns: Whether the parameters could be computed with.
  private static func checkCorrelation(using generator: inout SplitMix64) throws -> Bool {
    func pick(_ usual: Int...) -> Int {
      let choices = Bool.random(using: &generator) ? usual : [1 << 31, 1 << 59, 1 << 60, 1 << 61]
      return choices.randomElement(using: &generator) ?? 1
    }
    let image = try Tensor<Double>.random([5, 9], using: &generator).map { ($0 * 16).rounded() }
    let kernel = try Tensor<Double>.random([3, 2], using: &generator).map { ($0 * 16).rounded() }
    let stride = Size2D(height: pick(1, 2, 3), width: pick(1, 2, 3))
    let dilation = Size2D(height: pick(1, 2), width: pick(1, 3))
    let padding: Padding =
      [.same, .sameLower, .full].randomElement(using: &generator) ?? .same
    guard
      let geometry = try? ConvolutionGeometry(
        inputShape: [1, 1, 5, 9], weightShape: [1, 1, 3, 2], stride: stride, padding: padding,
        dilation: dilation),
      geometry.outputSize.height <= 100, geometry.outputSize.width <= 100,
      case .sides(let top, let left, _, _) = geometry.padding
    else { return false }

    let output = try correlate2D(
      image, kernel, stride: stride, padding: padding, dilation: dilation)
    for y in 0..<output.shape[0] {
      for x in 0..<output.shape[1] {
        var sum = 0.0
        for r in 0..<3 {
          for s in 0..<2 {
            let row = Int128(y) * Int128(stride.height) + Int128(r) * Int128(dilation.height)
            let column = Int128(x) * Int128(stride.width) + Int128(s) * Int128(dilation.width)
            let (i, j) = (row - Int128(top), column - Int128(left))
            if i >= 0, i < 5, j >= 0, j < 9 { sum += image[Int(i), Int(j)] * kernel[r, s] }
          }
        }
        #expect(output[y, x] == sum, "[\(y), \(x)] of \(geometry)")
      }
    }
    return true
  }

  /// The arguments of a geometry, by position.
  private struct Arguments {
    static let count = 17
    static let usual = Arguments(numbers: [2, 4, 9, 8, 6, 2, 3, 2, 1, 2, 2, 1, 2, 0, 1, 2, 3])
    var numbers: [Int]

    var input: [Int] { Array(numbers[0..<4]) }
    var weight: [Int] { Array(numbers[4..<8]) }
    var stride: Size2D { Size2D(height: numbers[8], width: numbers[9]) }
    var dilation: Size2D { Size2D(height: numbers[10], width: numbers[11]) }
    var groups: Int { numbers[12] }
    var sides: Padding {
      .sides(top: numbers[13], left: numbers[14], bottom: numbers[15], right: numbers[16])
    }
  }

  private func check(_ arguments: Arguments, padding: Padding?) throws {
    let geometry: ConvolutionGeometry
    do {
      geometry = try ConvolutionGeometry(
        inputShape: arguments.input, weightShape: arguments.weight, stride: arguments.stride,
        padding: padding ?? arguments.sides, dilation: arguments.dilation,
        groups: arguments.groups)
    } catch {
      return
    }
    guard case .sides(let top, let left, let bottom, let right) = geometry.padding else {
      Issue.record("the padding of a geometry is given by its sides")
      return
    }
    // "Same" padding of nothing is nothing: as many outputs as inputs.
    let isSame = padding == .same || padding == .sameLower
    let height =
      isSame && arguments.input[2] == 0
      ? 0
      : Self.positions(
        input: arguments.input[2], kernel: arguments.weight[2], stride: arguments.stride.height,
        dilation: arguments.dilation.height, padding: (top, bottom))
    let width =
      isSame && arguments.input[3] == 0
      ? 0
      : Self.positions(
        input: arguments.input[3], kernel: arguments.weight[3], stride: arguments.stride.width,
        dilation: arguments.dilation.width, padding: (left, right))
    #expect(
      geometry.outputShape.map { Int128($0) }
        == [Int128(arguments.input[0]), Int128(arguments.weight[0]), height, width],
      "\(arguments.numbers), \(String(describing: padding))")
  }

  private static func positions(
    input: Int, kernel: Int, stride: Int, dilation: Int, padding: (before: Int, after: Int)
  ) -> Int128 {
    let extent = (Int128(kernel) - 1) * Int128(dilation) + 1
    let padded = Int128(input) + Int128(padding.before) + Int128(padding.after)
    return (padded - extent) / Int128(stride) + 1
  }
}
