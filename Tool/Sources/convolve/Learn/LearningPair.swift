// LearningPair.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Pictures

/// Two pictures as a batch of one-channel images, and the geometry that leads from one to the other.
struct LearningPair {
  /// `[images, 1, height, width]`
  let input: Tensor<Float>
  let output: Tensor<Float>
  /// Half a step of the numbers that the picture after is stored in.
  let rounding: Float
  private let kernelSize: Size2D
  private let padding: Padding
  private let border: Border

  init(
    before: Picture, after: Picture, isColor: Bool, kernelSize: Size2D, crop: Int?, border: Border
  ) throws {
    let (first, second) = (before.layout, after.layout)
    guard first.height == second.height, first.width == second.width else {
      throw LearnError(
        description:
          "the picture before has \(first.width) x \(first.height) pixels, the one after "
          + "\(second.width) x \(second.height); they must have one size")
    }
    guard !isColor || (first.channels == 3 && second.channels == 3) else {
      throw LearnError(description: "--color needs two pictures in color; one of these is gray")
    }
    // The element that meets the pixel is the middle one, or the one before it.
    let reach = (
      top: (kernelSize.height - 1) / 2, left: (kernelSize.width - 1) / 2,
      bottom: kernelSize.height / 2, right: kernelSize.width / 2
    )
    let crop = crop ?? max(reach.bottom, reach.right)
    let (rows, columns) = (
      first.height.subtractingReportingOverflow(crop),
      first.width.subtractingReportingOverflow(crop)
    )
    guard crop < rows.partialValue, crop < columns.partialValue else {
      throw LearnError(
        description: "without \(crop) rows and columns at each edge nothing is left of "
          + "\(first.width) x \(first.height) pixels; use a smaller --crop, or a smaller kernel")
    }
    // What is cropped and not reached is left out of the input; what is reached and not cropped is
    // padding.
    func split(_ reach: Int) -> (cut: Int, padding: Int) {
      (max(0, crop - reach), max(0, reach - crop))
    }
    let (top, left) = (split(reach.top), split(reach.left))
    let (bottom, right) = (split(reach.bottom), split(reach.right))
    padding = .sides(
      top: top.padding, left: left.padding, bottom: bottom.padding, right: right.padding)
    let planes = try [before, after].map { picture in
      try isColor
        ? picture.samples : picture.luminance().reshaped(to: [1, first.height, first.width])
    }
    let images = planes[0].shape[0]
    let inputs = planes[0][
      0..., top.cut..<first.height - bottom.cut, left.cut..<first.width - right.cut]
    let outputs = planes[1][0..., crop..<rows.partialValue, crop..<columns.partialValue]
    input = try inputs.reshaped(to: [images, 1, inputs.shape[1], inputs.shape[2]])
    output = try outputs.reshaped(to: [images, 1, outputs.shape[1], outputs.shape[2]])
    rounding = 0.5 / Float((1 << after.bitDepth.rawValue) - 1)
    self.kernelSize = kernelSize
    self.border = border
  }

  /// The best kernel in closed form.
  func solve(bias: Bool, ignoringClipped: Bool) throws -> KernelFit<Float> {
    let weights =
      ignoringClipped
      ? try output.map { $0 > 0 && $0 < 1 ? 1 : 0 }.reshaped(
        to: [output.shape[0], output.shape[2], output.shape[3]]) : nil
    if let weights, weights.sum() == 0 {
      throw LearnError(
        description: "every pixel after is black or white; nothing is left to learn from")
    }
    return try KernelFit.solve(
      input: input, output: output, kernelSize: kernelSize, padding: padding, border: border,
      bias: bias, pixelWeights: weights)
  }

  /// The kernel that gradient descent comes to from zeros, with a progress bar.
  func descend(bias: Bool, steps: Int) throws -> LearnedKernel {
    // The mean of the input plays no part where there is a bias; without it the taps see inputs that
    // are less alike, and the descent is faster.
    let (inputMean, outputMean) = bias ? (mean(input), mean(output)) : (0, 0)
    let taps = kernelSize.height * kernelSize.width
    let (centered, target) = (input.map { $0 - inputMean }, output.map { $0 - outputMean })
    var border = border
    if case .constant(let value) = border { border = .constant(value - Double(inputMean)) }
    // The loss curves at most by 2 trace(XᵀX), X being the im2col matrix, in which every pixel
    // appears at most once for a tap; what the border adds appears in the output's stead.
    let padded = Double(output.count) / Double(input.count)
    let curvature = 2 * Double(taps) * max(1, padded) * centered.map { $0 * $0 }.sum()
    guard curvature > 0 else {
      throw LearnError(
        description: "the picture before is of one shade; nothing can be learned from it")
    }
    let start = try Conv2D<Float>(
      weight: .zeros([1, 1, kernelSize.height, kernelSize.width]), padding: padding, border: border)
    var bar = ProgressBar(steps: steps)
    let layer = try KernelDescent(
      layer: start, input: centered, target: target, learningRate: Float(1 / curvature),
      isAccelerated: true
    ).run(steps: steps) { step, loss, _ in
      bar.show(step: step, note: "loss \(Text.number(loss))")
    }
    bar.finish()
    let kernel = try layer.weight.reshaped(to: [kernelSize.height, kernelSize.width])
    guard bias else { return LearnedKernel(kernel: kernel) }
    let rest = try difference(LearnedKernel(kernel: kernel))
    return LearnedKernel(kernel: kernel, bias: mean(rest))
  }

  private func mean(_ tensor: Tensor<Float>) -> Float {
    Float(tensor.sum() / Double(tensor.count))
  }

  /// The picture after, less what the kernel makes of the one before: `[images, height, width]`.
  func difference(_ learned: LearnedKernel) throws -> Tensor<Float> {
    let predicted = try conv2D(
      input, weight: learned.kernel.reshaped(to: [1, 1] + learned.kernel.shape),
      bias: learned.bias.map { try Tensor(shape: [1], elements: [$0]) }, padding: padding,
      border: border)
    return try output.combined(with: predicted) { $0 - $1 }
      .reshaped(to: [output.shape[0], output.shape[2], output.shape[3]])
  }
}

/// Pictures that no kernel can be learned from.
struct LearnError: Error, CustomStringConvertible {
  let description: String
}
