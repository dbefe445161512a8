// WinogradTile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The size of the output tiles of Winograd's algorithm, F(2x2, 3x3) or F(4x4, 3x3).
///
/// Source: A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016,
/// arXiv:1509.09308. The points of the larger tiles, 0, ±5/8, ±3/2 and infinity, are those of
/// oneDNN up to version 3.1: their error is a quarter of that of 0, ±1, ±2 and infinity.
enum WinogradTile: Int, Hashable {
  case two = 2
  case four = 4

  /// The rows and columns of outputs that a tile has.
  var side: Int { rawValue }
  /// The rows and columns of inputs that a tile reads.
  var inputSide: Int { rawValue + 2 }
  /// The rows or columns of the padded input that some tiles read.
  func inputs(of tiles: Range<Int>) -> Range<Int> {
    tiles.lowerBound * side..<tiles.upperBound * side + 2
  }
  /// The products that a tile takes per pair of channels, where the definition takes 9 per output.
  var frequencies: Int { inputSide * inputSide }
}
