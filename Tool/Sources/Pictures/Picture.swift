// Picture.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A picture as numbers: planes of samples for the library to filter, and what a file needs besides.
///
/// ```swift
/// let photo = try Picture(contentsOf: "photo.jpg")
/// let blurred = try Picture(samples: blur(photo.samples), bitDepth: photo.bitDepth)
/// try blurred.write(to: "blurred.png")
/// ```
public struct Picture: Sendable {
  /// The samples, of shape `[channels, height, width]`, from 0 for black to 1 for full intensity.
  ///
  /// There is 1 channel for gray, and there are 3 for red, green and blue. The samples are the
  /// stored numbers divided by the largest one, 255 or 65535. Files store light in a
  /// gamma-compressed scale as a rule; nothing is converted.
  public let samples: Tensor<Float>

  /// The opacity of every pixel from 0 to 1, of shape `[height, width]`, if there is any.
  ///
  /// It is kept apart, so that filters do not touch it. The samples are not multiplied by it.
  public let alpha: Tensor<Float>?

  /// The precision of the file that the picture came from, or that it is written with.
  public let bitDepth: BitDepth

  /// A picture of `samples`, whose values may lie outside of 0...1 until they are written.
  ///
  /// - Throws: ``PictureError/shapeMismatch(name:expected:shape:)`` unless `samples` has the shape
  ///   `[1, height, width]` or `[3, height, width]` without zeros, and `alpha` the same height and
  ///   width.
  public init(
    samples: Tensor<Float>, alpha: Tensor<Float>? = nil, bitDepth: BitDepth = .eight
  ) throws(PictureError) {
    let shape = samples.shape
    guard shape.count == 3, shape[0] == 1 || shape[0] == 3, !samples.isEmpty else {
      throw .shapeMismatch(
        name: "samples", expected: "[1 or 3, height, width] without zeros", shape: shape)
    }
    if let alpha, alpha.shape != Array(shape[1...]) {
      throw .shapeMismatch(name: "alpha", expected: "\(Array(shape[1...]))", shape: alpha.shape)
    }
    self.samples = samples
    self.alpha = alpha
    self.bitDepth = bitDepth
  }

  /// The size of the picture and how a file of it stores its samples.
  public var layout: PictureLayout {
    PictureLayout(
      checkedWidth: samples.shape[2], height: samples.shape[1], channels: samples.shape[0],
      hasAlpha: alpha != nil, bitDepth: bitDepth)
  }
}
