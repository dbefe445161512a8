// PyTorchLayer.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation

/// Loads a layer that PyTorch saved, runs it, and compares the output with PyTorch's.
///
///     swift run -c release PyTorchLayer [layer.safetensors]
@main
struct PyTorchLayer {
  static func main() {
    do {
      try run(CommandLine.arguments.dropFirst().first)
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ path: String?) throws {
    let own = Bundle.module.resourcePath.map { $0 + "/Data/layer.safetensors" }
    let file = try SafetensorsFile.read(path ?? own ?? "layer.safetensors")
    print(
      "\(file.metadata["library"] ?? "unknown library"): \(file.metadata["layer"] ?? "a layer")")

    // Weight and bias are in the file; what else the layer was made with is not, as in any
    // `state_dict`.
    let layer = try Conv2D<Float>(
      weight: file.tensor("weight"), bias: file.tensor("bias"), stride: 2, padding: 1, groups: 2,
      border: .reflect)
    let input: Tensor<Float> = try file.tensor("input")
    let output = try layer(input)
    let difference = try output.largestDifference(from: file.tensor("output"))
    print("input \(input.shape), output \(output.shape)")
    print("largest difference \(difference)")
  }
}
