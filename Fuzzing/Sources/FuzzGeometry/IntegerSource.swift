// IntegerSource.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// Integers of any size from bytes, and zeros when they have ended.
struct IntegerSource {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// A small number, one near a power of two or the ends of `Int`, or any.
  mutating func integer() -> Int {
    let kind = byte()
    switch kind >> 6 {
    case 0, 1: return Int(kind)
    case 2: return (1 << Int(kind & 63)) &+ Int(Int8(truncatingIfNeeded: byte()))
    default:
      if kind & 1 == 0 { return Int(Int8(bitPattern: byte())) }
      return (0..<8).reduce(0) { value, _ in value << 8 | Int(byte()) }
    }
  }

  /// As a rule four of them, now and then up to seven.
  mutating func shape() -> [Int] {
    let kind = byte()
    let count = kind < 240 ? 4 : Int(kind & 7)
    return (0..<count).map { _ in integer() }
  }
}
