// ByteOrder.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import Convolution

/// Which byte of a number lies first.
enum ByteOrder {
  case little
  case big

  /// The order of this machine.
  static var native: ByteOrder {
    1.littleEndian == 1 ? .little : .big
  }

  /// Turns elements of this order into those of the machine, or back; nothing if they agree.
  func convert<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
    guard self != .native else { return }
    unsafe tensor.withUnsafeMutableBufferPointer { elements in
      let bytes = UnsafeMutableRawBufferPointer(elements)
      let size = MemoryLayout<Scalar>.size
      for start in stride(from: 0, to: bytes.count, by: size) {
        unsafe bytes[start..<start + size].reverse()
      }
    }
  }
}
