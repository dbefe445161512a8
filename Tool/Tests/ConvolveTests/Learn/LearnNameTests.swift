// LearnNameTests.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation
import Pictures
import Testing

/// The names that `convolve learn` gives to kernels it knows.
@Suite struct LearnNameTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private static let knownKernels: [(name: String, size: String, rows: [[Double]])] = [
    ("identity", "5", [[1]]),
    ("box 3x3", "5", [[Double]](repeating: [1, 1, 1], count: 3)),
    ("box 5x5", "5", [[Double]](repeating: [1, 1, 1, 1, 1], count: 5)),
    ("binomial blur 3x3", "3", [[1, 2, 1], [2, 4, 2], [1, 2, 1]]),
    ("Sobel, across, times 0.05", "3", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    ("Scharr, down, times 0.015", "5", [[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
    ("Laplacian of 4 neighbors, times 0.05", "3", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    ("Laplacian of 8 neighbors, times 0.03", "3", [[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
    ("sharpen by 4 neighbors, times 0.05", "3", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    (
      "diagonal down to the right, 5 pixels", "7",
      (0..<5).map { row in (0..<5).map { $0 == row ? 1 : 0 } }
    ),
    ("motion blur across, 5 pixels", "7", [[1, 1, 1, 1, 1]]),
    ("motion blur down, 3 pixels", "5", [[1], [1], [1]]),
    ("Prewitt, down, times 0.1", "3", [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
    ("relief, lit from the top left, times 0.1", "3", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
  ]

  @Test("Kernels that are known", arguments: 0..<knownKernels.count)
  func names(index: Int) throws {
    let (name, size, rows) = Self.knownKernels[index]
    // Sums of 1 are kept, the others are scaled as the name says.
    let factor = name.firstRange(of: "times ").flatMap { Double(name[$0.upperBound...]) }
    let scale = factor ?? 1 / rows.joined().reduce(0, +)
    let run = try learn(rows, scale: scale, bias: factor == nil ? 0 : 0.5, size: size)
    #expect(run.lines.contains("recognized: \(name)"), "\(run)")
  }

  @Test("Gaussian blurs, with their sigma", arguments: [0.7, 1, 1.6], [5, 7])
  func gaussian(sigma: Double, size: Int) throws {
    let profile = (0..<size).map { index in
      exp(-pow(Double(index - size / 2), 2) / (2 * sigma * sigma))
    }
    let rows = profile.map { left in profile.map { left * $0 } }
    let run = try learn(
      rows, scale: 1 / rows.joined().reduce(0, +), bias: 0, size: "\(size)")
    let line = try #require(
      run.lines.first { $0.hasPrefix("recognized: Gaussian blur ") }, "\(run)")
    #expect(abs((line.numbers.last ?? 0) - sigma) < 0.02, "\(run)")
  }

  /// What is smooth is rounded alike, and the intervals are too narrow for that.
  @Test("A smooth picture of 8 bits")
  func smooth() throws {
    let picture = try Tensor<Float>(
      shape: [1, 90, 100],
      elements: (0..<9000).map { index in
        let (y, x) = (Double(index / 100), Double(index % 100))
        let wave: Double = sin(0.09 * x + 0.05 * y) + sin(0.31 * x) * sin(0.23 * y)
        return Float(0.5 + 0.2 * wave)
      })
    try Picture(samples: picture).write(to: folder("before.png"))
    let filter = try Program.run(
      [
        "filter", "before.png", "after.png", "--kernel", "-1,0,1;-2,0,2;-1,0,1", "--scale", "0.125",
        "--bias", "0.5",
      ], in: folder)
    #expect(filter.isClean, "\(filter)")
    let run = try Program.run(
      ["learn", "before.png", "after.png", "--size", "3", "--bias"], in: folder)
    #expect(run.output.contains("recognized: Sobel, across, times 0.12"), "\(run)")
  }

  @Test("Kernels that are not known, or nearly known, have no name")
  func unknown() throws {
    let nearSobel = [[-1, 0, 1], [-2, 0, 2.1], [-1, 0, 1]]
    for rows in [nearSobel, [[0.2, 0.3, 0.1], [0.1, -0.2, 0.1], [0.2, 0.1, 0]]] {
      let run = try learn(rows, scale: 0.1, bias: 0.4, size: "3")
      #expect(run.isClean && !run.output.contains("recognized"), "\(run)")
    }
  }

  private func learn(_ rows: [[Double]], scale: Double, bias: Double, size: String) throws -> Run {
    try Picture.random(height: 90, width: 100, bitDepth: .sixteen, seed: 4)
      .write(to: folder("before.png"))
    let text = PlainFilter(kernel: rows).text
    let filter = try Program.run(
      [
        "filter", "before.png", "after.png", "--kernel", text, "--scale", "\(scale)", "--bias",
        "\(bias)",
      ], in: folder)
    #expect(filter.isClean, "\(filter)")
    return try Program.run(
      ["learn", "before.png", "after.png", "--size", size] + (bias == 0 ? [] : ["--bias"]),
      in: folder)
  }
}
