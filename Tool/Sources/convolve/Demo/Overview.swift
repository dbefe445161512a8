// Overview.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// A photo, a kernel and what comes of the two, side by side.
struct Overview {
  /// Shades of gray, `[height, width]`, as are the results.
  let photo: Tensor<Float>
  /// `[kernelHeight, kernelWidth]`
  let kernel: Tensor<Float>
  let results: [Tensor<Float>]

  private let gap = 8

  /// The pictures in one row on white, the kernel halfway down behind the photo.
  func picture() throws -> Picture {
    let parts = try [colored(photo), drawnKernel()] + results.map(colored)
    let widths = parts.map { $0.shape[2] }
    let (height, width) = (photo.shape[0], widths.reduce(-gap) { $0 + $1 + gap })
    var row = try Tensor<Float>.ones([3, height, width])
    var left = 0
    for part in parts {
      let top = (height - part.shape[1]) / 2
      row[0..., top..<top + part.shape[1], left..<left + part.shape[2]] = part
      left += part.shape[2] + gap
    }
    return try Picture(samples: row, alpha: nil, bitDepth: .eight)
  }

  /// `[3, height, width]`
  private func colored(_ gray: Tensor<Float>) throws -> Tensor<Float> {
    var color = try Tensor<Float>.zeros([3] + gray.shape)
    for channel in 0..<3 {
      color[channel...channel, 0..., 0...] = try gray.reshaped(to: [1] + gray.shape)
    }
    return color
  }

  /// The kernel's squares, of a photo that is lower than they are its middle rows.
  private func drawnKernel() throws -> Tensor<Float> {
    let drawn = try KernelPicture.draw(kernel).samples
    let height = min(drawn.shape[1], photo.shape[0])
    let top = (drawn.shape[1] - height) / 2
    return drawn[0..., top..<top + height, 0...]
  }
}
