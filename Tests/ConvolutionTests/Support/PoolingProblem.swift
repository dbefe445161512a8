// PoolingProblem.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// A pooling in plain numbers, and what comes of it by the definition: the oracle of pooling.
struct PoolingProblem: Sendable {
  var shape = [2, 3, 8, 9]
  var kernel = [2, 2]
  var stride = [2, 2]
  /// Before and after the height, and before and after the width.
  var padding = [0, 0, 0, 0]
  var dilation = [1, 1]
  var ceilMode = false
  var countIncludePad = false

  var kernelSize: Size2D { Size2D(height: kernel[0], width: kernel[1]) }

  func geometry() throws(ConvolutionError) -> PoolingGeometry {
    try PoolingGeometry(
      inputShape: shape, kernelSize: kernelSize,
      stride: Size2D(height: stride[0], width: stride[1]),
      padding: .sides(top: padding[0], left: padding[2], bottom: padding[1], right: padding[3]),
      dilation: Size2D(height: dilation[0], width: dilation[1]), ceilMode: ceilMode)
  }

  /// One position of the window along an axis.
  struct Window {
    /// The input indices under it.
    var inside: [Int] = []
    /// How many of its elements count for a mean.
    var count = 0
  }

  /// The positions along height, 0, or width, 1: the window is moved until it does not fit any more.
  func windows(axis: Int) -> [Window] {
    let (before, after, size) = (padding[2 * axis], padding[2 * axis + 1], shape[2 + axis])
    let extent = (kernel[axis] - 1) * dilation[axis] + 1
    var windows: [Window] = []
    var start = -before
    while true {
      let isWhole = start + extent <= size + after
      let leftOver = start - stride[axis] + extent < size + after
      guard isWhole || (ceilMode && leftOver && start < size) else { return windows }
      var window = Window()
      for tap in 0..<kernel[axis] {
        let index = start + tap * dilation[axis]
        if index >= 0 && index < size { window.inside.append(index) }
        if index < (countIncludePad ? size + after : size), countIncludePad || index >= 0 {
          window.count += 1
        }
      }
      windows.append(window)
      start += stride[axis]
    }
  }

  /// What pooling makes of an input, and of the gradient of its output.
  struct Results {
    var shape: [Int]
    var largest: [Double] = []
    var means: [Double] = []
    var maxGradient: [Double]
    var averageGradient: [Double]
  }

  func results(input: [Double], outputGradient: [Double]) -> Results {
    let (rows, columns) = (windows(axis: 0), windows(axis: 1))
    var results = Results(
      shape: [shape[0], shape[1], rows.count, columns.count],
      maxGradient: input.map { _ in 0 }, averageGradient: input.map { _ in 0 })
    for plane in 0..<shape[0] * shape[1] {
      for row in rows {
        for column in columns {
          let indices = row.inside.flatMap { y in
            column.inside.map { (plane * shape[2] + y) * shape[3] + $0 }
          }
          let gradient = outputGradient[results.largest.count]
          let count = Double(row.count * column.count)
          let largest = indices.map { input[$0] }.max() ?? -.infinity
          results.largest.append(largest)
          results.means.append(
            indices.isEmpty ? 0 : indices.map { input[$0] }.reduce(0, +) / count)
          if let first = indices.first(where: { input[$0] == largest }) {
            results.maxGradient[first] += gradient
          }
          for index in indices { results.averageGradient[index] += gradient / count }
        }
      }
    }
    return results
  }
}

extension SplitMix64 {
  /// A small pooling of any kind, which may have no output.
  mutating func poolingProblem() -> PoolingProblem {
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    return PoolingProblem(
      shape: [pick(0...2), pick(1...3), pick(1...14), pick(1...40)],
      kernel: [pick(1...4), pick(1...5)], stride: [pick(1...4), pick(1...4)],
      padding: (0..<4).map { _ in pick(0...4) }, dilation: [pick(1...3), pick(1...3)],
      ceilMode: Bool.random(using: &self), countIncludePad: Bool.random(using: &self))
  }
}
