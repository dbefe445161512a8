// ConvolutionAlgorithm.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A way to compute a convolution.
public enum ConvolutionAlgorithm: String, CaseIterable, Hashable, Sendable {
  /// The best of the others for the geometry.
  case automatic
  /// Strips of the im2col matrix, multiplied by the weight with BLAS.
  case im2col
}

extension ConvolutionAlgorithm {
  /// The algorithms in order of preference; the first that accepts a geometry computes it.
  static let preferences: [ConvolutionAlgorithm] = [.im2col]

  /// The algorithm that computes `geometry` when this one is asked for.
  public func resolved(for geometry: ConvolutionGeometry) -> ConvolutionAlgorithm {
    switch self {
    case .automatic: Self.preferences.first { $0.accepts(geometry) } ?? .im2col
    case .im2col: .im2col
    }
  }

  /// Whether this algorithm can compute `geometry`.
  public func accepts(_ geometry: ConvolutionGeometry) -> Bool {
    switch self {
    case .automatic, .im2col: true
    }
  }
}
