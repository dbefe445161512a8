// KernelFactors.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A kernel as the product of a column and a row: `kernel[r][s] = column[r] * row[s]`.
///
/// Filtering with the row and then with the column takes height + width products an output instead
/// of height x width. The result must stay within what strict accuracy promises, and so:
///
/// - Every element of the product is within 8 ulp of the kernel's own, whatever their sizes. With u
///   half an ulp of 1, an output is then off by at most (height + width + 16) u of the sum of the
///   products' sizes, where 4 height width u are allowed: half of that, from 5x5 on. A product of
///   rank 2 or more has no such bound, because its terms cancel where the kernel is small.
/// - A kernel of whole numbers, or of few bits, such as a binomial one, has factors of whole numbers
///   or none: whole numbers then give exact outputs, as they do without factors.
/// - The sizes of the row sum up to at most 1: what lies between the passes is no larger than the
///   inputs, and cannot overflow where the output does not.
struct KernelFactors<Scalar: TensorScalar> {
  let column: [Scalar]
  let row: [Scalar]

  /// The factors of a kernel in row-major order, nil if it has none.
  init?(_ kernel: [Scalar], height: Int, width: Int) {
    // The largest element: its row and column are those with the least rounding.
    guard let pivot = kernel.indices.max(by: { abs(kernel[$0]) < abs(kernel[$1]) }),
      kernel.allSatisfy(\.isFinite), kernel[pivot] != 0
    else { return nil }
    let (pivotRow, pivotColumn) = pivot.quotientAndRemainder(dividingBy: width)
    let elements = kernel.map { Double($0) }
    guard
      let exact = Self.bits(of: kernel).map({ lowest in
        Self.wholeFactors(
          elements, height: height, width: width, pivotRow: pivotRow, pivotColumn: pivotColumn,
          lowestBit: lowest)
      }) ?? Self.factors(elements, height: height, width: width, pivotRow: pivotRow)
    else { return nil }
    // A power of two changes no digit.
    let size = exact.row.reduce(0) { $0 + abs($1) }
    let scale = Double(sign: .plus, exponent: -(Int(size.exponent) + 1), significand: 1)
    column = exact.column.map { Scalar($0 / scale) }
    row = exact.row.map { Scalar($0 * scale) }
    guard isClose(to: kernel, within: exact.isWhole ? 0 : 8) else { return nil }
  }

  /// Whether every product is within some ulp of the kernel's element.
  private func isClose(to kernel: [Scalar], within ulps: Scalar) -> Bool {
    kernel.enumerated().allSatisfy { index, element in
      let (r, s) = index.quotientAndRemainder(dividingBy: row.count)
      // One rounding, of the difference.
      let difference = abs((-element).addingProduct(column[r], row[s]))
      return difference <= ulps * Scalar.ulpOfOne / 2 * abs(element)
    }
  }

  // MARK: - Whole numbers

  private typealias Factors = (column: [Double], row: [Double], isWhole: Bool)

  /// The exponent of the lowest bit of any element, if elements are whole numbers or multiples of it
  /// by whole numbers of half a significand's bits.
  private static func bits(of kernel: [Scalar]) -> Int? {
    let numbers = kernel.filter { $0 != 0 }
    let lowest = numbers.map { Int($0.exponent) - $0.significandWidth }.min() ?? 0
    let highest = numbers.map { Int($0.exponent) }.max() ?? 0
    return lowest >= 0 || highest - lowest < Scalar.significandBitCount / 2 ? lowest : nil
  }

  private static func wholeFactors(
    _ kernel: [Double], height: Int, width: Int, pivotRow: Int, pivotColumn: Int, lowestBit: Int
  ) -> Factors? {
    let unit = Double(sign: .plus, exponent: lowestBit, significand: 1)
    var elements: [Int] = []
    for element in kernel {
      guard let whole = Int(exactly: element / unit) else { return nil }
      elements.append(whole)
    }
    let pivotElements = elements[pivotRow * width..<(pivotRow + 1) * width]
    let divisor = pivotElements.reduce(0) {
      Int(Work.greatestCommonDivisor(Int($0.magnitude), Int($1.magnitude)))
    }
    guard divisor != 0 else { return nil }
    let row = pivotElements.map { $0 / divisor }
    let column = (0..<height).map { elements[$0 * width + pivotColumn] / row[pivotColumn] }
    for (index, element) in elements.enumerated() {
      let (r, s) = index.quotientAndRemainder(dividingBy: width)
      let (product, overflow) = column[r].multipliedReportingOverflow(by: row[s])
      guard !overflow, product == element else { return nil }
    }
    return (column.map { Double($0) * unit }, row.map { Double($0) }, true)
  }

  // MARK: - Any numbers

  /// The factors that fit best, in least squares: two steps from the row of the largest element. No
  /// sum cancels, as all of its terms have the sign of the result.
  private static func factors(
    _ kernel: [Double], height: Int, width: Int, pivotRow: Int
  ) -> Factors? {
    var row = Array(kernel[pivotRow * width..<(pivotRow + 1) * width])
    var column: [Double] = []
    for _ in 0..<2 {
      let rowSize = row.reduce(0) { $0 + $1 * $1 }
      column = (0..<height).map { r in
        (0..<width).reduce(0) { $0 + kernel[r * width + $1] * row[$1] } / rowSize
      }
      let columnSize = column.reduce(0) { $0 + $1 * $1 }
      row = (0..<width).map { s in
        (0..<height).reduce(0) { $0 + kernel[$1 * width + s] * column[$1] } / columnSize
      }
    }
    guard (row + column).allSatisfy(\.isFinite) else { return nil }
    return (column, row, false)
  }
}
