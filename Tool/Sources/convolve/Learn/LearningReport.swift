// LearningReport.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// What `convolve learn` prints.
enum LearningReport {
  /// A kernel that was solved for.
  static func show(_ fit: KernelFit<Float>, _ learned: LearnedKernel) {
    print("\(title(learned)) from \(fit.outputsUsed) pixels, solved:")
    print(table(learned.kernel))
    let margin = learned.margin.max() ?? 0
    if margin.isFinite {
      print("within \(Text.number(margin)) or less of each element, at 95% confidence")
    }
    showBias(learned)
    print(
      "rank \(fit.rank) of \(fit.taps), condition number "
        + (fit.conditionNumber.isFinite ? Text.number(fit.conditionNumber) : "infinite"))
    if fit.determination != .complete { print("warning: \(fit.determination)") }
    if let name = KernelName(of: learned) { print("recognized: \(name)") }
  }

  /// A kernel that descent came to.
  static func show(_ learned: LearnedKernel, steps: Int) {
    print("\(title(learned)) after \(steps) steps of gradient descent:")
    print(table(learned.kernel))
    showBias(learned)
  }

  static func showResidual(_ difference: Tensor<Float>) {
    let square = difference.map { $0 * $0 }.sum() / Double(difference.count)
    let largest = difference.elements.map { abs($0) }.max() ?? 0
    print(
      "residual \(Text.number(square.squareRoot())) in root mean square, "
        + "at most \(Text.number(largest)), where white is 1")
  }

  private static func title(_ learned: LearnedKernel) -> String {
    "kernel \(learned.kernel.shape[0])x\(learned.kernel.shape[1])"
  }

  private static func showBias(_ learned: LearnedKernel) {
    if let bias = learned.bias { print("bias \(Text.number(bias))") }
  }

  /// The elements in columns.
  static func table(_ kernel: Tensor<Float>) -> String {
    let (height, width) = (kernel.shape[0], kernel.shape[1])
    let cells = kernel.elements.map { String(format: "%.5f", $0) }.map {
      $0 == "-0.00000" ? "0.00000" : $0
    }
    let length = cells.map(\.count).max() ?? 0
    return (0..<height).map { row in
      (0..<width).map { column in
        let cell = cells[row * width + column]
        return String(repeating: " ", count: 2 + length - cell.count) + cell
      }.joined()
    }.joined(separator: "\n")
  }
}
