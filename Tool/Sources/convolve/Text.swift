// Text.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import Foundation

/// What the commands print alike.
enum Text {
  static func heading(_ title: String) {
    print("\n\(title)\n\(String(repeating: "-", count: title.count))")
  }

  static func show(_ name: String, _ tensor: Tensor<Float>) {
    print("\(name):\n\(tensor)")
  }

  /// A tensor's elements in one line.
  static func row(_ tensor: Tensor<Float>) -> String {
    "[" + tensor.elements.map { String(format: "%.4f", $0) }.joined(separator: ", ") + "]"
  }

  /// A number in few digits.
  static func number(_ value: some BinaryFloatingPoint) -> String {
    String(format: "%.4g", Double(value))
  }
}
