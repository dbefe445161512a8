// ReferenceCorrelate2D.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The cross-correlation of an image with a kernel, as a textbook writes it.
///
/// `output[y][x] = Σ_{r,s} image[y + r][x + s] · kernel[r][s]`, at every
/// position where the whole kernel lies on the image. There is no stride, no
/// padding and no channel.
public func referenceCorrelate2D(
  _ image: [[Double]], _ kernel: [[Double]]
) -> [[Double]] {
  let width = image.first?.count ?? 0
  let kernelWidth = kernel.first?.count ?? 0
  precondition(kernelWidth > 0, "a kernel has at least one tap")
  precondition(
    image.allSatisfy { $0.count == width }
      && kernel.allSatisfy { $0.count == kernelWidth },
    "the rows of an image or of a kernel are equally long")

  var output: [[Double]] = []
  for y in image.indices where y + kernel.count <= image.count {
    var row: [Double] = []
    for x in 0..<width where x + kernelWidth <= width {
      var sum = 0.0
      for r in kernel.indices {
        for s in 0..<kernelWidth {
          sum += image[y + r][x + s] * kernel[r][s]
        }
      }
      row.append(sum)
    }
    output.append(row)
  }
  return output
}
