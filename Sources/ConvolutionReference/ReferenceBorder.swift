// ReferenceBorder.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// What a window reads beyond the edge of the image.
///
/// The examples show the row `a b c d` with three pixels of padding on each
/// side. Every border accepts padding larger than the image.
public enum ReferenceBorder: Sendable, Hashable {
  /// `k k k | a b c d | k k k`: the same value everywhere.
  ///
  /// The value is used as it stands, in `Double`: to compare with a border held
  /// in `Float`, pass the `Float` widened.
  case constant(Double)

  /// `d c b | a b c d | c b a`: a mirror that does not repeat the edge.
  ///
  /// PyTorch and NumPy say `reflect`, OpenCV says `REFLECT_101`. An image one
  /// pixel wide repeats that pixel.
  case reflect

  /// `c b a | a b c d | d c b`: a mirror that repeats the edge.
  ///
  /// NumPy says `symmetric`, SciPy says `symm`, OpenCV says `REFLECT`.
  case symmetric

  /// `a a a | a b c d | d d d`: the edge pixel, over and over.
  case replicate

  /// `b c d | a b c d | a b c`: the image, tiled.
  case circular

  /// Zero padding.
  ///
  /// It is a real zero, which multiplies: a window that lays an infinite weight
  /// over it gives NaN.
  public static let zeros = constant(0)
}
