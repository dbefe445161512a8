// ImageGradient.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The slope of a picture at every pixel: how fast it gets brighter across and down.
///
/// ```swift
/// let gradient = try imageGradient(photo)
/// let edges = gradient.magnitude()
/// ```
public struct ImageGradient<Scalar: TensorScalar>: Sendable {
  /// The derivative across, positive where the picture gets brighter to the right. The picture's shape.
  public let across: Tensor<Scalar>
  /// The derivative down, positive where the picture gets brighter downward. The picture's shape.
  public let down: Tensor<Scalar>

  /// The length of the gradient: `sqrt(across^2 + down^2)`. OpenCV's `magnitude`.
  ///
  /// - Complexity: One pass over the elements.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func magnitude() -> Tensor<Scalar> {
    var result = across
    result.combine(with: down) { ($0 * $0 + $1 * $1).squareRoot() }
    return result
  }

  /// The direction in which the picture gets brighter: `atan2(down, across)` in radians, from -pi to
  /// pi.
  ///
  /// 0 is to the right, pi / 2 downward: angles grow clockwise as one looks at the picture, because
  /// rows are counted downward. Where the gradient is 0, the direction is 0 or pi, by the signs of the
  /// zeros. OpenCV's `phase` is the same, with a full turn added to what is below 0.
  ///
  /// - Complexity: One pass over the elements, an arc tangent each.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func direction() -> Tensor<Scalar> {
    var result = across
    result.combine(with: down) { Scalar(atan2(Double($1), Double($0))) }
    return result
  }
}

/// The pairs of kernels that ``imageGradient(_:by:border:options:)`` knows.
public enum GradientKernels: Hashable, Sendable {
  /// ``Kernel/sobel(dx:dy:size:scale:)`` of first order; size 1 is the difference of the neighbors.
  case sobel(size: Int = 3)
  /// ``Kernel/scharr(dx:dy:scale:)``
  case scharr
  /// ``Kernel/prewitt(dx:dy:scale:)``
  case prewitt
}

/// The derivatives of a picture across and down.
///
/// - Parameters:
///   - image: `[height, width]`, or with channels, or batch and channels, before them, each for itself.
///   - kernels: The two kernels. They are whole numbers whose sums are not normalized.
///   - border: What continues the picture beyond its edges.
///   - options: How to compute it.
/// - Returns: Two tensors of the picture's shape.
/// - Throws: A ``ConvolutionError`` that names the argument at fault.
/// - Complexity: Two of ``correlate2D(_:_:stride:padding:dilation:border:accuracy:options:)``;
///   these kernels are products of a column and a row.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
public func imageGradient<Scalar>(
  _ image: Tensor<Scalar>, by kernels: GradientKernels = .sobel(), border: Border = .reflect,
  options: ConvolutionOptions = ConvolutionOptions()
) throws(ConvolutionError) -> ImageGradient<Scalar> {
  let across: Tensor<Scalar>
  let down: Tensor<Scalar>
  switch kernels {
  case .sobel(let size):
    (across, down) = (try Kernel.sobel(dx: 1, size: size), try Kernel.sobel(dy: 1, size: size))
  case .scharr: (across, down) = (try Kernel.scharr(dx: 1), try Kernel.scharr(dy: 1))
  case .prewitt: (across, down) = (try Kernel.prewitt(dx: 1), try Kernel.prewitt(dy: 1))
  }
  return ImageGradient(
    across: try correlate2D(image, across, padding: .same, border: border, options: options),
    down: try correlate2D(image, down, padding: .same, border: border, options: options))
}
