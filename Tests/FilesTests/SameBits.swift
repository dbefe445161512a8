// SameBits.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution
import ConvolutionFiles

/// Whether two tensors are the same to the bit, which `==` is not of -0 and NaN.
func sameBits(_ left: AnyTensor, _ right: AnyTensor) -> Bool {
  switch (left, right) {
  case (.float(let left), .float(let right)):
    left.shape == right.shape
      && left.elements.map(\.bitPattern) == right.elements.map(\.bitPattern)
  case (.double(let left), .double(let right)):
    left.shape == right.shape
      && left.elements.map(\.bitPattern) == right.elements.map(\.bitPattern)
  default:
    false
  }
}

/// A tensor of random shape and random bits: of either type, of rank 0 to 4, empty at times, with
/// NaN and infinities among its elements.
func randomTensor(using generator: inout SplitMix64) throws -> AnyTensor {
  let shape = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
    Int.random(in: 0...5, using: &generator)
  }
  let count = shape.reduce(1, *)
  if Bool.random(using: &generator) {
    let elements = (0..<count).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
    }
    return .float(try Tensor(shape: shape, elements: elements))
  }
  let elements = (0..<count).map { _ in Double(bitPattern: generator.next()) }
  return .double(try Tensor(shape: shape, elements: elements))
}
