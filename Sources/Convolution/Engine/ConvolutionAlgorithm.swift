// ConvolutionAlgorithm.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// A way to compute a convolution.
public enum ConvolutionAlgorithm: String, CaseIterable, Hashable, Sendable {
  /// The one of the others that is predicted to be the fastest for the geometry.
  case automatic
  /// Strips of the im2col matrix, multiplied by the weight with BLAS. Computes everything.
  ///
  /// The automatic choice where the rows that an output row needs are more than direct's scratch, as
  /// with large dilations of many channels.
  case im2col
  /// Microkernels that read the image where it is, output channels on the vector lanes.
  case direct
  /// Stencils for output channels that read one input channel each: images and depthwise layers. Either
  /// pixels of a row are on the vector lanes, or, in depthwise layers, channels.
  case planar
  /// Tiles of 3x3 kernels in fewer multiplications, by Winograd's algorithm. Only where
  /// ``Accuracy/fast`` allows it.
  case winograd
  /// Tiles of large kernels, of one input channel for each output channel, in fewer multiplications,
  /// by discrete Fourier transforms. Only where ``Accuracy/fast`` allows it.
  case fourier
}

extension ConvolutionAlgorithm {
  /// What there is to choose from, in order of preference where predictions are equal.
  static let candidates: [ConvolutionAlgorithm] = [
    .planar, .direct, .winograd, .fourier, .im2col,
  ]

  /// Whether this algorithm can compute a geometry with elements of a type.
  public func accepts<Scalar: TensorScalar>(
    _ geometry: ConvolutionGeometry, accuracy: Accuracy = .strict, _: Scalar.Type
  ) -> Bool {
    switch self {
    case .automatic, .im2col: true
    case .direct: Direct<Scalar>.accepts(geometry)
    case .planar: Planar<Scalar>.accepts(geometry) || Depthwise<Scalar>.accepts(geometry)
    case .winograd: accuracy == .fast && Winograd<Scalar>.accepts(geometry)
    case .fourier: accuracy == .fast && Fourier<Scalar>.accepts(geometry)
    }
  }
}
