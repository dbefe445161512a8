// Border.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What the padding holds.
///
/// Shown for the row `a b c d`, padded by 3:
///
/// | border | | PyTorch | NumPy | SciPy `signal`, `ndimage` | OpenCV |
/// |---|---|---|---|---|---|
/// | `.zeros` | `000 abcd 000` | zeros | constant | fill, constant | CONSTANT |
/// | `.reflect` | `dcb abcd cba` | reflect | reflect | mirror | REFLECT_101 |
/// | `.symmetric` | `cba abcd dcb` | | symmetric | symm, reflect | REFLECT |
/// | `.replicate` | `aaa abcd ddd` | replicate | edge | nearest | REPLICATE |
/// | `.circular` | `bcd abcd abc` | circular | wrap | wrap | WRAP |
///
/// A padding wider than the input continues the pattern: reflections are reflected again, as NumPy
/// does. A constant is a real number that is multiplied by the weight: zero padding under an
/// infinite weight is NaN.
public enum Border: Hashable, Sendable {
  /// The same number everywhere.
  case constant(Double)
  /// The input mirrored at its outermost elements, which are not repeated.
  case reflect
  /// The input mirrored at its edges, the outermost elements repeated.
  case symmetric
  /// The outermost element.
  case replicate
  /// The input again from its other side.
  case circular

  /// Zero everywhere.
  public static var zeros: Border { .constant(0) }

  /// The index of the element that stands at `index` of an axis of `size` elements, or nil where
  /// the constant does.
  ///
  /// - Precondition: `size` is positive unless the border is a constant.
  func sourceIndex(of index: Int, size: Int) -> Int? {
    if index >= 0 && index < size { return index }
    switch self {
    case .constant:
      return nil
    case .replicate:
      return index < 0 ? 0 : size - 1
    case .circular:
      return modulo(index, size)
    case .symmetric:
      let position = modulo(index, 2 * size)
      return min(position, 2 * size - 1 - position)
    case .reflect:
      guard size > 1 else { return 0 }
      let period = 2 * size - 2
      let position = modulo(index, period)
      return min(position, period - position)
    }
  }

  private func modulo(_ index: Int, _ period: Int) -> Int {
    let remainder = index % period
    return remainder < 0 ? remainder + period : remainder
  }

  /// The number in the padding, where it does not depend on the input.
  var constantValue: Double? {
    if case .constant(let value) = self { value } else { nil }
  }
}

extension Border: CustomStringConvertible {
  public var description: String {
    switch self {
    case .constant(0): "zeros"
    case .constant(let value): "constant \(value)"
    case .reflect: "reflect"
    case .symmetric: "symmetric"
    case .replicate: "replicate"
    case .circular: "circular"
    }
  }
}
