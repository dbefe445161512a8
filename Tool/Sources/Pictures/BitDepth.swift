// BitDepth.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// The number of bits in which a file stores a sample.
public enum BitDepth: Int, Hashable, Sendable {
  case eight = 8
  case sixteen = 16
  /// 32 bits of floating point: values as they are, also outside of 0...1.
  case float = 32
}
