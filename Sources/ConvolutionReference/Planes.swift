// Planes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A tensor of four dimensions, so that the loops can index as the formulas do.
struct Planes {
  /// The elements in row-major order.
  private(set) var elements: [Double]
  private let depth: Int
  private let height: Int
  private let width: Int

  init(_ elements: [Double], depth: Int, height: Int, width: Int) {
    self.elements = elements
    self.depth = depth
    self.height = height
    self.width = width
  }

  init(zeros count: Int, depth: Int, height: Int, width: Int) {
    self.init(
      Array(repeating: 0, count: count * depth * height * width),
      depth: depth, height: height, width: width)
  }

  subscript(outer: Int, inner: Int, row: Int, column: Int) -> Double {
    get { elements[offset(outer, inner, row, column)] }
    set { elements[offset(outer, inner, row, column)] = newValue }
  }

  private func offset(
    _ outer: Int, _ inner: Int, _ row: Int, _ column: Int
  ) -> Int {
    ((outer * depth + inner) * height + row) * width + column
  }
}
