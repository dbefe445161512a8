// LearnCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Convolution
import ConvolutionFiles
import FilterKernels
import Pictures

/// `convolve learn`: the kernel that turns one picture into another.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Find the kernel that turns one picture into another.",
    discussion: """
      Two pictures of one size, before and after a filter that is not known. The kernel that fits best \
      in the least squares is found in closed form, or by gradient descent as in the textbook; a \
      known one is called by its name. `convolve filter` applies it to other pictures.

      EXAMPLES
        convolve learn photo.png edges.png --size 3x3
        convolve learn photo.png soft.png --size 7x7 --output kernel.npy
        convolve learn photo.png soft.png --size 5 --picture kernel.png --color
        convolve learn photo.png soft.png --size 5 --method gradient
        convolve learn photo.png relief.png --size 3 --bias --ignore-clipped
      """)

  @Argument(help: "The picture before.")
  var before: String

  @Argument(help: "The picture after, of the same size.")
  var after: String

  @Option(help: "The height and width of the kernel, as in 7x7; 7 is both.")
  var size: KernelSize

  @Option(help: "How: in closed form, or step by step.")
  var method = LearningMethod.solve

  @Flag(help: "Learn one kernel from all color channels, and not from the shades of gray.")
  var color = false

  @Flag(help: "Learn a bias too, which is added to every pixel.")
  var bias = false

  @Option(
    help:
      "Rows and columns at the edges of the picture after that do not count; as many as the kernel reaches beyond the edge if left out."
  )
  var crop: Int?

  @Option(help: "What continued the picture beyond its edges, where fewer are cropped.")
  var border = BorderName.reflect

  @Flag(help: "Leave out pixels that are black or white after: they may have been cut off.")
  var ignoreClipped = false

  @Option(help: "The steps of gradient descent.")
  var steps = 1000

  @Option(help: "A .npy file for the kernel.")
  var output: String?

  @Option(help: "A picture for the kernel: red above 0, blue below.")
  var picture: String?

  @Option(help: "A picture for what the kernel leaves over: gray for nothing.")
  var residual: String?

  func validate() throws {
    if let crop, crop < 0 { throw ValidationError("--crop is \(crop); it must be 0 or more") }
    if steps < 1 { throw ValidationError("--steps is \(steps); it must be at least 1") }
    if ignoreClipped, method == .gradient {
      throw ValidationError("--ignore-clipped goes with --method solve only")
    }
  }

  func run() throws {
    let pair = try LearningPair(
      before: Picture(contentsOf: before), after: Picture(contentsOf: after), isColor: color,
      kernelSize: size.size, crop: crop, border: border.border)
    let learned: LearnedKernel
    switch method {
    case .solve:
      let fit = try pair.solve(bias: bias, ignoringClipped: ignoreClipped)
      learned = LearnedKernel(
        kernel: fit.kernel, margin: fit.weightMargin.elements, bias: fit.bias.map { $0[0] },
        rounding: pair.rounding)
      LearningReport.show(fit, learned)
    case .gradient:
      learned = try pair.descend(bias: bias, steps: steps)
      LearningReport.show(learned, steps: steps)
    }
    let difference = try pair.difference(learned)
    LearningReport.showResidual(difference)
    if let output {
      try NPYFile.write(learned.kernel, to: output)
      print("wrote \(output): the kernel, for convolve filter --kernel")
    }
    if let picture {
      try KernelPicture.draw(learned.kernel).write(to: picture)
      print("wrote \(picture): the kernel, red above 0 and blue below")
    }
    if let residual {
      let gain = try ResidualPicture.write(difference, to: residual)
      print("wrote \(residual): after less predicted, times \(Text.number(gain)), plus 0.5")
    }
  }
}

/// How a kernel is learned.
enum LearningMethod: String, ExpressibleByArgument, CaseIterable {
  case solve
  case gradient
}

extension KernelSize: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// A kernel that was learned, with what is known of it.
struct LearnedKernel {
  /// `[height, width]`
  let kernel: Tensor<Float>
  /// Half the width of the 95% interval of every element, empty where it is not known.
  var margin: [Float] = []
  var bias: Float?
  /// Half a step of the numbers that the picture after is stored in.
  var rounding: Float = 0
}
