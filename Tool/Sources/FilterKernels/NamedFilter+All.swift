// NamedFilter+All.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

extension NamedFilter {
  /// The filters by name. Their kernels are the library's; sizes are odd, and found from sigma where
  /// they are left out.
  public static var all: [NamedFilter] {
    [
      NamedFilter(name: "identity", parameters: [], meaning: "the picture as it is") { _ in
        [try Kernel<Float>.identity()]
      },
      NamedFilter(
        name: "box", parameters: [size], meaning: "the mean of a rectangle"
      ) { [try Kernel<Float>.box(size: $0.size() ?? 3)] },
      NamedFilter(
        name: "gaussian", parameters: [sigma, size], meaning: "a soft blur"
      ) { parameters in
        let size = try parameters.size()
        // Without either, a blur that can be seen.
        let sigma = try parameters.number("sigma") ?? (size == nil ? 2 : nil)
        return [try Kernel<Float>.gaussian(sigma: sigma, size: size)]
      },
      NamedFilter(
        name: "motion",
        parameters: [("length", "9 for 9 pixels"), ("angle", "45 for 45 degrees")],
        meaning: "the blur of a moving camera"
      ) { parameters in
        [
          try Kernel<Float>.motionBlur(
            length: parameters.number("length") ?? 9, angle: parameters.angle("angle") ?? 0)
        ]
      },
      NamedFilter(
        name: "sharpen", parameters: [amount], meaning: "more contrast to the 4 neighbors"
      ) { [try Kernel<Float>.sharpen(amount: $0.number("amount") ?? 1)] },
      NamedFilter(
        name: "unsharp", parameters: [amount, sigma, size],
        meaning: "more contrast to a soft blur"
      ) { parameters in
        let size = try parameters.size()
        let sigma = try parameters.number("sigma") ?? (size == nil ? 2 : nil)
        return [
          try Kernel<Float>.unsharp(
            amount: parameters.number("amount") ?? 1, sigma: sigma, size: size)
        ]
      },
      NamedFilter(
        name: "emboss", parameters: [amount], meaning: "a relief, lit from a corner"
      ) { [try Kernel<Float>.emboss(amount: $0.number("amount") ?? 1)] },
      NamedFilter(
        name: "sobel", parameters: orders + [("size", "3 for 3x3"), scale],
        meaning: "edges; one derivative with dx or dy"
      ) { parameters in
        let (size, scale) = (try parameters.whole("size") ?? 3, try parameters.number("scale") ?? 1)
        return try gradient(parameters) {
          try Kernel<Float>.sobel(dx: $0, dy: $1, size: size, scale: scale)
        }
      },
      NamedFilter(
        name: "scharr", parameters: orders + [scale], meaning: "edges, as from every direction"
      ) { parameters in
        let scale = try parameters.number("scale") ?? 1
        return try gradient(parameters) {
          try Kernel<Float>.scharr(dx: $0, dy: $1, scale: scale)
        }
      },
      NamedFilter(
        name: "prewitt", parameters: orders + [scale], meaning: "edges, by plain differences"
      ) { parameters in
        let scale = try parameters.number("scale") ?? 1
        return try gradient(parameters) {
          try Kernel<Float>.prewitt(dx: $0, dy: $1, scale: scale)
        }
      },
      NamedFilter(
        name: "laplacian", parameters: [("size", "3 for 3x3"), scale],
        meaning: "the second derivative"
      ) { parameters in
        [
          try Kernel<Float>.laplacian(
            size: parameters.whole("size") ?? 1, scale: parameters.number("scale") ?? 1)
        ]
      },
      NamedFilter(
        name: "log", parameters: [sigma, size], meaning: "the Laplacian of a Gaussian"
      ) { parameters in
        [
          try Kernel<Float>.laplacianOfGaussian(
            sigma: parameters.number("sigma") ?? 2, size: parameters.size())
        ]
      },
      NamedFilter(
        name: "gabor",
        parameters: [
          sigma, ("angle", "45 for 45 degrees"), ("wavelength", "8 for 8 pixels"),
          ("aspect", "0.5"), ("phase", "90 for 90 degrees"), size,
        ], meaning: "stripes of a direction"
      ) { parameters in
        [
          try Kernel<Float>.gabor(
            sigma: parameters.number("sigma") ?? 4, angle: parameters.angle("angle") ?? 0,
            wavelength: parameters.number("wavelength") ?? 8,
            aspectRatio: parameters.number("aspect") ?? 1,
            phase: parameters.angle("phase") ?? .pi / 2, size: parameters.size())
        ]
      },
    ]
  }

  private static let size = ("size", "5 for 5x5, or 3x7")
  private static let sigma = ("sigma", "2 for 2 pixels")
  private static let amount = ("amount", "1")
  private static let scale = ("scale", "1")
  private static let orders = [("dx", "1"), ("dy", "1")]

  /// The derivative that is asked for, or those across and down, whose magnitude is the gradient's.
  private static func gradient(
    _ parameters: FilterParameters, _ kernel: (_ dx: Int, _ dy: Int) throws -> Tensor<Float>
  ) throws -> [Tensor<Float>] {
    guard parameters.has("dx") || parameters.has("dy") else {
      return [try kernel(1, 0), try kernel(0, 1)]
    }
    return [try kernel(parameters.whole("dx") ?? 0, parameters.whole("dy") ?? 0)]
  }
}
