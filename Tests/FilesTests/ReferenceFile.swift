// ReferenceFile.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles
import Testing

/// The bytes of a file that another program wrote, and what is in it.
struct ReferenceFile<Contents: Sendable>: Sendable, CustomTestStringConvertible {
  /// The Python expression that made the bytes.
  let source: String
  let contents: Contents
  let bytes: [UInt8]

  init(source: String, contents: Contents, hex: String) {
    self.source = source
    self.contents = contents
    let digits = hex.compactMap(\.hexDigitValue)
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  var testDescription: String { source }
}

extension ReferenceFile<AnyTensor> {
  static var allNPY: [ReferenceFile] { canonicalNPY + otherNPY }
}

extension Tensor {
  /// A tensor without elements; `shape` has an axis of size 0.
  static func empty(_ shape: [Int]) -> Tensor { known(shape, []) }

  /// A tensor of rank 1, of elements that a tensor literal cannot have.
  static func vector(_ elements: Scalar...) -> Tensor { known([elements.count], elements) }

  private static func known(_ shape: [Int], _ elements: [Scalar]) -> Tensor {
    do {
      return try Tensor(shape: shape, elements: elements)
    } catch {
      fatalError("\(error)")
    }
  }
}
