// SeparableKernelTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Kernels that are products of a column and a row, which the planar algorithm runs as two passes,
/// and kernels that only look like it.
@Suite struct SeparableKernelTests {
  /// Kernel elements that are products, rounded once to the element type.
  private func outer<Scalar: TensorScalar>(
    _ column: [Double], _ row: [Double], outputChannels: Int, _: Scalar.Type
  ) throws -> Tensor<Scalar> {
    let kernel = column.flatMap { c in row.map { Scalar(c * $0) } }
    return try Tensor(
      shape: [outputChannels, 1, column.count, row.count],
      elements: (0..<outputChannels).flatMap { channel in kernel.map { $0 * Scalar(channel + 1) } })
  }

  private func gaussian(_ size: Int) -> [Double] {
    (0..<size).map { index in
      let distance = (Double(index) - Double(size - 1) / 2) / (Double(size) / 6)
      return exp(-distance * distance / 2)
    }
  }

  private func binomial(_ size: Int) -> [Double] {
    (1..<size).reduce([1.0]) { row, _ in zip([0] + row, row + [0]).map { $0 + $1 } }
  }

  private func problems(
    kernel: Size2D, using generator: inout some RandomNumberGenerator
  ) -> [PlanarProblem] {
    [(1, 1), (7, 5), (40, 33), (60, 70), (9, 110)].flatMap { height, width in
      PlanarProblem.borders.map { border in
        var problem = PlanarProblem()
        (problem.height, problem.width, problem.kernel) = (height, width, kernel)
        problem.batch = height < 10 ? 2 : 1
        problem.channels = height < 10 ? 3 : 1
        problem.multiplier = width == 33 ? 2 : 1
        (problem.top, problem.bottom) = (kernel.height / 2, kernel.height - 1)
        (problem.left, problem.right) = (kernel.width - 1, kernel.width / 2)
        problem.border = border
        problem.hasBias = .random(using: &generator)
        problem.activation = PlanarProblem.activations.randomElement(using: &generator) ?? .none
        problem.threads = .random(in: 1...2, using: &generator)
        return problem
      }
    }
  }

  private func checkBounds<Scalar: TensorScalar>(
    _: Scalar.Type, column: [Double], row: [Double], seed: UInt64
  ) throws {
    var generator = SplitMix64(seed: seed)
    let kernel = Size2D(height: column.count, width: row.count)
    for problem in problems(kernel: kernel, using: &generator) {
      var operands = try problem.operands(Scalar.self, areWhole: false, using: &generator)
      operands.weight = try outer(
        column, row, outputChannels: problem.channels * problem.multiplier, Scalar.self)
      try problem.checkBound(operands)
    }
  }

  @Test(arguments: [5, 7, 12, 31]) func gaussiansAreWithinTheBound(size: Int) throws {
    try checkBounds(Float.self, column: gaussian(size), row: gaussian(size), seed: 1)
    try checkBounds(Double.self, column: gaussian(size), row: gaussian(5), seed: 2)
    try checkBounds(Float.self, column: gaussian(5), row: gaussian(size), seed: 3)
  }

  @Test func signedProductsAreWithinTheBound() throws {
    let column = [0.3, -1.7, 0, 2.1, -0.9]
    let row = [1e-3, -0.77, 5.5, 0, 0.1, 31, -2]
    try checkBounds(Float.self, column: column, row: row, seed: 4)
    try checkBounds(Double.self, column: row, row: column, seed: 5)
  }

  @Test func wholeProductsAreExact() throws {
    var generator = SplitMix64(seed: 6)
    let derivative: [Double] = [-1, -2, 0, 2, 1]
    for (column, row) in [
      (binomial(5), binomial(5)), (binomial(5), derivative), (binomial(7), binomial(6)),
      (binomial(5).map { $0 / 16 }, binomial(5).map { $0 / 16 }),
      (derivative.map { $0 * 6 }, derivative.map { $0 * 10 }),
      ([1, 1, 1, 1, 1], [3, 3, 3, 3, 3, 3]),
    ] {
      let kernel = Size2D(height: column.count, width: row.count)
      for problem in problems(kernel: kernel, using: &generator) {
        var operands = try problem.operands(Float.self, areWhole: true, using: &generator)
        operands.weight = try outer(
          column, row, outputChannels: problem.channels * problem.multiplier, Float.self)
        try problem.checkExactly(operands)
      }
    }
  }

  /// Kernels close to products: one element off by a little, or by a whole number.
  @Test func nearProductsAreNotTakenForProducts() throws {
    var generator = SplitMix64(seed: 8)
    for problem in problems(kernel: 7, using: &generator) {
      let channels = problem.channels * problem.multiplier
      var operands = try problem.operands(Float.self, areWhole: false, using: &generator)
      operands.weight = try outer(gaussian(7), gaussian(7), outputChannels: channels, Float.self)
      // The corner is 1e-4 of the middle: nothing to a norm, everything to a bound of each element.
      operands.weight[0, 0, 0, 0] *= 1.01
      operands.input = operands.input.map { _ in 0 }
      operands.input[0, 0, 0, 0] = 1
      try problem.checkBound(operands)

      var whole = try problem.operands(Float.self, areWhole: true, using: &generator)
      whole.weight = try outer(binomial(7), binomial(7), outputChannels: channels, Float.self)
      whole.weight[0, 0, 6, 6] += 1
      try problem.checkExactly(whole)
    }
  }

  @Test func bitsDependOnNeitherThreadsNorSize() throws {
    var generator = SplitMix64(seed: 9)
    var problem = PlanarProblem()
    (problem.height, problem.width, problem.kernel) = (401, 300, 9)
    (problem.top, problem.left, problem.bottom, problem.right) = (4, 4, 4, 4)
    var operands = try problem.operands(Float.self, areWhole: false, using: &generator)
    operands.weight = try outer(gaussian(9), gaussian(9), outputChannels: 1, Float.self)
    let one = try problem.output(operands)
    problem.threads = 2
    #expect(try problem.output(operands) == one)
  }

  /// What is between the passes must not overflow where the output does not.
  @Test func largeNumbersDoNotOverflowBetweenThePasses() throws {
    var problem = PlanarProblem()
    (problem.height, problem.width, problem.kernel) = (40, 40, 9)
    var generator = SplitMix64(seed: 10)
    var operands = try problem.operands(Float.self, areWhole: true, using: &generator)
    operands.input = operands.input.map { _ in 1e37 }
    operands.weight = try outer(
      binomial(9).map { $0 * 0x1p-30 }, binomial(9), outputChannels: 1, Float.self)
    try problem.checkBound(operands)
    #expect(try problem.output(operands).allSatisfy(\.isFinite))
  }

  @Test func specialValuesStayInTheirWindows() throws {
    var generator = SplitMix64(seed: 12)
    for special in [Float.nan, .infinity] {
      var problem = PlanarProblem()
      (problem.height, problem.width, problem.kernel) = (60, 60, 7)
      var operands = try problem.operands(Float.self, areWhole: true, using: &generator)
      operands.weight = try outer(binomial(7), binomial(7), outputChannels: 1, Float.self)
      operands.input[0, 0, 30, 17] = special
      let output = try problem.output(operands)
      for y in 0..<54 {
        for x in 0..<54 {
          let covers = (0..<7).contains(30 - y) && (0..<7).contains(17 - x)
          #expect(output[y * 54 + x].isFinite != covers, "at \(y), \(x)")
        }
      }
    }
  }
}
