// ConformanceCase+Filters.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Filters of pictures: SciPy's and OpenCV's, each with its own names for the borders.
extension ConformanceCase {
  /// `scipy.signal.correlate2d` and `convolve2d`.
  func verifySciPySignal<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let padding = try choice(
      "mode", ["full": Padding.full, "same": .same, "valid": .valid])
    let border = try choice(
      "boundary", ["fill": Border.zeros, "symm": .symmetric, "wrap": .circular])
    let flips = operation == "convolve2d"
    return try verify { (image: Tensor<Scalar>, kernel) in
      try flips
        ? convolve2D(image, kernel, padding: padding, border: border)
        : correlate2D(image, kernel, padding: padding, border: border)
    }
  }

  /// `scipy.ndimage.correlate` and OpenCV's `filter2D`; both give a picture of the input's size.
  ///
  /// The two use one word, reflect, for opposite things.
  func verifyFilter<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let border =
      try operation == "filter2D"
      ? openCVBorder()
      : choice(
        "boundary",
        [
          "constant": .zeros, "nearest": .replicate, "reflect": .symmetric, "mirror": .reflect,
          "wrap": .circular,
        ])
    return try verify { (image: Tensor<Scalar>, kernel) in
      // An even kernel is centered on its element k / 2, which .sameLower does.
      try correlate2D(image, kernel, padding: .sameLower, border: border)
    }
  }

  /// OpenCV's `Sobel`, `Laplacian`, `GaussianBlur` and `blur`: the library's kernels of these names.
  func verifyNamedFilter<Scalar: TensorScalar>(_: Scalar.Type) throws -> Verdict {
    let size = try integers("ksize", count: 1)[0]
    let square = Size2D(height: size, width: size)
    let kernel: Tensor<Scalar> =
      switch operation {
      case "Sobel":
        try Kernel.sobel(
          dx: integers("dx", count: 1)[0], dy: integers("dy", count: 1)[0], size: size)
      case "Laplacian": try Kernel.laplacian(size: size)
      case "GaussianBlur": try Kernel.gaussian(sigma: number("sigma"), size: square)
      default: try Kernel.box(size: square)
      }
    let border = try openCVBorder()
    return try verify(kernel: kernel) { (image: Tensor<Scalar>, kernel) in
      try correlate2D(image, kernel, padding: .sameLower, border: border)
    }
  }

  private func openCVBorder() throws -> Border {
    try choice(
      "boundary",
      [
        "constant": .zeros, "replicate": .replicate, "reflect": .symmetric, "reflect101": .reflect,
      ])
  }

  private func verify<Scalar: TensorScalar>(
    kernel: Tensor<Scalar>? = nil,
    _ filter: (_ image: Tensor<Scalar>, _ kernel: Tensor<Scalar>) throws -> Tensor<Scalar>
  ) throws -> Verdict {
    let image = try tensor("input", Scalar.self)
    let kernel = try kernel ?? tensor("weight", Scalar.self)
    var sizes = try filter(image.map(abs), kernel.map(abs))
    if usesFourierTransform(kernel) {
      // The errors of a transform are spread over the picture: the largest sum counts for all.
      let largest = sizes.elements.max() ?? 0
      sizes = sizes.map { _ in largest }
    }
    return Verdict([
      try compare(
        "output", filter(image, kernel), tensor("output", Scalar.self), sizes: sizes,
        products: kernel.count)
    ])
  }

  /// Whether OpenCV computed the case by way of Fourier transforms, as it does for kernels of 130
  /// elements or more.
  ///
  /// Source: `filter2D` in OpenCV's `modules/imgproc/src/filter.dispatch.cpp`.
  private func usesFourierTransform<Scalar>(_ kernel: Tensor<Scalar>) -> Bool {
    operation == "filter2D" && kernel.count >= 130
  }
}
