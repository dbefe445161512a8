// Size2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A height and a width: the size of an input, an output or a kernel, a stride, a dilation.
///
/// `3` is 3 by 3, and `[1, 2]` has height 1 and width 2. Any two numbers make a `Size2D`; what they
/// may be is decided where they are used, by ``ConvolutionGeometry``.
public struct Size2D: Hashable, Sendable {
  public var height: Int
  public var width: Int

  /// A size of `height` rows and `width` columns.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

extension Size2D: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same height and width.
  public init(integerLiteral value: Int) {
    self.init(height: value, width: value)
  }

  /// `[height, width]`. A literal of another length stops the program.
  public init(arrayLiteral elements: Int...) {
    precondition(elements.count == 2, "a size is [height, width], not \(elements)")
    self.init(height: elements[0], width: elements[1])
  }
}

extension Size2D: CustomStringConvertible {
  public var description: String { "\(height)x\(width)" }
}
