// PNGBytes.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

/// PNG files put together by hand, right and wrong ones.
enum PNGBytes {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static let end = chunk("IEND", [])

  /// A 2 x 2 gray picture of 8 bits, with what is given in place of its parts.
  static func file(
    header: [UInt8] = header(), before: [UInt8] = [], raw: [UInt8] = [0, 1, 2, 0, 3, 4],
    after: [UInt8] = []
  ) -> [UInt8] {
    signature + header + before + chunk("IDAT", zlib(raw)) + after + end
  }

  static func header(
    width: Int = 2, height: Int = 2, depth: UInt8 = 8, colorType: UInt8 = 0, compression: UInt8 = 0,
    filter: UInt8 = 0, interlace: UInt8 = 0
  ) -> [UInt8] {
    chunk(
      "IHDR",
      bigEndian(width) + bigEndian(height) + [depth, colorType, compression, filter, interlace])
  }

  static func chunk(_ name: String, _ data: [UInt8], checksumError: UInt32 = 0) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bigEndian(data.count) + body + bigEndian(Int(checksum(body) ^ checksumError))
  }

  /// The chunks of a file, from the first on.
  static func chunks(_ bytes: [UInt8]) -> [(name: String, data: [UInt8])] {
    var chunks: [(name: String, data: [UInt8])] = []
    var rest = bytes.dropFirst(signature.count)
    while rest.count >= 12 {
      let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      let data = Array(rest.dropFirst(4).prefix(count))
      chunks.append((String(decoding: rest.prefix(4), as: UTF8.self), data))
      rest = rest.dropFirst(4 + count + 4)
    }
    return chunks
  }

  /// `raw` as a zlib stream of stored blocks, without compression.
  static func zlib(_ raw: [UInt8], checksumError: Int = 0) -> [UInt8] {
    let most = 65535
    var blocks: [UInt8] = []
    for first in stride(from: 0, to: max(1, raw.count), by: most) {
      let block = raw[first..<min(first + most, raw.count)]
      let length = [UInt8(block.count & 0xFF), UInt8(block.count >> 8)]
      blocks += [first + most >= raw.count ? 1 : 0] + length + length.map { ~$0 } + block
    }
    var low = 1
    var high = 0
    for byte in raw {
      low = (low + Int(byte)) % 65521
      high = (high + low) % 65521
    }
    return [0x78, 0x01] + blocks + bigEndian((high << 16 | low) ^ checksumError)
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 as PNG defines it, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = .max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = (remainder >> 1) ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~remainder
  }
}
