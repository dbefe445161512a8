// KnownKernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// A kernel with a name.
struct KnownKernel {
  let name: String
  /// In row-major order, of the size of the kernel that is to be named.
  let elements: [Double]

  /// Those that fit into a kernel of the size, around its middle.
  static func all(height: Int, width: Int) -> [KnownKernel] {
    let window = Window(height: height, width: width)
    return fixed(window) + boxes(window) + motions(window) + diagonals(window)
  }

  private static func fixed(_ window: Window) -> [KnownKernel] {
    // All of these have parameters that cannot be wrong.
    let named: [(String, Tensor<Double>?)] = [
      ("identity", try? Kernel.identity()),
      ("binomial blur 3x3", try? Kernel.gaussian(size: 3)),
      ("binomial blur 5x5", try? Kernel.gaussian(size: 5)),
      ("Sobel, across", try? Kernel.sobel(dx: 1)),
      ("Sobel, down", try? Kernel.sobel(dy: 1)),
      ("Scharr, across", try? Kernel.scharr(dx: 1)),
      ("Scharr, down", try? Kernel.scharr(dy: 1)),
      ("Prewitt, across", try? Kernel.prewitt(dx: 1)),
      ("Prewitt, down", try? Kernel.prewitt(dy: 1)),
      ("Laplacian of 4 neighbors", try? Kernel.laplacian()),
      ("Laplacian of 8 neighbors", [[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
      ("sharpen by 4 neighbors", try? Kernel.sharpen()),
      ("sharpen by 8 neighbors", [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]),
      ("relief, lit from the top left", try? Kernel.emboss()),
      ("difference, across", [[1, -1]]),
      ("difference, down", [[1], [-1]]),
      ("difference of the neighbors, across", try? Kernel.sobel(dx: 1, size: 1)),
      ("difference of the neighbors, down", try? Kernel.sobel(dy: 1, size: 1)),
    ]
    return named.compactMap { name, kernel in kernel.flatMap { window.place(name, $0) } }
  }

  private static func boxes(_ window: Window) -> [KnownKernel] {
    sizes(window.height).flatMap { height in
      sizes(window.width).compactMap { width in
        // A box of one row is a motion, unless the kernel is no higher.
        let isLine = (height == 1 && window.height > 1) || (width == 1 && window.width > 1)
        guard height * width > 1, !isLine else { return nil }
        return (try? Kernel.box(size: Size2D(height: height, width: width))).flatMap {
          window.place("box \(height)x\(width)", $0)
        }
      }
    }
  }

  private static func motions(_ window: Window) -> [KnownKernel] {
    sizes(min(window.height, window.width)).filter { $0 > 1 }.flatMap { length in
      let quarter = Double.pi / 4
      return [
        ("across", 0), ("down", 2 * quarter), ("up to the right", quarter),
        ("down to the right", -quarter),
      ].compactMap { name, angle in
        (try? Kernel.motionBlur(length: Double(length), angle: angle)).flatMap {
          window.place("motion blur \(name), \(length) pixels", $0)
        }
      }
    }
  }

  /// Lines from pixel to pixel of a diagonal, as they are written by hand.
  private static func diagonals(_ window: Window) -> [KnownKernel] {
    sizes(min(window.height, window.width)).filter { $0 > 1 }.flatMap { length in
      func line(_ isOn: (Int, Int) -> Bool) -> Tensor<Double>? {
        let elements = (0..<length * length).map { index in
          isOn(index / length, index % length) ? 1 / Double(length) : 0
        }
        return try? Tensor(shape: [length, length], elements: elements)
      }
      return [
        ("down to the right", line { $0 == $1 }),
        ("down to the left", line { $0 + $1 == length - 1 }),
      ].compactMap { name, kernel in
        kernel.flatMap { window.place("diagonal \(name), \(length) pixels", $0) }
      }
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
        let size = Size2D(height: rows, width: columns)
        return (try? Kernel.gaussian(sigma: deviation, size: size)).flatMap {
          window.place(
            "Gaussian blur \(size), sigma " + String(format: "%.3g", deviation), $0)
        }
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
  func place(_ name: String, _ kernel: Tensor<Double>) -> KnownKernel? {
    let (rows, columns) = (kernel.shape[0], kernel.shape[1])
    let (top, left) = ((height - 1) / 2 - (rows - 1) / 2, (width - 1) / 2 - (columns - 1) / 2)
    guard top >= 0, left >= 0, top + rows <= height, left + columns <= width else { return nil }
    var elements = [Double](repeating: 0, count: height * width)
    for (index, number) in kernel.elements.enumerated() {
      elements[(top + index / columns) * width + left + index % columns] = number
    }
    return KnownKernel(name: name, elements: elements)
  }
}
