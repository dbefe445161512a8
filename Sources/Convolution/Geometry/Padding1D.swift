// Padding1D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How far a one-dimensional input continues beyond its ends: ``Padding`` along one axis.
///
/// An integer literal pads both ends, `[1, 2]` the beginning by 1 and the end by 2.
public enum Padding1D: Hashable, Sendable {
  /// The kernel stays within the input.
  case valid
  /// As much as makes the output `ceil(input / stride)`, an odd one at the end.
  case same
  /// As much as makes the output `ceil(input / stride)`, an odd one at the beginning.
  case sameLower
  /// As much as lets every element of the kernel meet every element of the input.
  case full
  /// The given number of elements.
  case sides(before: Int, after: Int)

  /// The padding of an image of one row.
  var ofRow: Padding {
    switch self {
    case .valid: .valid
    case .same: .same
    case .sameLower: .sameLower
    case .full: .full
    case .sides(let before, let after): .sides(top: 0, left: before, bottom: 0, right: after)
    }
  }
}

extension Padding1D: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same on both sides.
  public init(integerLiteral value: Int) {
    self = .sides(before: value, after: value)
  }

  /// `[before, after]`. A literal of another length stops the program.
  public init(arrayLiteral elements: Int...) {
    precondition(elements.count == 2, "a padding is [before, after], not \(elements)")
    self = .sides(before: elements[0], after: elements[1])
  }
}
