// FilterCommand.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Convolution
import Pictures

/// `convolve filter`: a picture, filtered by a kernel.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Filter a picture by a kernel.",
    discussion: """
      Every channel is filtered for itself; alpha is kept. Values run from 0, black, to 1, white; \
      what leaves that range is cut off. The output has the size of the input.

      EXAMPLES
        convolve filter photo.png edges.png --kernel "1,-1" --scale 4
        convolve filter a.jpg soft.png --kernel "1,2,1; 2,4,2; 1,2,1" --scale 0.0625
        convolve filter photo.png relief.png --kernel "-1,0; 0,1" --bias 0.5
        convolve filter photo.png out.png --kernel kernel.npy --border circular
      """)

  @Argument(help: "The picture to read, PNG or JPEG.")
  var input: String

  @Argument(help: "The picture to write: .png, .jpg or .jpeg.")
  var output: String

  @Option(
    parsing: .unconditional,
    help: "The kernel: numbers separated by commas, rows by semicolons; or a .npy file.")
  var kernel: String

  @Option(help: "What continues the picture beyond its edges.")
  var border = BorderName.reflect

  @Flag(help: "Turn the kernel by half a turn: convolve as mathematics does.")
  var flip = false

  @Option(parsing: .unconditional, help: "Multiply the result by this.")
  var scale: Float = 1

  @Option(parsing: .unconditional, help: "Add this after multiplying.")
  var bias: Float = 0

  func validate() throws {
    for (name, value) in [("scale", scale), ("bias", bias)] where !value.isFinite {
      throw ValidationError("--\(name) is \(value); it must be a finite number")
    }
  }

  func run() throws {
    let kernel = try KernelText.kernel(from: kernel)
    var picture = try Picture(contentsOf: input)
    picture = try Picture(
      samples: try filtered(picture.samples, kernel), alpha: picture.alpha,
      bitDepth: picture.bitDepth)
    try picture.write(to: output)
  }

  /// All channels in one call: a convolution with as many groups as there are channels.
  private func filtered(
    _ samples: Tensor<Float>, _ kernel: Tensor<Float>
  ) throws -> Tensor<Float> {
    let channels = samples.shape[0]
    let turned = flip ? kernel.rotatedHalfTurn() : kernel
    let scaled = turned.map { $0 * scale }
    var weight = try Tensor<Float>.zeros([channels, 1] + kernel.shape)
    for channel in 0..<channels {
      weight[channel...channel, 0..., 0..., 0...] = try scaled.reshaped(to: [1, 1] + kernel.shape)
    }
    let output = try conv2D(
      samples.reshaped(to: [1] + samples.shape), weight: weight,
      bias: try Tensor(shape: [channels], repeating: bias),
      // The element that meets the pixel turns with the kernel.
      padding: flip ? .sameLower : .same, groups: channels, border: border.border)
    return try output.reshaped(to: samples.shape)
  }
}

/// The borders by their names on the command line.
enum BorderName: String, ExpressibleByArgument, CaseIterable {
  case zeros
  case reflect
  case symmetric
  case replicate
  case circular

  var border: Border {
    switch self {
    case .zeros: .zeros
    case .reflect: .reflect
    case .symmetric: .symmetric
    case .replicate: .replicate
    case .circular: .circular
    }
  }
}
