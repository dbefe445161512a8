// Padding.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// How far the input continues beyond its edges.
///
/// With input size `i`, kernel size `k`, stride `s` and dilation `d`, and `e = (k - 1) d + 1` the
/// extent of the dilated kernel, along each axis:
///
/// | padding | before and after | output size |
/// |---|---|---|
/// | `.valid` | none | `(i - e) / s + 1` |
/// | `.same` | `max(0, (o - 1) s + e - i)` in all, an odd one after | `o = ceil(i / s)` |
/// | `.sameLower` | as much in all, an odd one before | `o = ceil(i / s)` |
/// | `.full` | `e - 1` each | `(i + e - 2) / s + 1` |
/// | `.sides` | as given | `(i + before + after - e) / s + 1` |
///
/// `.same` is TensorFlow's `SAME` and ONNX's `SAME_UPPER`, `.sameLower` is `SAME_LOWER`; both are
/// defined for any stride and dilation. An integer literal pads all four sides, `[1, 2]` pads top
/// and bottom by 1 and left and right by 2, as in PyTorch, and `[t, l, b, r]` is ONNX's order.
public enum Padding: Hashable, Sendable {
  /// The kernel stays within the input.
  case valid
  /// As much as makes the output `ceil(input / stride)`, an odd one at the bottom and right.
  case same
  /// As much as makes the output `ceil(input / stride)`, an odd one at the top and left.
  case sameLower
  /// As much as lets every element of the kernel meet every element of the input.
  case full
  /// The given number of rows and columns.
  case sides(top: Int, left: Int, bottom: Int, right: Int)
}

extension Padding: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same on all four sides.
  public init(integerLiteral value: Int) {
    self = .sides(top: value, left: value, bottom: value, right: value)
  }

  /// `[vertical, horizontal]` or `[top, left, bottom, right]`. A literal of another length stops
  /// the program.
  public init(arrayLiteral elements: Int...) {
    precondition(
      elements.count == 2 || elements.count == 4,
      "a padding is [vertical, horizontal] or [top, left, bottom, right], not \(elements)")
    self = .sides(
      top: elements[0], left: elements[1], bottom: elements[elements.count - 2],
      right: elements[elements.count - 1])
  }
}
