// Planes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A tensor of four dimensions, so that the loops can index as the formulas do.
///
/// The element of a column is `elements[row(outer, inner, row) + column]`. Loops look a row up once for
/// its columns: most tests run in debug builds, where a call for each product took half of their time.
struct Planes {
  /// The elements in row-major order.
  var elements: [Double]
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

  /// Where a row starts in the elements.
  func row(_ outer: Int, _ inner: Int, _ row: Int) -> Int {
    ((outer * depth + inner) * height + row) * width
  }
}
