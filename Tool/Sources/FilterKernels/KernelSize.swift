// KernelSize.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// The size of a kernel as it is given on the command line: `5`, or `3x7` for 3 rows of 7.
public struct KernelSize {
  public let size: Size2D

  /// The size that `text` says, `nil` if it says none.
  public init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard let height = numbers[0], let width = numbers[numbers.count - 1], numbers.count <= 2,
      height >= 1, width >= 1
    else { return nil }
    size = Size2D(height: height, width: width)
  }
}
