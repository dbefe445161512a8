// LearnedKernel.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Foundation

/// Learns from two pictures which kernel made one of the other, and looks for its name.
///
///     swift run -c release LearnedKernel [before.npy after.npy]
@main
struct LearnedKernel {
  static func main() {
    do {
      let paths = Array(CommandLine.arguments.dropFirst())
      guard paths.isEmpty || paths.count == 2 else {
        throw Failure(description: "give two pictures, before and after, or none")
      }
      try run(paths.isEmpty ? ownPictures() : paths)
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ paths: [String]) throws {
    let before = try NPYFile.read(paths[0], as: Double.self)
    let after = try NPYFile.read(paths[1], as: Double.self)
    // Taps beyond the edges are OpenCV's default border.
    let fit = try KernelFit.solve(
      input: before, output: after, kernelSize: 3, padding: .same, border: .reflect)
    print("from \(fit.outputsUsed) pixels: \(fit.determination)")
    print(fit.kernel.map { ($0 * 100).rounded() / 100 })
    print("each within \(fit.weightMargin.elements.max() ?? 0)")
    print("residual \(fit.residual.rootMeanSquare) in root mean square")
    print("name: \(try name(of: fit.kernel) ?? "none that is known here")")
  }

  /// The name of the kernel that differs by less than a hundredth everywhere.
  private static func name(of kernel: Tensor<Double>) throws -> String? {
    let known: [(name: String, kernel: Tensor<Double>)] = [
      ("identity", try Kernel.identity(size: 3)),
      ("box blur", try Kernel.box(size: 3)),
      ("Sobel, along x", try Kernel.sobel(dx: 1)),
      ("Sobel, along y", try Kernel.sobel(dy: 1)),
      ("Laplacian", try Kernel.laplacian()),
      ("sharpening", try Kernel.sharpen()),
    ]
    return try known.first { try kernel.largestDifference(from: $0.kernel) < 0.01 }?.name
  }

  private static func ownPictures() throws -> [String] {
    guard let folder = Bundle.module.resourcePath else {
      throw Failure(description: "the pictures are not beside the program; name two")
    }
    return [folder + "/Data/before.npy", folder + "/Data/after.npy"]
  }
}

/// What the program has to say when it cannot go on.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
