// PlanarProblem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionReference

/// A geometry in which every output channel reads one input channel, with all that an oracle needs
/// to know about it.
struct PlanarProblem: CustomStringConvertible {
  var batch = 1
  var channels = 1
  var multiplier = 1
  var height = 1
  var width = 1
  var kernel = Size2D(height: 1, width: 1)
  var stride = 1
  var dilation = Size2D(height: 1, width: 1)
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0
  var border = Border.zeros
  var activation = Activation.none
  var hasBias = false
  var threads = 1

  /// A random problem, whose kernel fits.
  init(using generator: inout some RandomNumberGenerator, kernels: ClosedRange<Int> = 1...9) {
    repeat {
      batch = .random(in: 1...2, using: &generator)
      channels = .random(in: 1...4, using: &generator)
      multiplier = [1, 1, 1, 2, 3].randomElement(using: &generator) ?? 1
      height = .random(in: 1...40, using: &generator)
      width = .random(in: 1...40, using: &generator)
      kernel.height = .random(in: kernels, using: &generator)
      kernel.width =
        .random(in: 0..<2, using: &generator) == 0
        ? kernel.height : .random(in: kernels, using: &generator)
      stride = .random(in: 1...2, using: &generator)
      // Those that are planar.
      dilation = 1
      if stride == 1, .random(in: 0..<3, using: &generator) == 0 {
        dilation.height = .random(in: 1...5, using: &generator)
        dilation.width = .random(in: 1...5, using: &generator)
      }
      let isPadded = Int.random(in: 0..<4, using: &generator) > 0
      top = isPadded ? .random(in: 0...kernel.height, using: &generator) : 0
      bottom = isPadded ? .random(in: 0...kernel.height, using: &generator) : 0
      left = isPadded ? .random(in: 0...kernel.width, using: &generator) : 0
      right = isPadded ? .random(in: 0...kernel.width, using: &generator) : 0
      border = Self.borders.randomElement(using: &generator) ?? .zeros
      if dilation != 1, border != .zeros { (left, right) = (0, 0) }
      activation = Self.activations.randomElement(using: &generator) ?? .none
      hasBias = .random(using: &generator)
      threads = .random(in: 1...2, using: &generator)
    } while reach.height > height + top + bottom || reach.width > width + left + right
  }

  init() {}

  /// The rows and columns that the kernel covers.
  private var reach: Size2D {
    Size2D(
      height: (kernel.height - 1) * dilation.height + 1,
      width: (kernel.width - 1) * dilation.width + 1)
  }

  static let borders: [Border] = [
    .zeros, .zeros, .constant(3), .reflect, .symmetric, .replicate, .circular,
  ]
  static let activations: [Activation] = [.none, .none, .relu, .clamp(-20, 30)]

  func geometry() throws -> ConvolutionGeometry {
    try ConvolutionGeometry(
      inputShape: [batch, channels, height, width],
      weightShape: [channels * multiplier, 1, kernel.height, kernel.width],
      stride: Size2D(height: stride, width: stride),
      padding: .sides(top: top, left: left, bottom: bottom, right: right), dilation: dilation,
      groups: channels, border: border)
  }

  var reference: ReferenceConvolution {
    let referenceBorder: ReferenceBorder =
      switch border {
      case .constant(let value): .constant(value)
      case .reflect: .reflect
      case .symmetric: .symmetric
      case .replicate: .replicate
      case .circular: .circular
      }
    return ReferenceConvolution(
      batch: batch, inputChannels: channels, inputHeight: height, inputWidth: width,
      outputChannels: channels * multiplier, kernelHeight: kernel.height,
      kernelWidth: kernel.width, strideHeight: stride, strideWidth: stride, paddingTop: top,
      paddingLeft: left, paddingBottom: bottom, paddingRight: right,
      dilationHeight: dilation.height, dilationWidth: dilation.width, groups: channels,
      border: referenceBorder)
  }

  /// What the activation makes of an exact output.
  func activated(_ value: Double) -> Double {
    switch activation {
    case .none: value
    case .relu: max(0, value)
    case .clamp(let lower, let upper): min(max(value, lower), upper)
    }
  }

  var description: String {
    "batch \(batch) channels \(channels)x\(multiplier) size \(height)x\(width) kernel \(kernel) "
      + "stride \(stride) dilation \(dilation) padding [\(top), \(left), \(bottom), \(right)] "
      + "\(border) \(activation) bias \(hasBias) threads \(threads)"
  }
}
