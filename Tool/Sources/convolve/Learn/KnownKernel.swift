// KnownKernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A kernel with a name.
struct KnownKernel {
  let name: String
  /// In row-major order, of the size of the kernel that is to be named.
  let elements: [Double]

  /// Those that fit into a kernel of the size, around its middle.
  static func all(height: Int, width: Int) -> [KnownKernel] {
    let window = Window(height: height, width: width)
    return fixed.compactMap { window.place($0.name, $0.rows) }
      + boxes(window) + motions(window)
  }

  private static let fixed: [(name: String, rows: [[Double]])] = [
    ("identity", [[1]]),
    ("binomial blur 3x3", binomial([1, 2, 1])),
    ("binomial blur 5x5", binomial([1, 4, 6, 4, 1])),
    ("Sobel, across", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    ("Sobel, down", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    ("Scharr, across", [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
    ("Scharr, down", [[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
    ("Laplacian of 4 neighbors", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    ("Laplacian of 8 neighbors", [[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
    ("sharpen by 4 neighbors", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    ("sharpen by 8 neighbors", [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]),
    ("difference, across", [[1, -1]]),
    ("difference, down", [[1], [-1]]),
  ]

  /// A row of Pascal's triangle, down and across, of sum 1: the whole numbers nearest to a Gaussian.
  private static func binomial(_ row: [Double]) -> [[Double]] {
    let sum = row.reduce(0, +)
    return row.map { down in row.map { down * $0 / (sum * sum) } }
  }

  private static func boxes(_ window: Window) -> [KnownKernel] {
    sizes(window.height).flatMap { height in
      sizes(window.width).compactMap { width in
        // A box of one row is a motion, unless the kernel is no higher.
        let isLine = (height == 1 && window.height > 1) || (width == 1 && window.width > 1)
        guard height * width > 1, !isLine else { return nil }
        let row = [Double](repeating: 1 / Double(height * width), count: width)
        return window.place("box \(height)x\(width)", [[Double]](repeating: row, count: height))
      }
    }
  }

  private static func motions(_ window: Window) -> [KnownKernel] {
    sizes(min(window.height, window.width)).filter { $0 > 1 }.flatMap { length in
      let share = 1 / Double(length)
      func line(_ isOn: (Int, Int) -> Bool) -> [[Double]] {
        (0..<length).map { row in (0..<length).map { isOn(row, $0) ? share : 0 } }
      }
      return [
        ("across", line { row, _ in row == length / 2 }),
        ("down", line { _, column in column == length / 2 }),
        ("down to the right", line { $0 == $1 }),
        ("down to the left", line { $0 + $1 == length - 1 }),
      ].compactMap { window.place("motion blur \($0.0), \(length) pixels", $0.1) }
    }
  }

  /// Every whole width that is as odd as the kernel's side, or the side itself.
  fileprivate static func sizes(_ side: Int) -> [Int] {
    (1...side).filter { $0 == side || !$0.isMultiple(of: 2) }
  }
}

extension KnownKernel {
  /// Gaussian blurs of the size, or of a smaller odd one in its middle, for a standard deviation
  /// that `nearest` finds for a shape.
  static func gaussians(
    height: Int, width: Int, nearest: (_ shape: (Double) -> [Double]) -> Double
  ) -> [KnownKernel] {
    let window = Window(height: height, width: width)
    return sizes(max(height, width)).filter { $0 > 1 }.compactMap { support in
      let (rows, columns) = (min(support, height), min(support, width))
      func shape(_ deviation: Double) -> KnownKernel? {
        func profile(_ count: Int) -> [Double] {
          let weights = (0..<count).map { index in
            let distance = Double(index - (count - 1) / 2)
            return exp(-distance * distance / (2 * deviation * deviation))
          }
          return weights.map { $0 / weights.reduce(0, +) }
        }
        let row = profile(columns)
        let elements = profile(rows).map { height in row.map { height * $0 } }
        return window.place(
          "Gaussian blur \(rows)x\(columns), sigma " + String(format: "%.3g", deviation), elements)
      }
      return shape(nearest { shape($0)?.elements ?? [] })
    }
  }
}

/// The kernel's own size, that others are placed in.
struct Window {
  let height: Int
  let width: Int

  /// The rows around the middle, or the element before it; nil if they do not fit.
  func place(_ name: String, _ rows: [[Double]]) -> KnownKernel? {
    let (top, left) = (
      (height - 1) / 2 - (rows.count - 1) / 2, (width - 1) / 2 - (rows[0].count - 1) / 2
    )
    guard top >= 0, left >= 0, top + rows.count <= height, left + rows[0].count <= width else {
      return nil
    }
    var elements = [Double](repeating: 0, count: height * width)
    for (row, numbers) in rows.enumerated() {
      for (column, number) in numbers.enumerated() {
        elements[(top + row) * width + left + column] = number
      }
    }
    return KnownKernel(name: name, elements: elements)
  }
}
